"""Invitation, roles, sight and tokens, tried as an owner, a teammate and a stranger would."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts import operations, queries
from headway.web.accounts.models import ApiToken, Invitation, Membership, Scope, User
from headway.web.accounts.roles import ALLOWS, May, Role
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from web.asking import Api
from web.people import PASSWORD, Team, new_person

As = Callable[[User | None], Client]


def declined(code: str) -> pytest.RaisesExc[Declined]:
    return pytest.RaisesExc(Declined, check=lambda error: error.code == code)


def test_somebody_invited_joins_by_the_link_and_is_signed_in(team: Team, as_: As) -> None:
    page = as_(team.owner).post("/people/invite", {"email": "New@Example.org", "role": "analyst", "unit": team.desk.pk})
    found = re.search(r"(/invitation/[\w-]+)", page.content.decode())
    assert found
    browser = as_(None)
    assert b"analyst" in browser.get(found[1]).content.lower()
    short = browser.post(found[1], {"name": "Nell", "password": "short"})
    assert b"is-wrong" in short.content
    joined = browser.post(found[1], {"name": "Nell", "password": PASSWORD}, follow=True)
    assert joined.redirect_chain[-1][0] == reverse("board:home")
    assert Membership.objects.get(person__email="new@example.org").role == Role.ANALYST
    assert as_(None).get(found[1]).status_code == 404


def test_an_invitation_ends(team: Team, as_: As) -> None:
    _, link = operations.invite(person=team.owner, unit=team.root, email="late@example.org", role=Role.READER)
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    with declined("invitation_ended"):
        operations.accept(word=link.rsplit("/", 1)[1], person=None, name="x", password=PASSWORD)
    assert as_(None).get("/invitation/guessed").status_code == 404


def test_an_invitation_is_for_one_address(team: Team, stranger: User) -> None:
    _, link = operations.invite(person=team.owner, unit=team.root, email="one@example.org", role=Role.ADMINISTRATOR)
    with declined("invitation_is_for_another"):
        operations.accept(word=link.rsplit("/", 1)[1], person=stranger)


def test_nobody_signs_up_unasked(as_: As) -> None:
    as_(None).post("/account/signup/", {"email": "me@example.org", "password1": PASSWORD})
    assert not User.objects.filter(email="me@example.org").exists()


def test_sign_in_by_address_and_throttled_after_wrong_passwords(team: Team) -> None:
    team.owner.set_password(PASSWORD)
    team.owner.save()
    browser = Client()
    good = {"login": team.owner.email.upper(), "password": PASSWORD}
    assert browser.post("/account/login/", good).status_code == 302
    thief = Client()
    for _ in range(6):
        answer = thief.post("/account/login/", {"login": team.owner.email, "password": "wrong"})
    assert b"Too many" in thief.post("/account/login/", good).content or answer.status_code == 429


def test_one_sees_the_own_unit_what_is_beneath_and_the_line_above_but_no_siblings(team: Team) -> None:
    seen = set(queries.visible_units(team.desk_member))
    assert seen == {team.root, team.desk}
    assert set(queries.visible_units(team.owner)) == {team.root, team.desk, team.network}
    with pytest.raises(Http404):
        queries.visible_unit(team.desk_member, team.network.pk)


def test_a_role_holds_at_its_unit_and_beneath_only(team: Team) -> None:
    assert queries.may(team.desk_member, May.CONTRIBUTE, unit=team.desk)
    assert not queries.may(team.desk_member, May.CONTRIBUTE, unit=team.root)
    assert queries.may(team.teammate, May.CONTRIBUTE, unit=team.network)
    assert not queries.may(team.teammate, May.ADMINISTER, unit=team.root)


def test_paths_of_units_are_no_prefixes_by_accident(team: Team) -> None:
    """Unit 1 is not above unit 12."""
    assert not queries.standing(team.desk_member).may(May.CONTRIBUTE, type(team.desk)(path=team.desk.path[:-1] + "2/"))


def test_an_auditor_may_do_nothing_but_read() -> None:
    assert ALLOWS[Role.AUDITOR] == {May.AUDIT}


def test_auditor_manager_and_administrator_read_the_audit_and_nobody_else(team: Team, as_: As, api: Callable[..., Api]) -> None:
    manager = new_person("manager")
    operations.grant(person=team.owner, to=manager, unit=team.root, role=Role.MANAGER)
    desk_manager = new_person("desk-manager")
    operations.grant(person=team.owner, to=desk_manager, unit=team.desk, role=Role.MANAGER)
    for person, status in ((team.owner, 200), (team.auditor, 200), (manager, 200), (team.teammate, 403), (team.approver, 403),
                           (desk_manager, 403)):   # the audit tells of every unit
        assert as_(person).get("/audit/").status_code == status
        assert api(person).get(f"/accounts/organisations/{team.organisation.pk}/audit").status_code == status


def test_what_people_do_to_their_own_account_is_in_the_audit(team: Team, as_: As) -> None:
    team.teammate.set_password(PASSWORD)
    team.teammate.save()
    browser = as_(team.teammate)
    browser.post("/account/password/change/", {
        "oldpassword": PASSWORD, "password1": "staple battery horse", "password2": "staple battery horse"})
    browser.post("/me/tokens/make", {"name": "report", "scope": "read"})
    browser.post("/me/", {"name": "Nell", "theme": "dark"})
    page = as_(team.auditor).get("/audit/").content.decode()
    for action in ("accounts.password_changed", "accounts.make_token", "accounts.change_own_settings"):
        assert action in page
    assert "staple" not in page
    operations.grant(person=team.owner, to=team.owner, unit=team.desk, role=Role.READER)
    assert queries.sole_organisation(team.owner) == team.organisation
    operations.found_organisation(name="Second", administrator=team.owner)
    assert queries.sole_organisation(team.owner) is None, "one organisation does not read what is done for another"


def test_the_auditors_role_stands_alone(team: Team) -> None:
    with declined("auditor_stands_alone"):
        operations.grant(person=team.owner, to=team.auditor, unit=team.desk, role=Role.CONTRIBUTOR)
    with declined("auditor_stands_alone"):
        operations.grant(person=team.owner, to=team.teammate, unit=team.desk, role=Role.AUDITOR)


def test_the_last_administrator_stays(team: Team) -> None:
    with declined("last_administrator"):
        operations.revoke(person=team.owner, membership=team.owner.memberships.get())


def test_a_teammate_changes_no_roles(team: Team, as_: As) -> None:
    with declined("not_permitted"):
        operations.grant(person=team.teammate, to=team.teammate, unit=team.root, role=Role.ADMINISTRATOR)
    held = team.approver.memberships.get()
    assert as_(team.teammate).post(f"/people/roles/{held.pk}/revoke").status_code == 403
    assert as_(team.teammate).post(f"/people/{team.approver.pk}", {"role": "reader", "unit": team.root.pk}).status_code == 403


def test_a_removed_person_loses_the_session(team: Team, as_: As) -> None:
    browser = as_(team.teammate)
    assert browser.get("/people/").status_code == 200
    operations.erase_person(person=team.owner, erased=team.teammate, organisation=team.organisation)
    assert browser.get("/people/").status_code == 302


def test_a_token_ends_and_is_kept_as_a_digest(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    assert program.get("/accounts/units").status_code == 200
    assert "hw_" not in str(list(ApiToken.objects.values("digest", "name")))
    ApiToken.objects.update(ends_at=timezone.now() - timedelta(days=1))
    assert program.get("/accounts/units").status_code == 401


def test_a_session_writes_by_the_api_only_with_its_csrf_token(team: Team) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(team.owner)
    body = {"name": "x", "parent_id": team.root.pk}
    assert browser.post("/api/v1/accounts/units", body, content_type="application/json").status_code == 403
    word = browser.get("/me/").context["csrf_token"]
    made = browser.post("/api/v1/accounts/units", body, content_type="application/json", headers={"X-CSRFToken": str(word)})
    assert made.status_code == 201


def test_a_token_needs_no_more_than_its_person(team: Team) -> None:
    token, _ = operations.make_token(person=team.owner, name="x", scope=Scope.READ, ends_on=date(2030, 1, 1))
    assert token.ends_at is not None


def test_a_reset_link_lets_choose_a_new_password_once(team: Team, as_: As) -> None:
    link = operations.reset_link(person=team.owner, of=team.teammate, organisation=team.organisation)
    browser = as_(None)
    asked = browser.get(link[link.index("/account"):], follow=True)
    form = asked.redirect_chain[-1][0]
    browser.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(pk=team.teammate.pk).check_password(PASSWORD)
    again = as_(None).get(link[link.index("/account"):], follow=True)
    assert b"password1" not in again.content


def test_a_mailed_invitation_goes_out_by_the_queue_once(team: Team, settings: object) -> None:
    settings.MAIL_IS_SENT = True   # type: ignore[attr-defined]
    operations.invite(person=team.owner, unit=team.root, email="post@example.org", role=Role.READER)
    assert mail.outbox == []
    jobs.run_until_idle()
    assert [letter.to for letter in mail.outbox] == [["post@example.org"]]
    assert "/invitation/" in mail.outbox[0].body


def test_names_are_escaped(team: Team, as_: As) -> None:
    person = new_person("mallory")
    person.name = "<script>alert(1)</script>"
    person.save()
    operations.grant(person=team.owner, to=person, unit=team.root, role=Role.READER)
    assert b"<script>alert" not in as_(team.owner).get("/people/").content


def test_the_people_page_takes_few_queries(team: Team, as_: As, django_assert_max_num_queries: Callable[[int], object]) -> None:
    browser = as_(team.owner)
    with django_assert_max_num_queries(12):   # type: ignore[attr-defined]
        browser.get("/people/")


def test_an_auditor_changes_nothing_about_themself_but_password_and_second_factor(
        team: Team, as_: Callable[[User | None], Client]) -> None:
    team.auditor.set_password("correct horse battery")
    team.auditor.save()
    browser = as_(team.auditor)
    assert browser.get("/me/").status_code == 200
    assert browser.post("/me/", {"name": "Another", "theme": "dark"}).status_code == 403
    assert browser.post("/me/letters", {"wanted": ["assigned"]}).status_code == 403
    given = {"oldpassword": "correct horse battery", "password1": "staple battery horse", "password2": "staple battery horse"}
    assert browser.post("/account/password/change/", given).status_code == 302
    team.auditor.refresh_from_db()
    assert team.auditor.name != "Another"
    assert team.auditor.check_password("staple battery horse")
    assert browser.get("/account/2fa/").status_code == 200
