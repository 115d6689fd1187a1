"""What a program does with people: all that the pages do, by the same rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from headway.web.accounts import operations, queries
from headway.web.accounts.models import Membership, Scope, Unit, User
from headway.web.accounts.roles import Role
from web.asking import Api
from web.people import MARK, Team, new_person

Program = Callable[..., Api]


def test_a_program_invites_gives_roles_and_takes_them(team: Team, api: Program) -> None:
    program = api(team.owner)
    made = program.post("/accounts/invitations", {"email": "new@example.org", "role": "reader", "unit_id": team.desk.pk}).json()
    there = f"/accounts/organisations/{team.organisation.pk}"
    assert [one["email"] for one in program.get(f"{there}/invitations").json()] == ["new@example.org"]
    assert program.delete(f"/accounts/invitations/{made['id']}").status_code == 204
    assert program.get(f"{there}/invitations").json() == []
    given = program.post(f"/accounts/people/{team.teammate.pk}/roles", {"role": "analyst", "unit_id": team.desk.pk})
    assert given.status_code == 201
    roles = next(one["roles"] for one in program.get(f"{there}/people").json() if one["id"] == team.teammate.pk)
    assert {(one["role"], one["unit_id"]) for one in roles} == {("contributor", team.root.pk), ("analyst", team.desk.pk)}
    assert program.delete(f"/accounts/roles/{given.json()['id']}").status_code == 204
    last = Membership.objects.get(person=team.owner)
    answer = program.delete(f"/accounts/roles/{last.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert "/password/reset/key/" in program.post(f"{there}/people/{team.teammate.pk}/reset-link").json()["link"]
    assert program.delete(f"{there}/people/{team.teammate.pk}").status_code == 204
    team.teammate.refresh_from_db()
    assert (team.teammate.is_active, team.teammate.name) == (False, "")


def test_a_unit_gets_another_name_and_the_second_to_save_is_told(team: Team, api: Program, as_: Callable[[User], Client]) -> None:
    as_(team.owner).post(f"/people/units/{team.desk.pk}/rename", {"name": f"{MARK} help", "seen": team.desk.version})
    assert Unit.objects.get(pk=team.desk.pk).name == f"{MARK} help"
    answer = api(team.owner).patch(f"/accounts/units/{team.desk.pk}", {"name": "Late", "seen": team.desk.version})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert api(team.teammate).patch(f"/accounts/units/{team.desk.pk}", {"name": "Mine"}).status_code == 403


def test_an_administrator_of_a_part_does_the_same_by_page_and_by_program(team: Team, api: Program,
                                                                         as_: Callable[[User], Client]) -> None:
    helper = new_person("helper")
    operations.grant(person=team.owner, to=helper, unit=team.desk, role=Role.ADMINISTRATOR)
    page, program = as_(helper), api(helper)
    for unit, joins in ((team.desk, True), (team.root, False)):
        page.post("/people/invite", {"email": f"page{unit.pk}@example.org", "role": "reader", "unit": unit.pk})
        program.post("/accounts/invitations", {"email": f"api{unit.pk}@example.org", "role": "reader", "unit_id": unit.pk})
        found = queries.open_invitations(team.owner, team.organisation).filter(unit=unit).count()
        assert found == (2 if joins else 0)
    held = team.teammate.memberships.get()
    assert page.post(f"/people/roles/{held.pk}/revoke").status_code == 403
    assert program.delete(f"/accounts/roles/{held.pk}").status_code == 403
    assert page.post(f"/people/{team.teammate.pk}/erase").status_code == 403
    assert program.delete(f"/accounts/organisations/{team.organisation.pk}/people/{team.teammate.pk}").status_code == 403


def test_own_settings_and_tokens_are_ones_own(team: Team, api: Program) -> None:
    program, own = api(team.owner), f"/accounts/people/{team.owner.pk}"
    changed = program.send("PUT", f"{own}/settings", {"name": "Nell", "theme": "dark", "single_keys": False}).json()
    assert changed == {"name": "Nell", "email": team.owner.email, "theme": "dark", "single_keys": False}
    assert api(team.teammate).get(f"{own}/settings").status_code == 404
    made = program.post(f"{own}/tokens", {"name": "report"}).json()
    assert Api(made["secret"]).get("/accounts/organisations").status_code == 200
    assert "secret" not in program.get(f"{own}/tokens").json()[0]
    assert program.delete(f"/accounts/tokens/{made['id']}").status_code == 204
    assert Api(made["secret"]).get("/accounts/organisations").status_code == 401


def test_a_token_made_with_a_token_does_not_outlast_it(team: Team) -> None:
    day = timezone.localdate() + timedelta(days=7)
    secret = operations.make_token(person=team.owner, name="week", scope=Scope.WRITE, ends_on=day)[1]
    there = f"/accounts/people/{team.owner.pk}/tokens"
    for ends_on in (None, str(day + timedelta(days=1))):
        answer = Api(secret).post(there, {"name": "for ever", "ends_on": ends_on})
        assert (answer.status_code, answer.json()["code"]) == (409, "token_would_outlast")
    assert Api(secret).post(there, {"name": "as long", "ends_on": str(day)}).status_code == 201
