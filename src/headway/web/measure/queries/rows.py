"""Measures as lists show them: a line each, finished; nothing is left to compute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from headway.analyse import Measure
from headway.baseline import Baseline
from headway.eventlog.refused import Refused
from headway.framework import pack
from headway.kpi.catalogue import BY_ID
from headway.kpi.definition import Clock, Direction, Given, Kpi, Unit
from headway.kpi.definition import Family as FamilyOfMeasure
from headway.kpi.series import Period, Point, Series
from headway.report.chart.icons import moving_icon
from headway.report.chart.sparkline import sparkline
from headway.report.words import measures as said
from headway.report.words.numbers import NONE, between, figure, number
from headway.web.measure import models
from headway.web.measure.words import EMPTY
from headway.web.vision.queries.packs import term_label

FAMILIES = tuple(models.Family)
NO_DRAWING = SafeString("")


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """A measure in a line. `empty` says why there is nothing to show; then the figures are "–"."""

    pk: int
    name: str
    entity: str
    entity_pk: int
    family: str
    line: str
    drawing: SafeString
    now: str
    usual: str
    moving: str
    icon: SafeString
    n: str
    as_of: datetime | None
    empty: str


def with_figures(rows: QuerySet[models.Kpi]) -> QuerySet[models.Kpi]:
    """The rows with what a list shows of their newest points, without what only a chart needs."""
    return rows.select_related("entity", "source", "newest").defer("newest__state", "newest__told", "newest__findings")


def row_of(row: models.Kpi) -> KpiRow:
    """One line, from a row that `with_figures` read."""
    points, kpi = row.newest, worn(row)
    stale = points is None or points.definition != row.definition
    if points is None or stale or points.empty_because or (points.now is None and points.value is None):
        return _line(row, kpi, empty=why_empty(row))
    moving, now = moving_of(points, kpi), points.now if points.now is not None else points.value
    return _line(row, kpi, drawing=_drawing(row, kpi, points), now=figure(now, kpi),
                 usual=NONE if points.lower is None or points.upper is None else between(points.lower, points.upper, kpi),
                 moving=moving, icon=safe(moving_icon(points.moving or "too_few", moving)),
                 n=number(points.n) if points.n else NONE, as_of=points.as_of)


def _line(row: models.Kpi, kpi: Kpi, *, empty: str = "", now: str = NONE, usual: str = NONE, moving: str = "", n: str = NONE,
          drawing: SafeString = NO_DRAWING, icon: SafeString = NO_DRAWING, as_of: datetime | None = None) -> KpiRow:
    return KpiRow(pk=row.pk, name=row.name, entity=row.entity.name, entity_pk=row.entity_id, family=row.family,
                  line=line_of(row), drawing=drawing, now=now, usual=usual, moving=moving, icon=icon, n=n, as_of=as_of,
                  empty=empty)


def rows_of(rows: Iterable[models.Kpi]) -> tuple[KpiRow, ...]:
    return tuple(map(row_of, rows))


def worn(row: models.Kpi) -> Kpi:
    """As much of a definition as figures need to be written: unit, clock, good side, name."""
    return Kpi(id=row.measure or f"own_{row.pk}", version=row.definition, unit=Unit(row.measured_in), part=Given(),
               direction=Direction(row.direction), family=FamilyOfMeasure(row.family), label=row.name,
               clock=Clock.BUSINESS if row.on_business_clock else Clock.CALENDAR)


def line_of(row: models.Kpi) -> str:
    """The second line under a name: the aspect that it tells of, and what it counts."""
    counts, aspect = _counts(row), term_label(row.aspect, chosen=pack(), written_in=row.pack)
    return counts if not aspect or aspect.casefold() in row.name.casefold() else f"{aspect} – {counts}"


def _counts(row: models.Kpi) -> str:
    if row.meaning:
        return row.meaning
    if row.measure in BY_ID:
        told = said.called(BY_ID[row.measure]).line
        return _("%(line)s; business hours") % {"line": told} if row.on_business_clock else told
    return str(models.Origin(row.origin).label)


def why_empty(row: models.Kpi) -> str:
    """Why there is nothing to show, in the library's words where they are its reasons."""
    points = row.newest
    code = "" if points is None or points.definition != row.definition else points.empty_because or "no_points"
    if code in EMPTY:
        return str(EMPTY[code])
    try:
        kpi = BY_ID[row.measure] if row.measure in BY_ID else worn(row)
        return said.empty(Series(kpi=kpi, period=Period.WEEK, n=0, value=None, empty_because=code))
    except Refused:
        return code


def moving_of(points: models.PointSet, kpi: Kpi) -> str:
    state = points.moving or "too_few"
    if state == "moving" and kpi.direction is not Direction.NEITHER:
        return _("moving both ways")
    return said.MOVING.get(state, state)


def _drawing(row: models.Kpi, kpi: Kpi, points: models.PointSet) -> SafeString:
    """The small course, from the values that counting has kept for it."""
    first = date(2000, 1, 3)   # its days are not shown
    course = tuple(Point(first + timedelta(days=7 * place), 1, value) for place, value in enumerate(points.course))
    series = Series(kpi=kpi, period=Period.WEEK, n=points.n, value=points.value, points=course)
    state = Baseline(chart="none", rule_set="", n_points=points.n_points, n_cases=points.n, moving=points.moving or "too_few")
    drawn = sparkline(Measure(series=series, baseline=state))
    return safe(drawn) if drawn is not None else NO_DRAWING


def safe(markup: str) -> SafeString:
    """The library's drawings: made of numbers and of texts that it has escaped."""
    return mark_safe(markup)
