"""Who is in every web test: an owner, a teammate, a stranger; and the mark by which a leak is seen."""

from __future__ import annotations

from dataclasses import dataclass

from headway.web.accounts import operations, queries
from headway.web.accounts.models import Organisation, Unit, User
from headway.web.accounts.roles import Role

# A word that stands in what belongs to the owner's organisation and nowhere else: a stranger must never read it.
MARK = "Quincunx"
PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Team:
    """One organisation: a root unit, two units beneath it, and its people.

    owner: administrator at the root, who is also improvement manager and analyst through it (an administrator may all)
    teammate: contributor at the root; approver: may approve; auditor: reads all; desk_member: contributor at `desk` only
    """

    organisation: Organisation
    root: Unit
    desk: Unit
    network: Unit
    owner: User
    teammate: User
    approver: User
    auditor: User
    desk_member: User


def new_person(name: str, *, word: str = MARK) -> User:
    return User.objects.create_user(email=f"{name}@{word}.example.org", password=None, name=f"{name} {word}")


def new_team(word: str = MARK) -> Team:
    """A whole team; each with a word of its own, so that teams can stand beside each other."""
    owner = new_person("owner", word=word)
    organisation = operations.found_organisation(name=f"{word} University", administrator=owner)
    root = queries.root(organisation)
    desk = operations.add_unit(person=owner, parent=root, name=f"{word} desk")
    network = operations.add_unit(person=owner, parent=root, name=f"{word} network")
    people = {}
    for name, role, unit in (("teammate", Role.CONTRIBUTOR, root), ("approver", Role.APPROVER, root),
                             ("auditor", Role.AUDITOR, root), ("desk_member", Role.CONTRIBUTOR, desk)):
        people[name] = new_person(name, word=word)
        operations.grant(person=owner, to=people[name], unit=unit, role=role)
    return Team(organisation=organisation, root=root, desk=desk, network=network, owner=owner, **people)
