"""Ideas: two fields, by people who sign in and by the public link; the next iteration; letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from headway.web.accounts.models import User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import run_until_idle
from headway.web.register import operations
from headway.web.register.letters import Occasion
from headway.web.register.models import IdeaLink, Improvement, StepRecord
from headway.web.register.states import RaisedFrom, State
from headway.web.vision.models import Entity, EntityKind
from web.people import MARK, Team
from web.register.examples import idea, objective, public, service, under_way, whole

IDEA = {"title": "Fewer forms", "idea": "Three ask for the same."}


@pytest.fixture
def mailing(settings: object) -> None:
    settings.MAIL_IS_SENT = True   # type: ignore[attr-defined]
    run_until_idle()
    mail.outbox.clear()


def to() -> list[str]:
    run_until_idle()
    found = sorted(letter.to[0].partition("@")[0] for letter in mail.outbox)
    mail.outbox.clear()
    return found


@pytest.fixture
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_an_idea_needs_a_title_and_lands_in_the_organisations_own_backlog(team: Team,
                                                                         as_: Callable[[User | None], Client]) -> None:
    browser = as_(team.approver)   # who is no contributor
    assert b"Fill this in." in browser.post("/ideas/new", {"title": " "}).content
    browser.post("/ideas/new", IDEA)
    made = Improvement.objects.get()
    assert (made.entity, made.unit, made.state, made.raised_by, made.origin, made.title) == (
        whole(team), team.root, State.IDEA, team.approver, RaisedFrom.IDEA, "Fewer forms")


def test_an_idea_asked_from_a_services_page_belongs_to_it(team: Team, as_: Callable[[User | None], Client]) -> None:
    mail_service = service(team)
    as_(team.teammate).post(f"/ideas/new?entity={mail_service.pk}", IDEA)
    assert Improvement.objects.get().unit == team.desk


def test_an_auditor_files_nothing(team: Team, as_: Callable[[User | None], Client]) -> None:
    assert "Your role does not allow this" in as_(team.auditor).post("/ideas/new", IDEA).content.decode()
    assert not Improvement.objects.exists()


@pytest.mark.usefixtures("_no_attempts_yet")
def test_the_public_link_is_closed_until_an_administrator_opens_it(team: Team, as_: Callable[[User | None], Client]) -> None:
    assert as_(None).get("/ideas/from/anything").status_code == 404
    assert as_(team.teammate).get("/ideas/link").status_code == 403
    browser = as_(team.owner)
    browser.post("/ideas/link", {"entity": whole(team).pk, "is_open": "on"})
    link = IdeaLink.objects.get()
    assert link.word in browser.get("/ideas/link").content.decode()
    nobody = as_(None)
    assert b"It is in the register now" in nobody.post(f"/ideas/from/{link.word}", IDEA).content
    made = Improvement.objects.get()
    assert (made.raised_by, made.origin, made.organisation) == (None, RaisedFrom.PUBLIC_IDEA, team.organisation)
    browser.post("/ideas/link", {"entity": whole(team).pk, "is_open": "on", "anew": "on"})
    assert nobody.get(f"/ideas/from/{link.word}").status_code == 404
    browser.post("/ideas/link", {"entity": whole(team).pk})
    link.refresh_from_db()
    assert nobody.post(f"/ideas/from/{link.word}", IDEA).status_code == 404
    with pytest.raises(Declined, match=r"^idea_link_is_closed"):
        operations.file_public_idea(link, title="late", idea="")


@pytest.mark.usefixtures("_no_attempts_yet")
def test_one_place_leaves_few_ideas_in_a_while(team: Team, as_: Callable[[User | None], Client]) -> None:
    word, nobody = public(team).word, as_(None)
    answers = [nobody.post(f"/ideas/from/{word}", IDEA).status_code for _ in range(8)]
    assert answers == [200] * 6 + [429] * 2
    assert Improvement.objects.count() == 6


def test_the_public_page_tells_nothing_but_the_organisations_name(team: Team, as_: Callable[[User | None], Client]) -> None:
    idea(team, title=f"{MARK} secret plan")
    page = as_(None).get(f"/ideas/from/{public(team).word}").content.decode()
    assert "secret plan" not in page
    assert team.organisation.name in page


def test_the_next_iteration_begins_where_the_last_one_was(team: Team) -> None:
    goal = objective(team)
    first = operations.edit(under_way(team), by=team.owner, changes={
        "objective": goal, "owner": team.teammate, "factors": {"value": 3}, "practices": ["practice/problem_management"]})
    second = operations.next_iteration(first, by=team.teammate, title="Again", idea="The remaining four")
    assert (second.previous, second.objective, second.owner, second.factors, second.practices) == (
        first, goal, team.teammate, {"value": 3}, ["practice/problem_management"])
    assert (second.state, second.route, second.number) == (State.IDEA, ".......", "I-000002")
    assert not StepRecord.objects.filter(improvement=second).exists()


def test_a_record_is_no_part_of_itself(team: Team) -> None:
    one, two = idea(team), idea(team)
    operations.edit(two, by=team.owner, changes={"parent": one})
    for above in (one, two):
        with pytest.raises(Declined, match=r"^part_of_itself"):
            operations.edit(one, by=team.owner, changes={"parent": above})


@pytest.mark.usefixtures("mailing")
def test_letters_go_to_whom_it_concerns_and_not_to_who_acts(team: Team) -> None:
    record = operations.edit(idea(team), by=team.owner, changes={"owner": team.approver, "sponsor": team.owner})
    assert to() == ["approver"]
    operations.comment(record, by=team.teammate, text="look")
    assert to() == ["approver"]
    operations.take_on(record, by=team.owner)
    assert to() == ["approver", "teammate"]
    operations.skip_step(record, 2, by=team.owner, reason="no")
    assert to() == ["approver", "teammate"]   # who comments watches


@pytest.mark.usefixtures("mailing")
def test_who_wants_no_letters_of_a_kind_gets_none(team: Team, as_: Callable[[User | None], Client]) -> None:
    as_(team.approver).post("/me/letters", {"wanted": [Occasion.COMMENT.value]})
    record = operations.edit(idea(team), by=team.owner, changes={"owner": team.approver})
    assert to() == []
    operations.comment(record, by=team.teammate, text="look")
    assert to() == ["approver"]


@pytest.mark.usefixtures("mailing")
def test_who_no_longer_sees_a_record_gets_no_letter(team: Team) -> None:
    lan = Entity.objects.create(unit=team.network, kind=EntityKind.SERVICE, name="LAN")
    operations.edit(idea(team, entity=lan), by=team.owner, changes={"owner": team.desk_member})
    assert to() == []


@pytest.mark.usefixtures("mailing")
def test_the_letters_of_the_day_go_out_once(team: Team) -> None:
    record, today = under_way(team), date(2026, 11, 25)
    operations.edit(record, by=team.teammate, changes={
        "owner": team.owner, "due_on": today, "review_on": today - timedelta(days=2)})
    to()
    assert operations.remind(today) == 2
    operations.remind(today)
    assert to() == ["owner", "owner"]
    operations.remind(today + timedelta(days=7))
    assert to() == []


def test_without_a_mail_server_nothing_is_asked_for(team: Team, no_jobs_left: None) -> None:
    made = idea(team)
    jobs.run_until_idle()   # what says much the same
    operations.edit(made, by=team.owner, changes={"owner": team.approver})
