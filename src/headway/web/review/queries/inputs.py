"""What a question is judged from: stored points and the log behind them, the change, the target, what else happened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from headway.engine.part import Tie
from headway.kpi.series import Series
from headway.report.plotted import ends
from headway.report.words.numbers import NONE, figure, number, span
from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight
from headway.web.act.models import Intervention, OtherEvent, Recording
from headway.web.aim.models import Balancing as BalancingRow
from headway.web.ground.version import VERSION
from headway.web.measure import kept
from headway.web.measure.models import Baseline, Kpi, PointSet
from headway.web.measure.queries import ties
from headway.web.measure.queries.series import series_of
from headway.web.measure.waiting import Tickets, tickets_of
from headway.web.register.models import Improvement
from headway.web.review.closing import Logs, by_field
from headway.web.review.judging import Balancing, Comparison
from headway.web.review.models import Question, Role
from headway.web.vision.models import Entity, EntityKind

DAYS_AROUND = timedelta(days=90)   # other events further from the change than this are left to their own page


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A series with what it is in the verdict."""

    role: Role
    name: str
    kpi: Kpi
    points: PointSet
    tolerated: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that one look takes in. `digest` tells these inputs from all others."""

    comparison: Comparison
    inputs: tuple[Input, ...]
    logs: Logs | None
    digest: str
    circumstances: dict[str, Any]


def inputs_of(question: Question, *, look: int) -> Inputs | None:
    """What the question would be judged from now; None where its measure has no points."""
    points = newest_points(question.kpi)
    if points is None:
        return None
    change, target, means = question.intervention, question.target, ties_of(question.kpi)
    inputs = (Input(role=Role.MEASURE, name=question.kpi.name, kpi=question.kpi, points=points),
              *_controls(question, points), *_balances(question))
    series = {one: _until(series_of(one.points), change.undone_on) for one in inputs}
    comparison = Comparison(
        series=series[inputs[0]], change=change.starts_on, change_name=change.what, in_full=_in_full(change),
        undone_on=change.undone_on,
        target=target.value if target is not None else None, smallest=target.smallest if target is not None else None,
        looks=(look, question.looks_planned), picked_from=question.picked_from,
        part=by_field(means or ()),
        controls={one.name: series[one] for one in inputs if one.role == Role.CONTROL},
        balancing=[Balancing(name=one.name, series=series[one], tolerated=one.tolerated) for one in inputs
                   if one.tolerated is not None])
    logs = logs_of(inputs, means=means)
    return Inputs(comparison=comparison, inputs=inputs, logs=logs, digest=_digest(question, comparison, inputs, logs),
                  circumstances=_circumstances(change))


def logs_of(inputs: Sequence[Input], *, means: Sequence[Tie] | None) -> Logs | None:
    """The tickets behind the series; None where those of the measure itself, tied by `means`, lie in no log.

    Raises `Declined`: `points_are_behind` where the log has newer tickets than the points were counted from.
    """
    own, *others = inputs
    tickets = tickets_of(own.kpi, own.points, means=means)
    if tickets is None:
        return None
    found: dict[str, dict[str, Tickets]] = {Role.CONTROL: {}, Role.BALANCE: {}}
    for one in others:
        if (beside := tickets_of(one.kpi, one.points)) is not None:
            found[one.role][one.name] = beside
    return Logs(own=tickets, controls=found[Role.CONTROL], balances=found[Role.BALANCE])


def newest_points(kpi: Kpi) -> PointSet | None:
    """The points of a measure as it is defined now; None where there are none."""
    found = PointSet.objects.filter(pk=kpi.newest_id or 0, definition=kpi.definition, empty_because="").first()
    return found if found is not None and found.points.exists() else None


def _until(series: Series, undone_on: date | None) -> Series:
    """The periods that ended before a change was undone: later ones tell nothing of it."""
    if undone_on is None:
        return series
    return replace(series, points=tuple(point for point in series.points if ends(point.starts_on, series.period) <= undone_on))


def _in_full(change: Intervention) -> date | None:
    return change.in_full_on if change.in_full_on is not None and change.in_full_on > change.starts_on else None


def _controls(question: Question, points: PointSet) -> Iterator[Input]:
    """Those that were chosen, by their entities' names; one on other periods or without points is left out."""
    for kpi in question.controls.select_related("entity", "source__unit").order_by("pk"):
        found = newest_points(kpi)
        if found is not None and found.period == points.period:
            yield Input(role=Role.CONTROL, name=kpi.entity.name, kpi=kpi, points=found)


def _balances(question: Question) -> Iterator[Input]:
    rows = BalancingRow.objects.filter(improvement=question.improvement_id, withdrawn_at=None)
    for row in rows.select_related("kpi__entity", "kpi__source__unit").order_by("pk"):
        found = newest_points(row.kpi)
        if found is not None:
            yield Input(role=Role.BALANCE, name=row.kpi.name, kpi=row.kpi, points=found,
                        tolerated=row.tolerated)


