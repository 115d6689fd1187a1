"""The page of an improvement and its one-page report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from headway.report.pdf import find_browser
from headway.web.accounts.models import User
from headway.web.aim.models import Balancing
from headway.web.board import printing
from headway.web.board.queries.story import story
from headway.web.ground.jobs import run_until_idle
from headway.web.register import queries
from headway.web.register.models import Benefit
from headway.web.review import operations
from headway.web.review.models import DecisionKind, Verdict
from web.people import MARK, Team
from web.register.examples import under_way
from web.review import scene

As = Callable[[User | None], Client]


@pytest.fixture
def judged(team: Team) -> scene.Scene:
    made = scene.scene(team, target="12h")
    Balancing.objects.create(improvement=made.improvement, given="10%", tolerated=.1, set_by=team.owner,
                             kpi=scene.kpi(team, made.entity, scene.resolved(factor=1), name=f"{MARK} other desk"))
    Benefit.objects.create(improvement=made.improvement, column="expected", what="exams", amount=400, unit="exams")
    scene.verdict(made)
    return made


def page_of(made: scene.Scene, as_: As) -> str:
    return as_(made.team.owner).get(f"/board/improvements/{made.improvement.pk}").content.decode()


def test_the_page_reads_the_stored_verdict_aloud_and_draws_it(judged: scene.Scene, as_: As) -> None:
    page, verdict = page_of(judged, as_), Verdict.objects.get(replaced_at=None)
    assert all(part in page for part in ("is now at", "Why “reached”", "Change of the level", verdict.digest[:12]))
    assert page.count('class="chart-svg only-') == 2
    assert '<summary data-key="t">' in page


def test_a_refused_comparison_stands_in_the_open_and_leads_to_the_fair_one(judged: scene.Scene, as_: As) -> None:
    scene.refused(judged)
    page = page_of(judged, as_)
    assert "Not compared" in page
    assert "It is the verdict above." in page
    assert f"{MARK} hours to first response" in page


def test_what_must_not_get_worse_stands_with_what_is_tolerated(judged: scene.Scene, team: Team) -> None:
    found = story(queries.record(team.owner, judged.improvement.pk), person=team.owner, now=timezone.now())
    (row,) = found.balances
    assert row.name == f"{MARK} other desk"
    assert row.tolerated == "10 %"
    assert row.state in ("kept", "cannot_tell")
    assert "balance-line" in row.drawing


def test_without_a_verdict_the_page_claims_nothing(team: Team, as_: As) -> None:
    early = as_(team.owner).get(f"/board/improvements/{under_way(team, title=f'{MARK} early').pk}").content.decode()
    assert "Nothing is measured yet" in early
    changed = scene.scene(team, target="12h")
    page = page_of(changed, as_)
    assert "no verdict says yet" in page
    assert 'class="gap ' in page


def test_the_history_holds_steps_looks_decisions_and_the_change(judged: scene.Scene, team: Team) -> None:
    operations.decide(Verdict.objects.get(replaced_at=None), person=team.owner, kind=DecisionKind.KEEP, reason=f"{MARK} works")
    found = story(queries.record(team.owner, judged.improvement.pk), person=team.owner, now=timezone.now())
    words = {row.word for row in found.past}
    assert {"Verdict", "Decided", "Changed", "Step 2 done", "Step 3 skipped", "Raised"} <= words
    assert [row.on for row in found.past] == sorted((row.on for row in found.past), reverse=True)
    assert found.stops[5].state == "done"


def test_the_report_is_one_file_that_fetches_nothing(judged: scene.Scene, as_: As) -> None:
    answer = as_(judged.team.owner).get(f"/board/improvements/{judged.improvement.pk}/report.html")
    page = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert not any(word in page for word in ('src="', "url(http", "<link"))
    assert all(part in page for part in ("is now at", "exams a year", f"{MARK} other desk"))


@pytest.mark.skipif(find_browser() is None, reason="no browser here that prints")
def test_the_report_is_printed_by_a_job_for_the_person_who_asked(judged: scene.Scene, team: Team, as_: As) -> None:
    browser, place = as_(team.owner), f"/board/improvements/{judged.improvement.pk}"
    assert browser.get(f"{place}/report.pdf").status_code == 404
    asked = browser.post(f"{place}/print")
    run_until_idle()
    assert browser.get(asked["Location"])["Location"] == f"{place}#sponsor"
    assert f'href="{place}/report.pdf"' in browser.get(place).content.decode()
    content = browser.get(f"{place}/report.pdf").content
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type/Page/") + content.count(b"/Type /Page ") <= 1
    assert as_(team.teammate).get(f"{place}/report.pdf").status_code == 404, "a print is its asker's"


def test_prints_are_swept_away_after_a_day(team: Team) -> None:
    row = under_way(team)
    printing.keep(b"%PDF-", person=team.owner.pk, improvement=row.pk)
    printing.sweep(timezone.now())
    assert printing.printed(team.owner, row) == b"%PDF-"
    printing.sweep(timezone.now() + timedelta(days=2))
    assert printing.printed(team.owner, row) is None
