"""Judging takes seconds, so jobs do it: when somebody asks, and when newer points have come."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from headway.eventlog.refused import Refused
from headway.web.accounts.models import User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Run, job
from headway.web.ground.telling import Way, while_telling
from headway.web.register.states import LIVE
from headway.web.review import operations
from headway.web.review.closing import rates_of
from headway.web.review.judging import Rates
from headway.web.review.judging import judge as judgement_on
from headway.web.review.models import Question
from headway.web.review.queries.inputs import Inputs, after_of, before_of, inputs_of

LED_TO = ("improvement__organisation", "improvement__unit", "kpi__unit", "kpi__entity", "kpi__source__unit",
          "baseline__point_set", "target", "intervention")


@job("review.judge")
def judge(run: Run, *, question: int) -> None:
    """One look: the verdict, or the comparison that was refused. The same inputs are judged once."""
    row = Question.objects.select_related(*LED_TO).get(pk=question)
    page = reverse("review:question", args=[row.pk])   # where its answer is shown, whatever it is
    by = User.objects.filter(pk=run.job.person_id or 0).first()
    if row.ended_at is not None:
        with run.ending(leads_to=page):
            return
    inputs = inputs_of(row, look=row.verdicts.count() + 1)
    if inputs is None:
        raise Declined("nothing_to_judge", name=row.kpi.name)
    if stands(row, inputs):
        with run.ending(leads_to=page):
            operations.found_nothing_new(row, seen=inputs.inputs[0].points.pk)
        return
    _look(run, row, inputs, page=page, by=by)


def _look(run: Run, row: Question, inputs: Inputs, *, page: str, by: User | None) -> None:
    if row.looks_planned is not None and row.verdicts.count() >= row.looks_planned:
        raise Declined("looks_are_used_up", planned=row.looks_planned)
    try:
        refuse_unlike(row)
        rates = _rates(run, inputs)
        judged = judgement_on(inputs.comparison, rates)
    except Refused as refused:
        with run.ending(leads_to=page, refused=refused.code):
            operations.record_refused(row, refused, before=before_of(row.baseline), digest=inputs.digest, by=by,
                                      after=after_of(inputs.comparison.series, question=row), seen=inputs.inputs[0].points.pk)
        return
    with run.ending(leads_to=page, answer=judged.verdict.value):
        operations.record_verdict(row, judged, inputs, rates=rates, by=by)


def _rates(run: Run, inputs: Inputs) -> Rates | None:
    """What is judged in place of points; counting it from a large log takes longer than a lease."""
    logs = inputs.logs
    if logs is None:
        return None
    way = Way(stages={"measure": 100})
    return while_telling(lambda: rates_of(inputs.comparison, logs, progress=way.note), way=way, run=run)


def refuse_unlike(row: Question) -> None:
    """A baseline of one measure says nothing about another, nor about a later definition of its own.

    Raises `Refused`: `unlike_measures`.
    """
    baseline = row.baseline
    if baseline.kpi_id != row.kpi_id:
        raise Refused("unlike_measures", before=f"“{baseline.what}”", after=f"“{row.kpi.name}”")
    if baseline.definition != row.kpi.definition:
        raise Refused("unlike_measures", before=f"“{baseline.what}”, definition {baseline.definition},",
                      after=f"“{row.kpi.name}”, definition {row.kpi.definition},")


def stands(row: Question, inputs: Inputs) -> bool:
    """Whether the answer to these very inputs is in force already."""
    return any(rows.filter(replaced_at=None, digest=inputs.digest).exists() for rows in (row.verdicts, row.refused))


@job("review.keep_up", every=timedelta(minutes=10))
def keep_up(run: Run) -> None:
    """Where newer points have come than were judged, judge them; planned looks wait for somebody to ask."""
    rows = (Question.objects.filter(ended_at=None, looks_planned=None, improvement__state__in=LIVE, kpi__newest__isnull=False,
                                    intervention__withdrawn_at=None)
            .exclude(Q(seen__isnull=False) & Q(seen=F("kpi__newest"))).values_list("pk", "kpi__newest"))
    for pk, newest in rows:
        jobs.ask("review.judge", key=f"points-{pk}-{newest}", question=pk)


@job("review.letters_of_the_day", every=timedelta(days=1))
def letters_of_the_day(run: Run) -> None:
    """Tell owners which verdicts can be looked at again."""
    operations.remind(timezone.localdate())
