"""Pages of step 6: what stands on them, how many queries they take, and that reading writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.ground.jobs import run_until_idle
from headway.web.ground.models import Job
from headway.web.register.models import Watcher
from headway.web.review import operations
from headway.web.review.models import Verdict
from headway.web.vision.agenda import AgendaAsked, sorts
from web.asking import Api
from web.people import MARK, Team
from web.review import scene

MOST_QUERIES = 12
As = Callable[[User | None], Client]


def read(browser: Client, address: str) -> tuple[str, list[str]]:
    """A page and the statements that it took; a first look fills what is read once a process."""
    browser.get(address)
    with CaptureQueriesContext(connection) as taken:
        answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode(), [query["sql"] for query in taken.captured_queries]


@pytest.fixture
def made(team: Team) -> scene.Scene:
    return scene.scene(team)


@pytest.mark.parametrize("name", ["review:verdicts", "review:verdict", "review:improvement", "register:improvement"])
def test_a_page_takes_few_queries_and_writes_nothing(name: str, made: scene.Scene, as_: As) -> None:
    row = scene.verdict(made)
    scene.refused(made)
    operations.decide(row, person=made.team.owner, kind="keep", reason="It holds.")
    words = {"review:verdicts": [], "review:verdict": [row.pk]}.get(name, [made.improvement.pk])
    address = reverse(name, args=words) + ("?step=6" if name == "register:improvement" else "")
    page, taken = read(as_(made.team.owner), address)
    assert MARK in page
    if name != "register:improvement":   # the register tells of its own page
        assert len(taken) <= MOST_QUERIES, "\n".join(taken)
    assert not [sql for sql in taken if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_list_takes_as_many_queries_for_many_verdicts(team: Team, as_: As) -> None:
    first = scene.verdict(scene.scene(team))
    _, one = read(as_(team.owner), reverse("review:verdicts"))
    for number in range(3):
        scene.verdict(scene.scene(team, title=f"{MARK} {number}"))
    page, many = read(as_(team.owner), reverse("review:verdicts"))
    assert len(many) == len(one)
    assert page.count("data-row") == 4
    assert first.headline in page


def test_a_verdict_is_read_with_sentence_chart_grounds_and_digest(made: scene.Scene, as_: As) -> None:
    row = scene.verdict(made)
    page, _ = read(as_(made.team.owner), reverse("review:verdict", args=[row.pk]))
    for piece in ('class="says"', 'class="interval', 'class="chart course"', "Same measure on both sides", row.digest,
                  row.library):
        assert piece in page
    assert "style=" not in page
    assert "<script>" not in page


def test_the_step_on_the_improvements_page_shows_the_verdict_and_what_was_refused(made: scene.Scene, as_: As) -> None:
    row = scene.verdict(made)
    no = scene.refused(made)
    page, _ = read(as_(made.team.owner), reverse("register:improvement", args=[made.improvement.pk]) + "?step=6")
    assert reverse("review:verdict", args=[row.pk]) in page
    assert no.before_figure.replace(" ", "\u00a0") in page or no.before_figure in page
    assert no.after_figure in page
    assert "The fair comparison, same measure on both sides" in page


def test_a_refusal_without_a_fair_comparison_leads_to_it(made: scene.Scene, as_: As) -> None:
    scene.refused(made)
    page, _ = read(as_(made.team.owner), reverse("review:improvement", args=[made.improvement.pk]))
    assert f"?kpi={made.kpi.pk}&amp;intervention={made.change.pk}" in page


def test_asking_in_the_browser_ends_on_the_verdict(made: scene.Scene, as_: As) -> None:
    browser, address = as_(made.team.owner), reverse("review:ask", args=[made.improvement.pk])
    page = browser.get(address).content.decode()
    assert made.kpi.name in page
    answer = browser.post(address, {"intervention": made.change.pk, "kpi": made.kpi.pk, "looks_planned": "", "picked_from": "1"})
    assert answer["Location"].startswith("/jobs/")
    run_until_idle()
    job = Job.objects.filter(kind="review.judge").get()
    found = browser.get(job.leads_to)
    assert found["Location"] == reverse("review:verdict", args=[Verdict.objects.get().pk])


def test_asking_says_what_is_missing(team: Team, as_: As) -> None:
    from web.register import examples as records

    row = records.under_way(team)
    page = as_(team.owner).get(reverse("review:ask", args=[row.pk])).content.decode()
    assert "A baseline is missing" in page
    assert "A dated change is missing" in page


def test_a_decision_in_the_browser_wants_its_reason(made: scene.Scene, as_: As) -> None:
    row = scene.verdict(made)
    address, browser = reverse("review:decide", args=[row.pk]), as_(made.team.owner)
    assert browser.post(address, {"kind": "keep", "reason": " "}).status_code == 200
    assert not row.decisions.exists()
    assert browser.post(address, {"kind": "keep", "reason": "It holds."}).status_code == 302
    assert row.decisions.get().reason == "It holds."


def test_what_is_due_is_listed_on_the_agenda_and_written_about_once(made: scene.Scene, as_: As, settings: Any) -> None:
    settings.MAIL_IS_SENT = True
    row = scene.verdict(made)
    made.improvement.owner = made.team.teammate
    made.improvement.save()
    today = timezone.localdate()
    Verdict.objects.filter(pk=row.pk).update(look_again_on=today - timedelta(days=1))
    assert operations.remind(today) == 1
    operations.remind(today)
    letter = Job.objects.get(kind="ground.mail")
    assert letter.arguments["to"] == made.team.teammate.email
    assert row.says in letter.arguments["text"]
    page, _ = read(as_(made.team.owner), reverse("review:verdicts") + "?due")
    assert MARK in page
    found = {sort.code: sort.find(AgendaAsked(unit=made.team.root, as_of=today)) for sort in sorts()}
    assert (found["verdicts_due"].total, found["gains_lost"].total) == (1, 0)


def test_a_gain_lost_by_newer_points_is_written_about_and_put_on_the_agenda(made: scene.Scene, settings: Any) -> None:
    settings.MAIL_IS_SENT = True
    row = scene.verdict(made)
    Watcher.objects.create(improvement=made.improvement, person=made.team.teammate)
    back = [(day, (value or 0) * 2.2, n) for day, value, n in scene.resolved(factor=1)[38:]]
    scene.give(made.team, made.kpi, back)
    operations.ask_for_look(row.question, person=made.team.owner)
    run_until_idle()
    assert row.question.verdicts.get(replaced_at=None).answer == "worse"
    assert any("The verdict is another one" in job.arguments["subject"] for job in Job.objects.filter(kind="ground.mail"))
    found = {sort.code: sort.find(AgendaAsked(unit=made.team.root, as_of=timezone.localdate())) for sort in sorts()}
    assert found["gains_lost"].total == 1


def test_the_same_over_the_api(made: scene.Scene, api: Callable[..., Api]) -> None:
    program = api(made.team.owner)
    asked = program.post(f"/review/improvements/{made.improvement.pk}/questions",
                         {"intervention_id": made.change.pk, "kpi_id": made.kpi.pk})
    assert asked.status_code == 201
    run_until_idle()
    [row] = program.get("/review/verdicts").json()["items"]
    assert row["answer"] == "improved"
    whole = program.get(f"/review/verdicts/{row['id']}").json()
    assert whole["verdict"]["schema"] == "headway/verdict/1"
    assert [one["role"] for one in whole["inputs"]] == ["measure"]
    decided = program.post(f"/review/verdicts/{row['id']}/decisions", {"kind": "keep", "reason": "It holds."})
    assert decided.status_code == 201
    scene.refused(made)
    told = program.get(f"/review/improvements/{made.improvement.pk}").json()
    assert told["refused"][0]["code"] == "unlike_measures"
    assert "are two measures" in told["refused"][0]["message"]
    assert program.post(f"/review/questions/{asked.json()['id']}/end").status_code == 204
    assert program.post(f"/review/questions/{asked.json()['id']}/looks").json()["code"] == "question_is_ended"


def test_hostile_names_stay_text(team: Team, as_: As) -> None:
    made = scene.scene(team, name="<script>alert(1)</script>")
    row = scene.verdict(made)
    scene.refused(made)
    for address in (reverse("review:verdict", args=[row.pk]), reverse("review:improvement", args=[made.improvement.pk]),
                    reverse("review:verdicts")):
        assert "<script>alert" not in read(as_(team.owner), address)[0]
