"""A measure of waiting that is counted in a log is judged by its closing rate, as the command judges the same file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from numpy.random import default_rng

import headway
from headway.sample import KnownEffect, help_desk
from headway.sample.rows import ticket_rows
from headway.web.act.models import Intervention, Recording
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import run_next, run_until_idle
from headway.web.measure import operations as measuring
from headway.web.measure.models import Kpi, Source, Upload
from headway.web.register import operations as register
from headway.web.review import kept, operations
from headway.web.review.judging import judge
from headway.web.review.kept_rates import rates_of
from headway.web.review.models import Question, Role, Verdict
from headway.web.review.queries.inputs import inputs_of
from headway.web.vision.models import Entity, SourceValue
from headway.workbench.demo import DEMO_CHANGE, DEMO_SEED
from headway.workbench.files import csv_text
from web.measure import made as measures
from web.people import MARK, Team
from web.register import examples as records

pytestmark = pytest.mark.django_db
WITHIN, MEAN = "within_24h", "time_to_resolve_mean_30d"
CHANGE = DEMO_CHANGE[0]


def log_of(*, weeks: int) -> bytes:
    """The worked example's help desk, with the change that cuts times by a quarter, as it stands after so many weeks."""
    desk = help_desk(rng=default_rng(DEMO_SEED), starts_on=date(2025, 9, 1), weeks=weeks,
                     change=KnownEffect(starts_on=CHANGE, factor=.75))
    return csv_text(ticket_rows(desk)).encode()


def asked(team: Team, source: Source, *, measure: str, change: date, entity: Entity | None = None,
          controls: Sequence[Kpi] = ()) -> Question:
    """A measure of a log with a baseline and a change, judged."""
    entity = entity or measures.whole(team)
    improvement = records.under_way(team, entity=entity, title=f"{MARK} quicker")
    register.complete_first_step(improvement, by=team.owner)
    kpi, = measuring.add_shipped(person=team.owner, entity=entity, source=source, measures=[measure])
    run_until_idle()
    kpi = Kpi.objects.select_related("entity__unit", "unit__organisation", "source").get(pk=kpi.pk)
    measuring.freeze_baseline(person=team.owner, improvement=improvement, kpi=kpi, until=change - timedelta(days=1))
    for step in (3, 4, 5):
        register.skip_step(improvement, step, by=team.owner, reason=f"{MARK}: not what is tested")
    intervention = Intervention.objects.create(improvement=improvement, what=f"{MARK} chatbot", starts_on=change,
                                               set_by=team.owner, exposed=MARK, recording=Recording.NO)
    question, _ = operations.ask(person=team.owner, intervention=intervention, kpi=kpi, controls=controls, looks_planned=None)
    run_until_idle()
    return question


def in_force(question: Question) -> Verdict:
    return Verdict.objects.get(question=question, replaced_at=None)


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "tickets.csv"
    path.write_bytes(log_of(weeks=40))
    return path


def taken_in(team: Team, tickets: Path) -> Source:
    source = measures.source(team)
    upload = measures.taken_in(team, source, tickets.read_bytes())
    assert upload.state == "taken_in"
    return source


@pytest.mark.parametrize("measure", [MEAN, WITHIN])
def test_the_verdict_on_the_worked_example_is_what_the_command_says(team: Team, tickets: Path, measure: str) -> None:
    row = in_force(asked(team, taken_in(team, tickets), measure=measure, change=CHANGE))
    alone = headway.did_we_get_there(tickets, change=CHANGE, kpi=measure, looks=(1, None))
    assert said(row.told) == said(alone.to_json())
    assert row.counted["own"]["strata"] >= 1


def said(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("verdict", "effect", "reasons", "checks", "n", "method")}


def test_a_part_of_a_log_is_judged_as_the_command_judges_it(team: Team, tickets: Path) -> None:
    source, service = taken_in(team, tickets), measures.service(team)
    value = SourceValue.objects.filter(field="service").exclude(value="").order_by("-tickets", "pk")[0].value
    measures.means(team, value, service, field="service")
    row = in_force(asked(team, source, measure=MEAN, change=CHANGE, entity=service))
    alone = headway.did_we_get_there(tickets, change=CHANGE, kpi=MEAN, looks=(1, None), only={"service": value})
    assert said(row.told) == said(alone.to_json())


