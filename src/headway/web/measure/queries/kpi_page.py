"""A measure's page as finished values: the chart with its table, natural limits, stable or not, what could be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from headway.analyse import Measure
from headway.baseline import Baseline
from headway.eventlog.quality import Finding
from headway.kpi.definition import Kpi
from headway.report.plotted import plotted
from headway.report.section.charts import figure_of
from headway.report.words import charts, quality
from headway.report.words import measures as said
from headway.report.words import seen as seen_words
from headway.report.words.numbers import NONE, between, figure, number, span, times
from headway.report.words.opening import visible_after
from headway.report.words.page import change_line
from headway.web.measure import kept, models
from headway.web.measure.queries.rows import line_of, moving_of, safe, why_empty
from headway.web.measure.queries.series import series_of


@dataclass(frozen=True, slots=True)
class Seen:
    """How long a change of this size would take to show."""

    change: str
    after: str


@dataclass(frozen=True, slots=True)
class Account:
    """A finding of data quality: what was found, what was done about it, how often."""

    found: str
    done: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Where a measure stands, in words and figures, from a natural state that was stored."""

    now: str
    usual: str
    stable: str
    moving: str
    stands_on: str
    window: str
    scale: str
    seen_head: str
    seen: tuple[Seen, ...]
    seen_notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiPage:
    """`level` and `chart` are None where nothing can be shown; `empty` then says why."""

    pk: int
    name: str
    line: str
    title: str
    family: str
    direction: str
    empty: str
    chart: SafeString | None
    level: Level | None
    recorded: str
    source: str
    source_pk: int | None
    as_of: datetime | None
    measured_at: datetime | None
    definition: int
    digest: str
    library: str
    findings: tuple[Account, ...]


def kpi_page(row: models.Kpi) -> KpiPage:
    """The page of a row that was read with its entity, source and newest points. One query more: the points."""
    points = row.newest if row.newest is not None and row.newest.definition == row.definition else None
    level, chart, title = None, None, row.name
    if points is not None and not points.empty_because:
        series, state = series_of(points), kept.state_of(points.state)
        measure = Measure(series=series, baseline=state)
        level = level_of(measure, moving=moving_of(points, series.kpi))
        drawn = plotted(measure)
        if drawn is not None:
            title = charts.title(measure)
            chart = safe(figure_of(drawn, title=title))
    return KpiPage(
        pk=row.pk, name=row.name, line=line_of(row), title=title, family=row.get_family_display(),
        direction=row.get_direction_display(), empty="" if level is not None else why_empty(row), chart=chart, level=level,
        recorded=_recorded(points), source=row.source.name if row.source else row.get_origin_display(), source_pk=row.source_id,
        as_of=points.as_of if points else None, measured_at=points.measured_at if points else None, definition=row.definition,
        digest=points.digest if points else "", library=points.library if points else "",
        findings=accounts_of(kept.findings_of(points.findings)) if points else ())


def _recorded(points: models.PointSet | None) -> str:
    """The plain figure over all, for reading, not for claiming."""
    if points is None or points.value is None:
        return ""
    kpi = kept.kpi_of(points.told)
    return _("%(value)s as recorded, n %(n)s") % {"value": figure(points.value, kpi), "n": number(points.n)}


def level_of(measure: Measure, *, moving: str) -> Level:
    state, kpi = measure.baseline, measure.series.kpi
    last = state.phases[-1] if state.phases else None
    head, way = seen_words.change_of(kpi)
    return Level(
        now=figure(state.now, kpi), usual=between(*state.usual, kpi) if state.usual else NONE, stable=stable_words(state),
        moving=moving, stands_on=_("%(cases)s cases in %(points)s points") % {
            "cases": number(state.n_cases), "points": number(state.n_points)},
        window=span(last.starts_on, last.ends_on, short=True, joined=" – ") if last else NONE,
        scale=_("in logarithms; a geometric mean") if state.scale == "log" else "",
        seen_head=f"{head}, {way}" if way else head,
        seen=tuple(Seen(change_line(one.change), visible_after(one.weeks, one.reason)) for one in state.visible),
        seen_notes=tuple(seen_words.notes([measure])))


def stable_words(state: Baseline) -> str:
    """Stable, not stable with the number of signals, or too few points to say: not knowing is a result."""
    if state.stable is None:
        return _("can't be told yet: too few points")
    if state.stable:
        return _("yes: nothing but its usual ups and downs")
    many = len(state.phases[-1].signals)
    return _("no: %(many)s signals beyond the usual ups and downs") % {"many": many} if many != 1 else _(
        "no: one signal beyond the usual ups and downs")


def accounts_of(findings: tuple[Finding, ...]) -> tuple[Account, ...]:
    told = map(quality.account, findings)
    return tuple(Account(one.found, one.done, times(one.count, one.unit.removesuffix("s"))) for one in told)


def name_of(kpi: Kpi) -> str:
    return said.called(kpi).name


def window_of(first: date | None, last: date | None) -> str:
    return NONE if first is None or last is None else span(first, last, short=True, joined=" – ")
