"""Baselines as their pages and the improvement's panel show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from headway.analyse import Measure
from headway.kpi.definition import Kpi
from headway.report.plotted import plotted
from headway.report.section.charts import figure_of
from headway.report.words import charts
from headway.report.words import measures as said
from headway.report.words.numbers import NONE, between, figure, number
from headway.report.words.opening import visible_after
from headway.report.words.page import change_line
from headway.web.accounts.models import User
from headway.web.accounts.queries import may
from headway.web.accounts.roles import May
from headway.web.measure import kept, models
from headway.web.measure.queries.kpi_page import Account, Seen, accounts_of, stable_words, window_of
from headway.web.measure.queries.rows import safe
from headway.web.measure.queries.series import series_of
from headway.web.register.models import Improvement


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineLine:
    """A baseline in one line. `stable` says so in words, also where it can't be told."""

    pk: int
    what: str
    kind: str
    level: str
    usual: str
    stands_on: str
    window: str
    stable: str
    signed_at: datetime
    signed_by: str
    in_force: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinePage:
    line: BaselineLine
    chart: SafeString | None
    moving: str
    seen: tuple[Seen, ...]
    findings: tuple[Account, ...]
    digest: str
    data_digest: str
    library: str
    remark: str
    replaced_by: int | None
    replaces: int | None


@dataclass(frozen=True, slots=True)
class StepValue:
    """What the improvement's page shows of step 2."""

    baselines: tuple[BaselineLine, ...]
    replaced: int
    may_sign: bool


def of_improvement(improvement: Improvement) -> QuerySet[models.Baseline]:
    return (models.Baseline.objects.filter(improvement=improvement).select_related("kpi", "point_set", "signed_by")
            .defer("state", "notes", "point_set__state", "point_set__findings").order_by("replaced_at", "pk"))


def line_of(row: models.Baseline) -> BaselineLine:
    kpi = _kpi(row)
    told = {None: _("can't be told: too few points"), True: _("stable"), False: _("not stable")}
    return BaselineLine(
        pk=row.pk, what=row.what, kind=row.get_kind_display(), level=spelt(row.level, kpi, row),
        usual=_usual(row, kpi), stands_on=_stands_on(row), window=window_of(row.window_from, row.window_to),
        stable=told[row.stable] if row.kind in ("series", "survey") else "", signed_at=row.signed_at,
        signed_by=str(row.signed_by), in_force=row.replaced_at is None, reason=row.reason)


def _kpi(row: models.Baseline) -> Kpi | None:
    return kept.kpi_of(row.point_set.told) if row.point_set is not None else None


def spelt(value: float | None, kpi: Kpi | None, row: models.Baseline) -> str:
    if kpi is not None:
        return figure(value, kpi)
    if value is None:
        return NONE
    if row.kind == "capability":
        return _("level %(level)s of 5") % {"level": int(value)}
    return f"{value:g} {row.measured_in}".strip()


def _usual(row: models.Baseline, kpi: Kpi | None) -> str:
    if row.lower is None or row.upper is None:
        return NONE
    return between(row.lower, row.upper, kpi) if kpi is not None else f"{row.lower:g}–{row.upper:g} {row.measured_in}".strip()


def _stands_on(row: models.Baseline) -> str:
    if row.n_points > 1:
        return _("%(cases)s cases in %(points)s points") % {"cases": number(row.n), "points": number(row.n_points)}
    return _("%(cases)s cases") % {"cases": number(row.n)} if row.n else _("no cases: somebody's estimate")


def baseline_page(row: models.Baseline) -> BaselinePage:
    """One baseline, drawn from what was frozen: the points and the natural state of that day."""
    chart, moving = None, ""
    if row.point_set is not None and row.state:
        measure = Measure(series=series_of(row.point_set), baseline=kept.state_of(row.state))
        drawn = plotted(measure)
        chart = safe(figure_of(drawn, title=charts.title(measure))) if drawn is not None else None
        moving = said.moving(measure)
    successor = models.Baseline.objects.filter(replaces=row).values_list("pk", flat=True).first()
    line = line_of(row)
    if row.state:
        line = _with_stable(line, stable_words(kept.state_of(row.state)))
    return BaselinePage(
        line=line, chart=chart, moving=moving, digest=row.digest, data_digest=row.data_digest, library=row.library,
        seen=tuple(Seen(change_line(one["change"]), visible_after(one["weeks"], one["reason"])) for one in row.visible),
        findings=accounts_of(kept.findings_of(row.notes)), remark=row.remark, replaced_by=successor, replaces=row.replaces_id)


def _with_stable(line: BaselineLine, words: str) -> BaselineLine:
    return replace(line, stable=words)


def step_panel(improvement: Improvement, person: User) -> StepValue:
    """The panel of step 2: what is in force, and how many were replaced. One query."""
    rows = list(of_improvement(improvement))
    return StepValue(baselines=tuple(line_of(row) for row in rows if row.replaced_at is None),
                     replaced=sum(row.replaced_at is not None for row in rows),
                     may_sign=may(person, May.SIGN, unit=improvement.unit))
