"""Examples for the walk over all addresses."""

from __future__ import annotations

from headway.web.accounts import operations
from headway.web.accounts.models import Invitation, Scope
from headway.web.accounts.roles import Role
from headway.web.ground import jobs
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team


def invitation(team: Team) -> Invitation:
    return operations.invite(person=team.owner, unit=team.root, email=f"new@{MARK}.example.org", role=Role.READER)[0]


PAGES: PageExamples = {
    "accounts:person": lambda team: {"pk": team.teammate.pk},
    "accounts:erase": lambda team: {"pk": team.teammate.pk},
    "accounts:reset_link": lambda team: {"pk": team.teammate.pk},
    "accounts:revoke": lambda team: {"pk": team.teammate.memberships.get().pk},
    "accounts:withdraw": lambda team: {"pk": invitation(team).pk},
    "accounts:rename_unit": lambda team: {"pk": team.desk.pk},
    "accounts:choose_organisation": lambda team: {"pk": team.organisation.pk},
    "accounts:end_token": lambda team: {
        "pk": operations.make_token(person=team.owner, name=MARK, scope=Scope.READ)[0].pk},
}
API: ApiExamples = {
    "accounts_add_unit": lambda team: Call(body={"name": MARK, "parent_id": team.root.pk}),
    "accounts_people": lambda team: Call(path={"pk": team.organisation.pk}),
    "accounts_invite": lambda team: Call(body={"email": "a@example.org", "role": "reader", "unit_id": team.root.pk}),
    "accounts_rename_unit": lambda team: Call(path={"pk": team.desk.pk}, body={"name": MARK}),
    "accounts_invitations": lambda team: Call(path={"pk": team.organisation.pk}),
    "accounts_withdraw": lambda team: Call(path={"pk": invitation(team).pk}),
    "accounts_grant": lambda team: Call(path={"pk": team.teammate.pk}, body={"role": "reader", "unit_id": team.root.pk}),
    "accounts_revoke": lambda team: Call(path={"pk": team.teammate.memberships.get().pk}),
    "accounts_reset_link": lambda team: Call(path={"pk": team.organisation.pk, "person_pk": team.teammate.pk}),
    "accounts_erase": lambda team: Call(path={"pk": team.organisation.pk, "person_pk": team.teammate.pk}),
    "accounts_own_settings": lambda team: Call(path={"pk": team.owner.pk}),
    "accounts_change_own_settings": lambda team: Call(path={"pk": team.owner.pk}, body={"name": MARK}),
    "accounts_tokens": lambda team: Call(path={"pk": team.owner.pk}),
    "accounts_make_token": lambda team: Call(path={"pk": team.owner.pk}, body={"name": MARK, "scope": "write"}),
    "accounts_end_token": lambda team: Call(path={"pk": operations.make_token(
        person=team.owner, name=MARK, scope=Scope.READ)[0].pk}),
    "accounts_job": lambda team: Call(path={"pk": jobs.ask("ground.forget_old_jobs", by=team.owner.pk).pk}),
    "accounts_audit": lambda team: Call(path={"pk": team.organisation.pk}),
}
