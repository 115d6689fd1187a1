"""Asking whether a change did what it was meant to, by one measure; asking for another look; asking no more."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.act.models import Intervention
from headway.web.aim.models import Target
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure.models import Direction, Kpi
from headway.web.register.models import Improvement
from headway.web.register.states import State
from headway.web.review.models import Question
from headway.web.review.queries.inputs import standing_baseline, usable_controls

MOST_CONTROLS = 20


def ask(
    *, person: User, intervention: Intervention, kpi: Kpi, controls: Sequence[Kpi] = (), looks_planned: int | None = None,
    picked_from: int = 1,
) -> tuple[Question, jobs.Job]:
    """Ask of a change by a measure; a job judges it. A question that is open on the same two ends with it.

    Its verdict stays until the new question has one.

    Raises `Declined`: not_under_way, change_is_withdrawn, kpi_elsewhere, no_good_side, no_baseline_to_judge, control_unfit,
    too_many_controls, bad_looks_planned, bad_number_picked_from.
    """
    improvement = intervention.improvement
    demand(person, May.CONTRIBUTE, unit=improvement.unit)
    _demand_askable(improvement, intervention, kpi)
    _demand_numbers(looks_planned, picked_from)
    baseline = standing_baseline(improvement, kpi)
    if baseline is None:
        raise Declined("no_baseline_to_judge", number=improvement.number)
    _demand_fit(person, kpi, intervention, controls)
    with operation("review.ask", by=person, organisation=improvement.organisation) as audit:
        former = (Question.objects.select_for_update(of=("self",))
                  .filter(intervention=intervention, kpi=kpi, ended_at=None).first())
        if former is not None:
            former.ended_at = timezone.now()
            former.version += 1
            former.save()
            audit.line(former, before={"ended_at": None}, after=facts_of(former, "ended_at"))
        target = Target.objects.filter(baseline=baseline, kpi=kpi, withdrawn_at=None).first()
        row = Question.objects.create(
            improvement=improvement, intervention=intervention, kpi=kpi, baseline=baseline, target=target, asked_by=person,
            looks_planned=looks_planned, picked_from=picked_from, asked_at=timezone.now())
        row.controls.set(controls)
        audit.line(row, after=facts_of(row) | {"controls": [control.pk for control in controls]})
        job = jobs.ask("review.judge", by=person.pk, question=row.pk)
    return row, job


def ask_for_look(question: Question, *, person: User) -> jobs.Job:
    """Look again now: one of the looks that were planned, or whatever newer points say."""
    demand(person, May.CONTRIBUTE, unit=question.improvement.unit)
    with operation("review.ask_for_look", by=person, organisation=question.improvement.organisation) as audit:
        newest = locked(question)
        if newest.ended_at is not None:
            raise Declined("question_is_ended")
        if newest.looks_planned is not None and newest.verdicts.count() >= newest.looks_planned:
            raise Declined("looks_are_used_up", planned=newest.looks_planned)
        newest.save()
        job = jobs.ask("review.judge", by=person.pk, question=newest.pk)
        audit.line(newest, after={"look": True})
    return job


def end_question(question: Question, *, person: User) -> Question:
    """Ask no more: its verdicts stay as they are, and newer points are no longer judged by it."""
    demand(person, May.CONTRIBUTE, unit=question.improvement.unit)
    with operation("review.end_question", by=person, organisation=question.improvement.organisation) as audit:
        newest = locked(question)
        if newest.ended_at is not None:
            raise Declined("question_is_ended")
        newest.ended_at = timezone.now()
        newest.save()
        audit.line(newest, before={"ended_at": None}, after=facts_of(newest, "ended_at"))
    return newest


def _demand_askable(improvement: Improvement, intervention: Intervention, kpi: Kpi) -> None:
    if improvement.state != State.UNDER_WAY:
        raise Declined("not_under_way", number=improvement.number)
    if intervention.withdrawn_at is not None:
        raise Declined("change_is_withdrawn", field="intervention")
    if kpi.unit.organisation_id != improvement.organisation_id:
        raise Declined("kpi_elsewhere", field="kpi")
    if kpi.direction == Direction.NEITHER:
        raise Declined("no_good_side", field="kpi", name=kpi.name)


def _demand_numbers(looks_planned: int | None, picked_from: int) -> None:
    if looks_planned is not None and not 1 <= looks_planned <= 200:
        raise Declined("bad_looks_planned", field="looks_planned")
    if not 1 <= picked_from <= 1000:
        raise Declined("bad_number_picked_from", field="picked_from")


def _demand_fit(person: User, kpi: Kpi, intervention: Intervention, controls: Sequence[Kpi]) -> None:
    if len(controls) > MOST_CONTROLS:
        raise Declined("too_many_controls", field="controls", most=MOST_CONTROLS)
    fit = set(usable_controls(person, kpi, change=intervention).values_list("pk", flat=True)) if controls else set()
    for control in controls:
        if control.pk not in fit:
            raise Declined("control_unfit", field="controls", name=control.name)
