"""Reviews whose agenda fills itself, decisions, policies, risks, investments and the roadmap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import Http404
from django.test import Client
from django.utils import timezone

from headway.web.accounts import operations as accounts
from headway.web.accounts.models import User
from headway.web.accounts.roles import Role
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import run_until_idle
from headway.web.register import operations as register
from headway.web.register.letters import Occasion
from headway.web.vision import agenda, operations
from headway.web.vision.agenda import MOST, AgendaAsked, Found, Point, puts_on_agenda
from headway.web.vision.models import (
    AgendaPoint,
    EntityKind,
    GovernanceDecision,
    GovernanceReview,
    Investment,
    InvestmentState,
    ReviewState,
    Risk,
    RoadmapItem,
)
from headway.web.vision.operations.governance import months_later
from headway.web.vision.queries.agenda_points import gathered
from headway.web.vision.queries.governance import policies, review_page
from headway.web.vision.queries.portfolio import appetites, investment_totals, roadmap
from web.asking import Api
from web.people import MARK, Team, new_person, new_team
from web.vision import made

As = Callable[[User | None], Client]


def declined(code: str) -> pytest.RaisesExc[Declined]:
    return pytest.RaisesExc(Declined, check=lambda error: error.code == code)


def on_agenda(team: Team, day: date = made.DAY) -> dict[str, list[str]]:
    return {sort.code: [point.title for point in sort.points] for sort in gathered(team.root, as_of=day)}


def test_the_agenda_fills_itself_with_what_needs_a_word(team: Team) -> None:
    assert on_agenda(team) == {"no_metrics": [team.organisation.name], "no_backlog": [team.organisation.name]}
    service = made.entity(team, name="Mail")
    made.objective(team, "Late", by_when=made.DAY - timedelta(days=1))
    made.objective(team, "In time", by_when=made.DAY)
    made.risk(team, title="High", likelihood=4, effect=2, appetite=made.appetite(team, limit=7))
    made.risk(team, title="Low", likelihood=3, effect=2, appetite=made.appetite(team, limit=7))
    made.investment(team)
    made.policy(team, look_again_on=made.DAY)
    operations.decide(person=team.owner, review=made.review(team), decision="Do it", due_on=made.DAY - timedelta(days=1))
    made.source_value(team, "Printing")
    assert on_agenda(team) == {
        "no_owner": ["Mail"], "no_expectation": ["Mail"], "objective_overdue": ["Late"], "risk_over_appetite": ["High"],
        "investment_undecided": [f"{MARK} people"], "policy_due": [f"{MARK} policy"], "decision_overdue": ["Do it"],
        "value_without_meaning": ["Printing"], "no_metrics": [team.organisation.name, "Mail"],
        "no_backlog": [team.organisation.name, "Mail"]}
    register.file_idea(person=team.owner, entity=service, title="Shorter queues", idea="")
    assert on_agenda(team)["no_backlog"] == [team.organisation.name]
    made.expectation(team, entity=service)
    operations.change_entity(person=team.owner, entity=service, owner=team.owner)
    assert not {"no_owner", "no_expectation"} & set(on_agenda(team))


def test_a_review_of_a_unit_looks_at_what_is_beneath_it_only(team: Team) -> None:
    made.entity(team, name="Desk's", unit=team.desk)
    made.entity(team, name="Network's", unit=team.network)
    new_made = made.entity(new_team("Elsewhere"), name="Elsewhere's")
    assert new_made.name not in str(on_agenda(team))
    assert [point.title for sort in gathered(team.desk, as_of=made.DAY) for point in sort.points if sort.code == "no_owner"] == [
        "Desk's"]


def test_an_agenda_shows_the_first_and_tells_how_many_there_are(team: Team, as_: As) -> None:
    for number in range(MOST + 5):
        made.entity(team, EntityKind.TEAM, f"Team {number:02}")
    sort = next(sort for sort in gathered(team.root, as_of=made.DAY) if sort.code == "no_owner")
    assert (len(sort.points), sort.total, sort.more) == (MOST, MOST + 5, 5)
    assert "and 5 more" in as_(team.owner).get(f"/governance/reviews/{made.review(team).pk}").content.decode()


def test_a_later_slice_puts_its_own_points_on_the_agenda(team: Team) -> None:
    @puts_on_agenda("of_a_test", heading="Gains lost", why="They came back.", order=5)
    def lost(asked: AgendaAsked) -> Found:
        return Found(points=[Point(key="1", title=f"lost in {asked.unit}")], total=1)

    try:
        assert next(iter(on_agenda(team).items())) == ("of_a_test", [f"lost in {team.root}"])
        with pytest.raises(ValueError, match="already"):
            puts_on_agenda("of_a_test", heading="x", why="x", order=1)(lost)
    finally:
        del agenda._SORTS["of_a_test"]


def test_a_review_that_is_held_keeps_its_agenda_and_plans_the_next(team: Team, as_: As) -> None:
    service, planned = made.entity(team, name="Mail"), made.review(team)
    operations.put_on_agenda(person=team.teammate, review=planned, title="By hand")
    browser = as_(team.owner)
    browser.post(f"/governance/reviews/{planned.pk}", {"on": "2026-11-26", "minutes": "All were there."})
    planned.refresh_from_db()
    assert (planned.state, planned.held_on) == (ReviewState.HELD, date(2026, 11, 26))
    following = GovernanceReview.objects.get(follows=planned)
    assert (following.planned_on, following.state) == (date(2027, 2, 25), ReviewState.PLANNED)
    operations.change_entity(person=team.owner, entity=service, name="Renamed", owner=team.owner)
    shown = review_page(team.owner, planned.pk, as_of=made.DAY)
    assert {(sort.code, point.title) for sort in shown.sorts for point in sort.points} == {
        ("no_owner", "Mail"), ("no_expectation", "Mail"), ("no_metrics", "Mail"), ("no_metrics", team.organisation.name),
        ("no_backlog", "Mail"), ("no_backlog", team.organisation.name)}
    page = browser.get(f"/governance/reviews/{planned.pk}").content.decode()
    assert "By hand" in page
    assert "All were there." in page
    for refused in (lambda: operations.hold_review(person=team.owner, review=planned, on=made.DAY),
                    lambda: operations.cancel_review(person=team.owner, review=planned),
                    lambda: operations.put_on_agenda(person=team.owner, review=planned, title="Late"),
                    lambda: operations.change_review(person=team.owner, review=planned, title="x")):
        with declined("review_is_over"):
            refused()


def test_a_review_that_comes_once_plans_no_other(team: Team) -> None:
    operations.hold_review(person=team.owner, review=made.review(team, cadence="once"), on=made.DAY)
    assert GovernanceReview.objects.count() == 1


def test_months_end_where_months_end() -> None:
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_later(date(2026, 12, 31), 1) == date(2027, 1, 31)
    assert months_later(date(2026, 1, 15), 12) == date(2027, 1, 15)


def test_a_decision_on_a_point_that_stands_by_itself_keeps_the_point(team: Team, as_: As) -> None:
    service, planned = made.entity(team, name="Mail"), made.review(team)
    browser = as_(team.owner)
    page = browser.get(f"/governance/reviews/{planned.pk}").content.decode()
    assert f"code=no_owner&amp;key={service.pk}" in page
    browser.post(f"/governance/reviews/{planned.pk}/decide", {"code": "no_owner", "key": str(service.pk),
                                                              "decision": "Ann owns it", "due_on": "2026-12-24"})
    kept = GovernanceDecision.objects.get()
    assert (kept.point.title, kept.entity) == ("Mail", service)   # type: ignore[union-attr]
    operations.hold_review(person=team.owner, review=planned, on=made.DAY)
    assert AgendaPoint.objects.filter(review=planned, code="no_owner").count() == 1
    with declined("no_such_point"):
        operations.decide(person=team.owner, review=planned, decision="x", code="no_owner", key="999999")
    browser.post(f"/governance/decisions/{kept.pk}/change", {"decision": "Ann has it", "state": "done"}, follow=True)
    assert "Ann has it" not in browser.get("/governance/decisions/").content.decode()
    assert "Ann has it" in browser.get("/governance/decisions/?all=1").content.decode()


def test_a_point_is_taken_off_by_whoever_put_it_or_governs_while_nothing_is_decided(team: Team) -> None:
    planned = made.review(team)
    own, other = (operations.put_on_agenda(person=team.teammate, review=planned, title=title) for title in ("a", "b"))
    with declined("not_permitted"):
        operations.take_off_agenda(person=team.approver, point=own)
    operations.take_off_agenda(person=team.teammate, point=own)
    operations.decide(person=team.owner, review=planned, decision="x", point=other)
    with declined("point_is_decided"):
        operations.take_off_agenda(person=team.owner, point=other)


def test_a_review_of_the_whole_is_seen_only_by_who_sees_the_whole(team: Team, as_: As) -> None:
    whole, own = made.review(team), made.review(team, unit=team.desk, title="x")
    decided = operations.decide(person=team.owner, review=whole, decision="For all")
    browser = as_(team.desk_member)
    assert browser.get(f"/governance/reviews/{whole.pk}").status_code == 404
    assert browser.get(f"/governance/reviews/{own.pk}").status_code == 200
    assert decided.decision not in browser.get("/governance/decisions/?all=1").content.decode()
    with pytest.raises(Http404):
        review_page(team.desk_member, whole.pk, as_of=made.DAY)


def test_a_policy_is_coming_in_force_and_withdrawn(team: Team) -> None:
    made.policy(team, withdrawn_on=made.DAY + timedelta(days=5))

    def state(days: int) -> str:
        return policies(team.owner, team.organisation, as_of=made.DAY + timedelta(days=days), withdrawn=True).items[0].state

    assert [state(-1), state(0), state(4), state(5)] == ["coming", "in_force", "in_force", "withdrawn"]
    assert policies(team.owner, team.organisation, as_of=made.DAY + timedelta(days=5)).items == []
    with declined("ends_before_it_begins"):
        made.policy(team, withdrawn_on=made.DAY - timedelta(days=1))


def test_a_risk_shows_its_arithmetic_beside_the_appetite(team: Team, as_: As) -> None:
    borne = made.appetite(team, limit=6)
    over, within = made.risk(team, effect=4, appetite=borne), made.risk(team, appetite=borne)
    assert (over.score, within.score) == (8, 6)
    row = appetites(team.owner, team.organisation)[0]
    assert (row.risks, row.over) == (2, 1)
    page = as_(team.owner).get("/governance/risks/").content.decode()
    assert "2 × 4 = <b>8</b>" in page
    assert "over 6" in page
    operations.change_risk(person=team.owner, risk=over, likelihood=1)
    assert Risk.objects.get(pk=over.pk).score == 4
    with declined("cannot_be_kept"):
        made.risk(team, likelihood=6)


def test_nobody_approves_what_they_proposed_or_changed_last(team: Team, as_: As) -> None:
    money = made.investment(team)
    with declined("own_proposal"):
        operations.decide_investment(person=team.owner, investment=money, approve=True, why="", on=made.DAY)
    with declined("not_permitted"):
        operations.decide_investment(person=team.teammate, investment=money, approve=True, why="", on=made.DAY)
    assert "somebody else decides" in as_(team.owner).get(f"/governance/investments/{money.pk}").content.decode()
    second = new_person("second")
    accounts.grant(person=team.owner, to=second, unit=team.root, role=Role.ADMINISTRATOR)
    operations.change_investment(person=second, investment=money, amount=2000)
    with declined("own_proposal"):
        operations.decide_investment(person=second, investment=money, approve=True, why="", on=made.DAY)
    as_(team.approver).post(f"/governance/investments/{money.pk}", {"approve": "", "why": "Worth it."})
    money.refresh_from_db()
    assert (money.state, money.decided_by, money.amount) == (InvestmentState.APPROVED, team.approver, 2000)
    with declined("investment_is_decided"):
        operations.change_investment(person=team.owner, investment=money, amount=9)
    with declined("investment_is_decided"):
        operations.decide_investment(person=team.approver, investment=money, approve=False, why="x", on=made.DAY)


def test_a_refusal_wants_a_reason_and_the_page_keeps_what_was_typed(team: Team, as_: As) -> None:
    money = made.investment(team)
    page = as_(team.approver).post(f"/governance/investments/{money.pk}", {"refuse": "", "why": " "})
    assert "Say why, in a sentence" in page.content.decode()
    assert Investment.objects.get().state == InvestmentState.PROPOSED
    with declined("investment_is_not_running"):
        operations.end_investment(person=team.owner, investment=money, on=made.DAY)


def test_only_amounts_of_one_currency_and_one_kind_are_added(team: Team) -> None:
    for amount, currency, recurring in ((10, "EUR", False), (5, "EUR", False), (7, "EUR", True), (1, "USD", False)):
        operations.propose_investment(person=team.owner, unit=team.root, title="x", amount=amount, currency=currency,
                                      recurring=recurring, from_on=made.DAY)
    totals = investment_totals(team.owner, team.organisation)
    assert [(total.currency, total.recurring, int(total.amount)) for total in totals] == [
        ("EUR", False, 15), ("USD", False, 1), ("EUR", True, 7)]


def test_the_roadmap_lies_on_one_span_of_time(team: Team) -> None:
    for title, begins, ends in (("a", 0, 50), ("b", 50, 100)):
        operations.add_roadmap_item(person=team.owner, unit=team.root, title=title, from_on=made.DAY + timedelta(days=begins),
                                    until_on=made.DAY + timedelta(days=ends))
    shown = roadmap(team.owner, team.organisation, as_of=made.DAY + timedelta(days=25))
    assert [(row.begins, row.width) for row in shown.rows] == [(0.0, 50.0), (50.0, 50.0)]
    assert shown.today == 25.0
    assert roadmap(team.owner, team.organisation, as_of=made.DAY - timedelta(days=1)).today is None
    with declined("ends_before_it_begins"):
        operations.add_roadmap_item(person=team.owner, unit=team.root, title="x", from_on=made.DAY,
                                    until_on=made.DAY - timedelta(days=1))


@pytest.mark.parametrize(("address", "fields"), [
    ("/governance/reviews/plan", {"title": "Q1", "planned_on": "2027-01-15", "cadence": "quarterly"}),
    ("/governance/policies/add", {"title": "Two", "statement": "Two pairs of eyes.", "in_force_on": "2027-01-01"}),
    ("/governance/appetites/add", {"sort": "Standstill", "statement": "Little.", "limit": 6}),
    ("/governance/risks/add", {"title": "Standstill", "likelihood": 2, "effect": 3, "response": "reduce"}),
    ("/governance/investments/propose", {"title": "People", "amount": "12.50", "currency": "EUR", "from_on": "2027-01-01"}),
    ("/governance/roadmap/add", {"title": "Item", "from_on": "2027-01-01", "until_on": "2027-02-01", "state": "planned"})])
def test_each_form_of_governance_keeps_what_it_is_given(team: Team, as_: As, address: str, fields: dict[str, object]) -> None:
    browser = as_(team.owner)
    empty = browser.post(address, {"unit": team.root.pk})
    assert empty.status_code == 200
    assert "is-wrong" in empty.content.decode()
    assert browser.post(address, {**fields, "unit": team.root.pk}).status_code == 302
    assert as_(team.teammate).get(address).status_code == 403


def test_the_api_governs(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    made.entity(team, name="Mail")
    added = program.post("/vision/reviews", {"unit_id": team.root.pk, "title": "Q1", "planned_on": "2027-01-15"})
    at = f"/vision/reviews/{added.json()['id']}"
    sorts = {sort["code"]: sort for sort in program.get(f"{at}/agenda").json()["sorts"]}
    assert sorts["no_owner"]["points"][0]["title"] == "Mail"
    put = program.post(f"{at}/points", {"title": "By hand"})
    assert put.status_code == 201, put.content
    decided = program.post(f"{at}/decisions", {"decision": "Ann", "code": "no_owner",
                                               "key": sorts["no_owner"]["points"][0]["key"]})
    assert decided.status_code == 201, decided.content
    assert program.delete(f"/vision/points/{put.json()['id']}").status_code == 204
    assert program.post(f"{at}/hold", {"on": "2027-01-16"}).json()["state"] == "held"
    assert program.post(f"{at}/hold", {"on": "2027-01-16"}).json()["code"] == "review_is_over"
    money = program.post("/vision/investments", {"unit_id": team.root.pk, "title": "x", "amount": "9.99",
                                                 "from_on": "2027-01-01"})
    at = f"/vision/investments/{money.json()['id']}"
    assert program.post(f"{at}/decide", {"approve": True}).json()["code"] == "own_proposal"
    assert api(team.approver).post(f"{at}/decide", {"approve": True}).json()["state"] == "approved"


def test_what_governance_gave_a_person_stands_on_their_tasks_and_is_called_done_there(
        team: Team, as_: As, api: Callable[..., Api]) -> None:
    today = timezone.localdate()
    given = operations.decide(person=team.owner, review=made.review(team), decision="Doors open at eight", owner=team.teammate)
    for day in (today, today + timedelta(days=1)):
        made.risk(team, title=f"Risk of {day}", owner=team.teammate, look_again_on=day)
        made.policy(team, title=f"Policy of {day}", owner=team.teammate, look_again_on=day)
        made.objective(team, f"Objective of {day}", owner=team.teammate, by_when=day)
    asked = [one["what"] for one in api(team.teammate).get("/vision/duties").json()]
    assert asked == [f"Objective of {today}", f"Risk of {today}", f"Policy of {today}", "Doors open at eight"]
    browser = as_(team.teammate)
    page = browser.get("/tasks/").content.decode()
    assert all(what in page for what in asked)
    done = f"/governance/decisions/{given.pk}/done"
    with declined("not_permitted"):
        operations.carry_out(person=team.approver, row=given)
    assert browser.post(done, headers={"referer": "http://testserver/tasks/"})["Location"] == "http://testserver/tasks/"
    assert done not in browser.get("/tasks/").content.decode()
    assert api(team.teammate).post(f"/vision/decisions/{given.pk}/done", {}).json()["code"] == "decision_is_over"


def test_an_investment_waits_on_the_tasks_of_whoever_may_decide_and_did_not_propose_it(
        team: Team, as_: As, api: Callable[..., Api]) -> None:
    money = made.investment(team)
    [asked] = api(team.approver).get("/act/answers-wanted").json()
    assert (asked["what"], asked["improvement_pk"], asked["about"], asked["href"]) == (
        money.title, None, "1,000 EUR", f"/governance/investments/{money.pk}")
    assert asked["href"] in as_(team.approver).get("/tasks/").content.decode()
    assert api(team.owner).get("/act/answers-wanted").json() == api(team.teammate).get("/act/answers-wanted").json() == []


def test_governance_writes_to_those_whom_it_gave_something(team: Team, settings: Any) -> None:
    settings.MAIL_IS_SENT = True
    today = timezone.localdate()
    meeting = made.review(team, chair=team.owner)
    for owner in (team.teammate, team.owner, team.desk_member):   # the chair was there, and the desk's does not see the review
        operations.decide(person=team.owner, review=meeting, decision=f"{owner} opens", owner=owner, due_on=today)
    made.risk(team, owner=team.teammate, look_again_on=today)
    made.policy(team, owner=team.auditor, look_again_on=today)
    made.objective(team, owner=team.teammate, by_when=today - timedelta(days=20))   # long past: told then
    money = made.investment(team)
    operations.decide_investment(person=team.approver, investment=money, approve=True, why="Worth it.", on=today)
    register.choose_letters(by=team.teammate, wanted=[Occasion.ASSIGNED, Occasion.DUE])
    run_until_idle()
    mail.outbox.clear()
    for day in (today, today, today + timedelta(days=7)):
        register.remind_of_governance(day)
    run_until_idle()
    assert sorted((one.to[0].partition("@")[0], one.subject.partition(":")[0]) for one in mail.outbox) == [
        ("auditor", "Look again"), ("owner", "Approved"), ("owner", "Due"), ("teammate", "A decision to see to"),
        ("teammate", "Due")]
    assert f"/governance/reviews/{meeting.pk}" in next(one.body for one in mail.outbox if one.subject.startswith("A decision"))


@pytest.mark.parametrize("address", ["/governance/", "/governance/decisions/", "/governance/policies/", "/governance/risks/",
                                     "/governance/investments/", "/governance/roadmap/"])
def test_a_list_takes_no_more_than_twelve_queries(team: Team, as_: As, address: str,
                                                  django_assert_max_num_queries: Callable[[int], object]) -> None:
    for _ in range(6):
        entity = made.entity(team, owner=team.owner)
        made.policy(team, entity=entity)
        made.risk(team, entity=entity, appetite=made.appetite(team), objective=made.objective(team))
        made.investment(team, entity=entity)
        made.roadmap_item(team)
        operations.decide(person=team.owner, review=made.review(team, chair=team.owner), decision="x", entity=entity,
                          owner=team.teammate)
    RoadmapItem.objects.update(until_on=timezone.localdate() + timedelta(days=3))
    browser = as_(team.owner)
    with django_assert_max_num_queries(12):   # type: ignore[attr-defined]
        assert browser.get(address).status_code == 200


def test_a_review_takes_as_many_queries_with_many_points_as_with_few(
        team: Team, as_: As, django_assert_max_num_queries: Callable[[int], object]) -> None:
    for number in range(15):
        made.entity(team, EntityKind.TEAM, f"Team {number}")
        made.objective(team, by_when=made.DAY)
    browser, planned = as_(team.owner), made.review(team)
    with django_assert_max_num_queries(12 + 2 * len(agenda.sorts())):   # type: ignore[attr-defined]  # a sort takes one or two
        assert browser.get(f"/governance/reviews/{planned.pk}").status_code == 200