def test_a_control_whose_tickets_told_too_little_is_no_input_of_the_verdict(team: Team, tickets: Path) -> None:
    source, own, other = taken_in(team, tickets), measures.service(team), measures.service(team, f"{MARK} other")
    values = SourceValue.objects.filter(field="service").exclude(value="").order_by("-tickets", "pk")
    for value, entity in zip(values, (own, other), strict=False):
        measures.means(team, value.value, entity, field="service")
    control, = measuring.add_shipped(person=team.owner, entity=other, source=source, measures=[MEAN])
    question = asked(team, source, measure=MEAN, change=CHANGE, entity=own, controls=[control])
    row = in_force(question)
    assert list(row.counted["controls"]) == [other.name]
    assert [one.name for one in row.inputs.filter(role=Role.CONTROL)] == [other.name]
    inputs, rates = inputs_of(question, look=2), rates_of(row.counted)
    assert inputs is not None
    assert rates is not None
    alone = replace(rates, controls={})   # as `closing.rates_of` leaves one out that tells too little
    newer = operations.record_verdict(question, judge(inputs.comparison, alone), inputs, rates=alone, by=None)
    assert [one.role for one in newer.inputs.all()] == [Role.MEASURE]


def test_what_was_counted_is_kept_and_gives_the_same_verdict_again(team: Team, tickets: Path) -> None:
    question = asked(team, taken_in(team, tickets), measure=MEAN, change=CHANGE)
    row = in_force(question)
    inputs = inputs_of(question, look=row.look)
    assert inputs is not None
    assert inputs.digest == row.digest
    again = judge(inputs.comparison, rates_of(row.counted))
    assert kept.told_judgement(again) == row.drawn


def test_newer_tickets_are_judged_anew_once_they_are_counted_and_the_former_verdict_stays(team: Team) -> None:
    source = measures.source(team)
    measures.taken_in(team, source, log_of(weeks=32))
    question = asked(team, source, measure=MEAN, change=CHANGE)
    former = in_force(question)
    measuring.upload(person=team.owner, source=source, name="newer.csv", holds="tickets",
                     chunks=[log_of(weeks=40)])
    while Upload.objects.filter(state="waiting").exists():
        run_next()
    with pytest.raises(Declined, match="points_are_behind"):   # nothing is judged from two states of a log
        inputs_of(Question.objects.get(pk=question.pk), look=2)
    run_until_idle()
    jobs.ask("review.keep_up")
    run_until_idle()
    newer = in_force(question)
    former.refresh_from_db()
    assert former.replaced_at is not None
    assert newer.look == 2
    assert newer.counted["own"]["starts"][-1] > former.counted["own"]["starts"][-1]
    assert newer.digest != former.digest


def test_a_job_whose_worker_was_killed_is_done_once_by_the_next(team: Team) -> None:
    source = measures.source(team)
    measures.taken_in(team, source, log_of(weeks=32))
    question = asked(team, source, measure=MEAN, change=CHANGE)
    Verdict.objects.filter(question=question).delete()
    jobs.ask("review.judge", question=question.pk)
    first = jobs.claim()
    assert first is not None   # and here its worker dies
    jobs.Job.objects.filter(pk=first.job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    run_until_idle()
    with pytest.raises(jobs.LeaseLost):   # it was only slow, and comes back: what it found is not written twice
        jobs._KINDS["review.judge"].handler(first, question=question.pk)
    assert Verdict.objects.filter(question=question).count() == 1


def test_a_change_that_was_undone_is_judged_by_the_tickets_before_that(team: Team) -> None:
    source = measures.source(team)
    measures.taken_in(team, source, log_of(weeks=40))
    question = asked(team, source, measure=MEAN, change=CHANGE)
    undone = CHANGE + timedelta(weeks=5)
    Intervention.objects.filter(pk=question.intervention_id).update(undone_on=undone)
    jobs.ask("review.judge", question=question.pk)
    run_until_idle()
    assert in_force(question).counted["own"]["starts"][-1] < str(undone)