def ties_of(kpi: Kpi) -> tuple[Tie, ...] | None:
    """The values that choose a measure's tickets; None where all of a log are its, or none of any."""
    return ties.of_entity(kpi.entity, kpi.source) if kpi.source is not None else None


def _digest(question: Question, comparison: Comparison, inputs: tuple[Input, ...], logs: Logs | None) -> str:
    told = [question.kpi_id, question.kpi.definition, question.baseline.digest, str(comparison.change), comparison.change_name,
            str(comparison.in_full), str(question.intervention.undone_on), comparison.target, comparison.smallest,
            question.looks_planned, comparison.picked_from, VERSION,
            [[one.role, one.name, one.points.digest, one.tolerated] for one in inputs]]
    if logs is not None:   # the same tickets, chosen by the same values, on the same hours
        told.append([[one.points.data_digest, one.points.facts.get("ties")] for one in inputs])
        told.append([logs.own.hours, logs.own.country])
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def _circumstances(change: Intervention) -> dict[str, Any]:
    """What else could explain a difference, as it was known on the day of the look."""
    near = (change.starts_on - DAYS_AROUND, change.starts_on + DAYS_AROUND)
    events = OtherEvent.objects.filter(improvement=change.improvement_id).filter(
        Q(starts_on__range=near) | Q(starts_on__lt=near[0], ends_on__gte=near[0])).order_by("starts_on", "pk")
    return {"exposed": change.exposed, "reach": change.get_reach_display(),
            "recording": change.recording if change.recording != Recording.NO else "",
            "recording_note": change.recording_note,
            "events": [{"on": str(event.starts_on), "what": event.what, "note": event.note} for event in events]}


def usable_controls(person: User, kpi: Kpi, *, change: Intervention | None = None) -> QuerySet[Kpi]:
    """The same measure of other entities: not of those exposed to the change, nor of what holds or belongs to this one.

    Which of them are trusted is decided by their time before the change alone (headway.verdict.controls).
    """
    entity = kpi.entity
    near = {*ties.with_descendants(entity), *_holding(entity.parent_id)}
    if change is not None:
        near |= set(change.entities.values_list("pk", flat=True))
    rows = Kpi.objects.filter(in_sight(person), unit__organisation=kpi.unit.organisation_id, retired_on=None,
                              measured_in=kpi.measured_in, newest__isnull=False)
    same = (Q(measure=kpi.measure, own_measure=kpi.own_measure, on_business_clock=kpi.on_business_clock)
            if kpi.measure or kpi.own_measure else Q(origin=kpi.origin, name=kpi.name))
    return (rows.filter(same).exclude(pk=kpi.pk).exclude(entity__in=near).exclude(entity__kind=EntityKind.ORGANISATION)
            .select_related("entity").order_by("entity__name", "pk"))


def _holding(parent: int | None) -> Iterator[int]:
    """What holds an entity, upwards."""
    while parent is not None:
        yield parent
        parent = Entity.objects.filter(pk=parent).values_list("parent", flat=True).first()


def standing_baseline(improvement: Improvement, kpi: Kpi) -> Baseline | None:
    """The baseline in force of this measure; else that of another one, against which the comparison will be refused."""
    rows = Baseline.objects.filter(improvement=improvement, replaced_at=None).select_related("kpi", "point_set")
    found = sorted(rows.order_by("pk"), key=lambda row: row.kpi_id != kpi.pk)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what it is of and what it stands on."""

    what: str
    figure: str
    note: str


def before_of(baseline: Baseline) -> Figure:
    """The figure that the baseline froze."""
    kpi = kept.kpi_of(baseline.point_set.told) if baseline.point_set is not None else None
    told = figure(baseline.level, kpi) if kpi is not None else NONE if baseline.level is None else (
        f"{baseline.level:g} {baseline.measured_in}".strip())
    when = span(baseline.window_from, baseline.window_to, short=True) if baseline.window_from and baseline.window_to else ""
    return Figure(baseline.what, told, ", ".join(filter(None, (f"n {number(baseline.n)}" if baseline.n else "", when))))


def after_of(series: Series | None, *, question: Question) -> Figure:
    """The plain figure of the measure since the change: every case counts as much; for reading, not for claiming."""
    what, change = question.kpi.name, question.intervention.starts_on
    told = [point for point in series.points if point.starts_on >= change and point.value is not None] if series else []
    cases = sum(max(point.n, 1) for point in told)
    if series is None or not cases:
        return Figure(what, NONE, "")
    level = sum(max(point.n, 1) * (point.value or 0.0) for point in told) / cases
    last = ends(told[-1].starts_on, series.period) - timedelta(days=1)
    return Figure(what, figure(level, series.kpi), f"n {number(cases)}, {span(told[0].starts_on, last, short=True)}")
