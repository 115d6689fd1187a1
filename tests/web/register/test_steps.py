"""The seven steps: gates, history, quick wins, and the states beside the route."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from headway.web.accounts import operations as accounts
from headway.web.accounts.models import AuditLine, User
from headway.web.accounts.roles import Role
from headway.web.ground.declined import Declined
from headway.web.register import operations
from headway.web.register.evidence import Evidence, EvidenceKind, Grade
from headway.web.register.models import Improvement, StepRecord
from headway.web.register.states import Closure, State, StepState
from web.asking import Api
from web.people import Team
from web.register.examples import idea, objective, question, small, under_way

SERIES = Evidence(kind=EvidenceKind.SERIES, says="69.9 % in time", digest="a71d", facts={"n": 412}, href="/measures/1")
STATED = Evidence(kind=EvidenceKind.RECORD)


def declined(code: str) -> Any:
    return pytest.raises(Declined, match=rf"^{code}\(")


def through(improvement: Improvement, *, by: User, until: int) -> Improvement:
    for step in range(1, until + 1):
        improvement = operations.complete_step(improvement, step, by=by, evidence=STATED)
    return improvement


def test_step_1_wants_an_objective_or_a_word_on_why_none_fits(team: Team) -> None:
    taken = operations.take_on(idea(team), by=team.owner)
    with declined("none_fits_or_objective"):
        operations.complete_first_step(taken, by=team.owner)
    operations.edit(taken, by=team.owner, changes={"objective": objective(team)})
    done = operations.complete_first_step(taken, by=team.owner)
    record = done.step_records.get()
    assert (done.route, done.step, record.grade, record.says) == ("d......", 2, Grade.STATED, objective(team).title)


def test_a_step_waits_for_those_before_it(team: Team) -> None:
    record = through(under_way(team), by=team.owner, until=1)
    with declined("earlier_step_open"):
        operations.complete_step(record, 3, by=team.owner, evidence=STATED)
    operations.skip_step(record, 2, by=team.owner, reason="a door that sticks")
    done = operations.complete_step(record, 3, by=team.owner, evidence=STATED)
    assert (done.route, done.step) == ("dsd....", 4)


def test_what_a_step_was_done_with_is_kept_whole(team: Team) -> None:
    record = operations.complete_step(through(under_way(team), by=team.owner, until=1), 2, by=team.owner, evidence=SERIES)
    kept = record.step_records.get(step=2)
    assert (kept.state, kept.evidence_kind, kept.grade, kept.says, kept.digest, kept.facts, kept.href, kept.by) == (
        StepState.DONE, "series", "measured", "69.9 % in time", "a71d", {"n": 412}, "/measures/1", team.owner)


def test_a_step_visited_again_loses_nothing(team: Team) -> None:
    record = operations.complete_step(through(under_way(team), by=team.owner, until=1), 2, by=team.owner, evidence=SERIES)
    record = operations.complete_step(record, 3, by=team.owner, evidence=STATED)
    record = operations.reopen_step(record, 2, by=team.owner, reason="the winter is missing")
    assert (record.route, record.step) == ("d.d....", 2)
    with declined("earlier_step_open"):
        operations.complete_step(record, 4, by=team.owner, evidence=STATED)
    record = operations.complete_step(record, 2, by=team.owner, evidence=SERIES)
    assert (record.route, record.step) == ("ddd....", 4)
    told = list(record.step_records.filter(step=2).order_by("pk").values_list("state", flat=True))
    assert told == ["done", "open", "done"]


def test_a_newer_verdict_completes_its_step_again(team: Team) -> None:
    record = through(under_way(team), by=team.owner, until=6)
    record = operations.complete_step(record, 6, by=None, evidence=SERIES)   # by a job
    assert record.route == "dddddd."
    assert list(record.step_records.filter(step=6).values_list("by", flat=True).order_by("pk")) == [team.owner.pk, None]


@pytest.mark.parametrize("reason", ["", "  "])
def test_leaving_a_step_out_wants_a_reason(team: Team, reason: str) -> None:
    with declined("reason_is_wanted"):
        operations.skip_step(under_way(team), 2, by=team.owner, reason=reason)


def test_an_idea_has_no_steps_yet(team: Team) -> None:
    with declined("not_under_way"):
        operations.complete_step(idea(team), 1, by=team.owner, evidence=STATED)


def test_a_contributor_runs_only_what_is_theirs(team: Team) -> None:
    record = under_way(team)
    with declined("not_permitted"):
        operations.skip_step(record, 2, by=team.teammate, reason="no")
    record = operations.edit(record, by=team.owner, changes={"owner": team.teammate})
    assert operations.skip_step(record, 2, by=team.teammate, reason="mine").route == ".s....."


def test_a_reader_completes_nothing_even_with_evidence(team: Team, stranger: User) -> None:
    for person in (team.auditor, stranger):
        with declined("not_permitted"):
            operations.complete_step(under_way(team), 1, by=person, evidence=STATED)


def test_the_api_completes_step_1_alone_by_hand(team: Team, api: Callable[..., Api]) -> None:
    record, program = under_way(team), api(team.owner)
    answer = program.post(f"/register/improvements/{record.pk}/steps/2/complete", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "step_wants_evidence")
    assert program.post(f"/register/improvements/{record.pk}/steps/1/complete", {}).json()["route"] == "d......"
    assert program.post(f"/register/improvements/{record.pk}/steps/8/complete", {}).status_code == 422


def test_a_quick_win_leaves_out_three_steps_together_and_claims_nothing(team: Team) -> None:
    asked = question(team)
    record = operations.answer_quick_win(asked, by=team.approver, granted=True, answer="")
    assert (record.route, record.is_quick_win) == (".s.s.s.", True)
    assert set(record.step_records.values_list("step", "state", "by")) == {
        (step, "skipped", team.approver.pk) for step in (2, 4, 6)}
    with declined("quick_win_claims_nothing"):
        operations.put_benefit(record, by=team.owner, given={
            "column": "verified", "what": "hours", "amount": Decimal(4), "unit": "hours", "evidence_kind": "series"})
    for step in (1, 3, 5, 7):
        record = operations.complete_step(record, step, by=team.owner, evidence=STATED)
    with declined("closed_as_quick_win_only"):
        operations.close(record, by=team.owner, closure=Closure.KEPT)
    assert operations.close(record, by=team.owner, closure=Closure.QUICK_WIN).state == State.CLOSED


def test_a_quick_win_that_is_measured_after_all_takes_the_whole_route(team: Team) -> None:
    record = operations.answer_quick_win(question(team), by=team.approver, granted=True, answer="")
    assert operations.reopen_step(record, 2, by=team.owner, reason="now we can count").is_quick_win is False


def test_whoever_asks_or_raised_it_does_not_approve(team: Team) -> None:
    accounts.grant(person=team.owner, to=team.teammate, unit=team.root, role=Role.APPROVER)
    asked = question(team)   # asked and raised by the teammate
    with declined("approver_is_requester"):
        operations.answer_quick_win(asked, by=team.teammate, granted=True, answer="")
    record = small(team)     # raised by the teammate, asked by the owner
    asked = operations.ask_for_quick_win(record, by=team.owner, reason="small")
    for person in (team.owner, team.teammate):
        with declined("approver_is_requester"):
            operations.answer_quick_win(asked, by=person, granted=True, answer="")


def test_no_is_an_answer_and_wants_a_reason(team: Team) -> None:
    asked = question(team)
    with declined("reason_is_wanted"):
        operations.answer_quick_win(asked, by=team.approver, granted=False, answer="")
    record = operations.answer_quick_win(asked, by=team.approver, granted=False, answer="count the calls")
    assert (record.route, record.is_quick_win) == (".......", False)
    with declined("is_answered_already"):
        operations.answer_quick_win(asked, by=team.approver, granted=True, answer="")


def test_what_is_not_small_is_no_quick_win(team: Team) -> None:
    record = under_way(team)
    with declined("effort_unknown"):
        operations.ask_for_quick_win(record, by=team.teammate, reason="small")
    operations.edit(record, by=team.owner, changes={"effort_days": Decimal("5.1")})
    with declined("too_large_for_quick_win"):
        operations.ask_for_quick_win(record, by=team.teammate, reason="small")


def test_done_wants_all_steps_and_stopped_wants_a_reason(team: Team) -> None:
    record = through(under_way(team), by=team.owner, until=6)
    with declined("steps_still_open"):
        operations.close(record, by=team.owner, closure=Closure.KEPT)
    with declined("reason_is_wanted"):
        operations.close(record, by=team.owner, closure=Closure.STOPPED)
    record = operations.complete_step(record, 7, by=team.owner, evidence=STATED)
    with declined("is_no_quick_win"):
        operations.close(record, by=team.owner, closure=Closure.QUICK_WIN)
    closed = operations.close(record, by=team.owner, closure=Closure.KEPT)
    with declined("record_is_closed"):
        operations.edit(closed, by=team.owner, changes={"title": "anew"})
    opened = operations.open_again(closed, by=team.owner, reason="the alarm rang")
    assert (opened.state, opened.closure, opened.route) == (State.UNDER_WAY, "", "ddddddd")


def test_on_hold_nothing_moves(team: Team) -> None:
    held = operations.put_on_hold(under_way(team), by=team.owner, reason="the vendor")
    with declined("not_under_way"):
        operations.complete_step(held, 1, by=team.owner, evidence=STATED)
    assert operations.resume(held, by=team.owner).state == State.UNDER_WAY


def test_an_idea_is_withdrawn_by_whoever_raised_it_or_as_a_double(team: Team) -> None:
    first, second = idea(team), idea(team)
    with declined("same_as_itself"):
        operations.withdraw(first, by=team.teammate, reason="twice", same_as=first)
    gone = operations.withdraw(first, by=team.teammate, reason="twice", same_as=second)
    assert (gone.state, gone.same_as) == (State.WITHDRAWN, second)
    with declined("not_permitted"):
        operations.withdraw(second, by=team.desk_member, reason="not mine")
    back = operations.open_again(gone, by=team.owner, reason="not the same")
    assert (back.state, back.same_as) == (State.IDEA, None)


def test_the_second_to_save_is_told(team: Team) -> None:
    record = under_way(team)
    operations.edit(record, by=team.owner, changes={"title": "one"}, seen=record.version)
    with declined("changed_meanwhile"):
        operations.edit(record, by=team.teammate, changes={"title": "two"}, seen=record.version)


def test_every_step_joins_the_audit_and_rows_of_steps_are_never_changed(team: Team) -> None:
    record = under_way(team)
    operations.skip_step(record, 2, by=team.owner, reason="why not")
    line = AuditLine.objects.get(action="register.skip_step", subject="register.steprecord")
    kept = StepRecord.objects.get(pk=int(line.subject_id))
    operations.reopen_step(record, 2, by=team.owner, reason="yes")
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == ("skipped", "why not")


def test_the_pages_take_a_record_through_step_1(team: Team, as_: Callable[[User | None], Client]) -> None:
    browser, goal = as_(team.owner), objective(team)
    answer = browser.post("/ideas/new", {"title": "Ask for the room", "idea": "Every call begins with it."})
    record = Improvement.objects.get()
    assert answer["Location"] == f"/improvements/{record.pk}"
    browser.post(f"/improvements/{record.pk}/state/take-on", {"owner": team.teammate.pk, "seen": record.version})
    page = browser.get(f"/improvements/{record.pk}/vision").content.decode()
    assert "Keep, and call step 1 done" in page
    record.refresh_from_db()
    both = {"entity": record.entity_id, "objective": goal.pk, "no_objective": "x", "seen": record.version, "complete": "yes"}
    assert b"Choose an objective, or say why none fits." in browser.post(f"/improvements/{record.pk}/vision", both).content
    browser.post(f"/improvements/{record.pk}/vision", both | {"no_objective": ""})
    record.refresh_from_db()
    assert (record.route, record.objective, record.owner) == ("d......", goal, team.teammate)
    answer = browser.post(f"/improvements/{record.pk}/steps/2/skip", {"reason": "nothing to count"})
    assert answer["Location"] == f"/improvements/{record.pk}?step=2"
    assert "“nothing to count”" in browser.get(f"/improvements/{record.pk}").content.decode()
