"""The closing rates that a look at a measure of waiting is judged by, counted from the log of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from headway.eventlog.refused import Refused
from headway.kpi.closing_series import ClosingSeries
from headway.verdict import share_that_counts, short_past
from headway.web.act.models import Intervention
from headway.web.ground.jobs import Run
from headway.web.measure.waiting import closing_rate_of, is_of_waiting
from headway.web.review.judging import KINDS
from headway.web.review.models import Question, Role
from headway.web.review.queries.inputs import Input, Inputs, newest_points, usable_controls
from headway.workbench.of_a_log import MOST_LIKE, TOO_LITTLE
from headway.workbench.points import settled


def with_rates(inputs: Inputs, question: Question, run: Run) -> Inputs:
    """The same with the closing rate of every measure of waiting in it that was counted from a log.

    Raises `Declined` (`points_are_behind`), `Refused` (`no_baseline`, `horizon_not_mature`, `no_tickets`).
    """
    change, first = question.intervention, inputs.inputs[0]
    share = _share(first, change) if is_of_waiting(first.points) else None
    rated: list[Input] = []
    for place, one in enumerate(inputs.inputs):
        run.progress(done=place, total=len(inputs.inputs))
        if (found := _rated(one, change, share=share)) is not None:
            rated.append(found)
    own = rated[0].rate
    rates = {one.name: one.rate for one in rated if one.role == Role.CONTROL and one.rate is not None}
    alone = own is not None and not rates and short_past(own, change.starts_on)
    balances = iter([one.rate for one in rated if one.role == Role.BALANCE])
    comparison = replace(
        inputs.comparison, rate=own, rates=rates, like=dict(_like(question, share=share)) if alone else None,
        balancing=[replace(one, rate=next(balances)) for one in inputs.comparison.balancing])
    return replace(inputs, comparison=comparison, inputs=tuple(rated))


def _rated(one: Input, change: Intervention, *, share: float | None) -> Input | None:
    """With its closing rate. None: a control whose tickets tell too little; such a balancing measure keeps to its points."""
    if not is_of_waiting(one.points):
        return one
    try:
        return replace(one, rate=closing_rate_of(
            one.points, change=change.starts_on, until=change.undone_on,
            share=_share(one, change) if one.role == Role.BALANCE else share))
    except Refused as refused:
        if one.role == Role.MEASURE or refused.code not in TOO_LITTLE:
            raise
        return one if one.role == Role.BALANCE else None


def _share(one: Input, change: Intervention) -> float | None:
    return share_that_counts(settled(one.series), kind=KINDS[one.series.kpi.unit], change=change.starts_on)


def _like(question: Question, *, share: float | None) -> Iterator[tuple[str, ClosingSeries]]:
    """The same measure of other entities that whoever asked may see: their noise is like its own."""
    if question.asked_by is None:
        return
    change = question.intervention
    for kpi in usable_controls(question.asked_by, question.kpi, change=change)[:MOST_LIKE]:
        points = newest_points(kpi)
        if points is None or not is_of_waiting(points):
            continue
        try:
            rate = closing_rate_of(points, change=change.starts_on, until=change.undone_on, share=share)
        except Refused as refused:
            if refused.code not in TOO_LITTLE:
                raise
            continue
        if rate is not None:
            yield kpi.entity.name, rate
