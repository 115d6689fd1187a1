"""Every page of the application on the demo's data: where each one is, and which are led to by a link or a button.

A program of its own, since it stands on the data of a running server: `python -m journey.every_page` in `tests/` with that
server's environment. It prints a `Found` as JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

LEFT_OUT = frozenset({"board:report_pdf"})   # a file, whose making takes long


@dataclass(slots=True)
class Found:
    """`names`: of all addresses. `pages`: name → address of an HTML page. `led_to`: what another page leads to."""

    names: list[str]
    of_one: list[str] = field(default_factory=list)   # addresses of one thing: they have words in them
    pages: dict[str, str] = field(default_factory=dict)
    led_to: list[str] = field(default_factory=list)


class Leads(HTMLParser):
    """What a page leads to: (address, whether it is a link)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        for name in {"a": ("href",), "form": ("action",), "button": ("formaction",)}.get(tag, ()):
            if address := told.get(name):
                self.found.append((address, tag == "a"))


def leads(html: str, *, at: str) -> Iterator[tuple[str, bool]]:
    """The addresses here that a page leads to, and whether by a link."""
    parser = Leads()
    parser.feed(html)
    for address, is_link in parser.found:
        parts = urlsplit(urljoin(f"http://localhost{at}", address))
        if parts.hostname == "localhost":
            yield parts.path + (f"?{parts.query}" if parts.query else ""), is_link


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    from django.test import Client
    from django.urls import NoReverseMatch, Resolver404, resolve, reverse

    from headway.web.accounts.models import User
    from web import examples
    from web.test_stranger import addresses

    person = User.objects.get(email="demo@northfield.example")
    browser = Client()
    browser.force_login(person)
    named = dict(addresses())
    found = Found(names=sorted(named), of_one=sorted(name for name, words in named.items() if words))
    led_to: set[str] = set()

    def name_of(address: str) -> str:
        try:
            return resolve(urlsplit(address).path).view_name
        except Resolver404:
            return ""

    def walk(starts: Iterable[str], *, of_one_name: int) -> None:
        """Follow all links, to so many pages of each name."""
        waiting, seen, read = deque(starts), set(starts), Counter[str]()
        while waiting:
            at = waiting.popleft()
            name = name_of(at)
            if not name or read[name] >= of_one_name or name in LEFT_OUT:
                continue
            read[name] += 1
            answer = browser.get(at)
            if answer.status_code == 302 and name_of(answer["Location"]) not in read:
                waiting.append(answer["Location"])
            if answer.status_code != 200 or "Content-Disposition" in answer or "html" not in answer["Content-Type"]:
                answer.close()
                continue
            found.pages.setdefault(name, at)
            for to, is_link in leads(answer.content.decode(), at=at):
                if name_of(to) != name:
                    led_to.add(name_of(to))
                if is_link and to not in seen:
                    seen.add(to)
                    waiting.append(to)

    walk(["/"], of_one_name=1)   # first what the demo holds
    team = team_of(person)
    made = [reverse(name, kwargs=dict(example(team))) for name, example in examples.pages().items() if name not in led_to]
    plain = []
    for name in found.names:
        with suppress(NoReverseMatch):   # one with words in it
            plain.append(reverse(name))
    walk([*plain, *made], of_one_name=2)
    found.led_to = sorted(led_to - {""})
    json.dump(asdict(found), sys.stdout)


def team_of(person: object) -> object:
    """The demo's university as the team that examples are made for."""
    from headway.web.accounts import operations, queries
    from headway.web.accounts.models import Organisation
    from headway.web.accounts.roles import Role
    from web.people import Team, new_person

    organisation = Organisation.objects.get()
    root = queries.root(organisation)
    units = [operations.add_unit(person=person, parent=root, name=name) for name in ("Library", "Residences")]
    people = {}
    for name, role, unit in (("teammate", Role.CONTRIBUTOR, root), ("approver", Role.APPROVER, root),
                             ("auditor", Role.AUDITOR, root), ("desk_member", Role.CONTRIBUTOR, units[0])):
        people[name] = new_person(name, word="northfield")
        operations.grant(person=person, to=people[name], unit=unit, role=role)
    return Team(organisation=organisation, root=root, desk=units[0], network=units[1], owner=person, **people)


if __name__ == "__main__":
    main()
