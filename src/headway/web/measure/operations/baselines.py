"""Baselines: frozen with their data's digest, signed, never changed; a rebasing adds another and keeps the former."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from headway.baseline import Baseline as NaturalState
from headway.baseline import natural_state
from headway.eventlog.refused import Refused
from headway.kpi.series import Series
from headway.report.plotted import ends
from headway.report.words.numbers import between, figure, number
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.version import VERSION
from headway.web.measure import kept
from headway.web.measure.models import Baseline, CapabilityAssessment, Kpi, Origin, PointSet
from headway.web.measure.queries.series import series_of
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.models import Improvement
from headway.web.register.operations import complete_step

STEP = 2
STATED = (EvidenceKind.SAMPLE, EvidenceKind.AUDIT_CHECK, EvidenceKind.ESTIMATE)   # kinds that a person states without points


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is frozen: the level with its range, on how much it stands."""

    kind: EvidenceKind
    level: float
    n: int = 0
    n_points: int = 0
    lower: float | None = None
    upper: float | None = None
    window: tuple[date, date] | None = None
    state: NaturalState | None = None


def freeze_baseline(
    *, person: User, improvement: Improvement, kpi: Kpi, since: date | None = None, until: date | None = None, remark: str = "",
) -> Baseline:
    """Freeze where a measure stands, from its stored points, and with it step 2 is done.

    `since` is the first day of the time that serves as baseline (else the library proposes its steady end), `until` the last.
    Raises `Declined` (`nothing_to_freeze`, `points_are_older`, `baseline_is_frozen`), `Refused` (`baseline_outside`).
    """
    demand(person, May.SIGN, unit=improvement.unit)
    with operation("measure.freeze_baseline", by=person, organisation=improvement.unit.organisation) as audit:
        row = _frozen(improvement, kpi, since=since, until=until, remark=remark, by=person)
        audit.line(row, after=facts_of(row))
        _done(row, by=person)
    return row


def rebase(
    *, person: User, baseline: Baseline, reason: str, since: date | None = None, until: date | None = None, remark: str = "",
) -> Baseline:
    """Take a new baseline of the same measure, signed and with its reason; the former one is kept and no longer in force."""
    demand(person, May.SIGN, unit=baseline.improvement.unit)
    if not reason.strip():
        raise Declined("rebasing_wants_a_reason", field="reason")
    if baseline.kpi is None:
        raise Declined("only_measures_are_rebased")
    with operation("measure.rebase", by=person, organisation=baseline.improvement.unit.organisation) as audit:
        former = Baseline.objects.select_for_update(of=("self",)).get(pk=baseline.pk)
        if former.replaced_at is not None:
            raise Declined("baseline_is_replaced")
        before = facts_of(former, "id", "replaced_at")
        former.replaced_at = timezone.now()
        former.save(update_fields=["replaced_at"])
        row = _frozen(baseline.improvement, baseline.kpi, since=since, until=until, remark=remark, by=person,
                      replaces=former, reason=reason)
        audit.line(former, before=before, after=facts_of(former, "id", "replaced_at"))
        audit.line(row, after=facts_of(row))
        _done(row, by=person)
    return row


def _frozen(
    improvement: Improvement, kpi: Kpi, *, since: date | None, until: date | None, remark: str, by: User,
    replaces: Baseline | None = None, reason: str = "",
) -> Baseline:
    row = Kpi.objects.select_for_update(of=("self",)).select_related("unit").get(pk=kpi.pk)
    if row.unit.organisation_id != improvement.unit.organisation_id:
        raise Declined("kpi_elsewhere")
    points = PointSet.objects.select_for_update(of=("self",)).filter(pk=row.newest_id or 0).first()
    if points is None or points.definition != row.definition:
        raise Declined("points_are_older", name=row.name)
    figures = frozen_figures(series_of(points), since=since, until=until, is_survey=row.origin == Origin.SURVEY, name=row.name)
    points.kept = True
    points.save(update_fields=["kept"])
    return _signed(Baseline(
        improvement=improvement, kpi=row, definition=row.definition, point_set=points, what=row.name,
        measured_in=row.measured_in, data_digest=points.data_digest, period=points.period, notes=points.findings,
        remark=remark, replaces=replaces, reason=reason), figures, by=by, beside={"points": points.digest})


def frozen_figures(series: Series, *, since: date | None, until: date | None, is_survey: bool, name: str) -> Figures:
    """The natural state of the chosen time. One point alone is a sample: it has a level and no limits."""
    if until is not None:
        # a period that runs past the last day is not whole, so it is left out
        series = replace(series, points=tuple(point for point in series.points
                                              if ends(point.starts_on, series.period) - timedelta(days=1) <= until))
    usable = [point for point in series.points if point.counts and (since is None or point.starts_on >= since)]
    if since is not None and series.points and not series.points[0].starts_on <= since <= series.points[-1].starts_on:
        raise Refused("baseline_outside", value=since.isoformat(), first=series.points[0].starts_on.isoformat(),
                      last=series.points[-1].starts_on.isoformat())
    if not usable:
        raise Declined("nothing_to_freeze", name=name)
    kind = EvidenceKind.SURVEY if is_survey else EvidenceKind.SERIES
    if len(usable) == 1:
        [only] = usable
        assert only.value is not None
        return Figures(kind=EvidenceKind.SURVEY if is_survey else EvidenceKind.SAMPLE, level=only.value, n=only.n, n_points=1,
                       window=(only.starts_on, ends(only.starts_on, series.period) - timedelta(days=1)))
    state = natural_state(series, baseline_from=since)
    assert state.now is not None
    lower, upper = state.usual or (None, None)
    last = state.phases[-1]
    return Figures(kind=kind, level=state.now, n=state.n_cases, n_points=state.n_points, lower=lower, upper=upper, state=state,
                   window=(last.starts_on, ends(last.ends_on, series.period) - timedelta(days=1)))


def state_baseline(
    *, person: User, improvement: Improvement, kind: str, what: str, measured_in: str, level: float, n: int = 0,
    lower: float | None = None, upper: float | None = None, remark: str = "",
) -> Baseline:
    """A baseline that a person states: of a sample, an audit check, or an estimate, which can open the step and never verify."""
    demand(person, May.SIGN, unit=improvement.unit)
    if kind not in STATED:
        raise Declined("kind_is_not_stated", kind=kind)
    if kind != EvidenceKind.ESTIMATE and not n:
        raise Declined("sample_without_cases", field="n")
    if (lower is not None and lower > level) or (upper is not None and upper < level):
        raise Declined("range_without_level", field="level")
    figures = Figures(kind=EvidenceKind(kind), level=level, n=n, lower=lower, upper=upper)
    with operation("measure.state_baseline", by=person, organisation=improvement.unit.organisation) as audit:
        row = _signed(Baseline(improvement=improvement, what=what, measured_in=measured_in, remark=remark), figures, by=person,
                      beside={"what": what, "unit": measured_in})
        audit.line(row, after=facts_of(row))
        _done(row, by=person)
    return row


def freeze_assessment(*, person: User, improvement: Improvement, assessment: CapabilityAssessment, remark: str = "") -> Baseline:
    """The capability of a practice as the baseline: the level that held."""
    demand(person, May.SIGN, unit=improvement.unit)
    if assessment.ended_at is None:
        raise Declined("assessment_is_open")
    if assessment.unit.organisation_id != improvement.unit.organisation_id:
        raise Declined("kpi_elsewhere")
    found = [[one.code, one.level, one.met] for one in assessment.findings.all()]
    figures = Figures(kind=EvidenceKind.CAPABILITY, level=float(assessment.level), n=len(found), window=(
        assessment.on, assessment.on))
    with operation("measure.freeze_assessment", by=person, organisation=improvement.unit.organisation) as audit:
        row = _signed(Baseline(improvement=improvement, assessment=assessment, what=assessment.entity.name,
                               measured_in="level", remark=remark), figures, by=person, beside={"findings": found})
        audit.line(row, after=facts_of(row))
        _done(row, by=person)
    return row


def _signed(row: Baseline, figures: Figures, *, by: User, beside: Mapping[str, Any]) -> Baseline:
    row.kind, row.level, row.lower, row.upper = figures.kind, figures.level, figures.lower, figures.upper
    row.n, row.n_points, row.signed_by, row.library = figures.n, figures.n_points, by, VERSION
    row.window_from, row.window_to = figures.window or (None, None)
    if figures.lower is not None and figures.upper is not None:
        row.spread = (figures.upper - figures.lower) / 2
    if figures.state is not None:
        row.state = kept.told_state(figures.state)
        row.chart, row.stable, row.moving = figures.state.chart, figures.state.stable, figures.state.moving
        row.visible = row.state["visible"]
    told = [row.kind, row.level, row.lower, row.upper, row.n, row.n_points, str(row.window_from), str(row.window_to),
            row.definition, row.data_digest, row.library, dict(beside)]
    row.digest = hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Declined("baseline_is_frozen", name=row.what) from None
    return row


def _done(row: Baseline, *, by: User) -> None:
    complete_step(row.improvement, STEP, by=by, evidence=Evidence(
        kind=EvidenceKind(row.kind), digest=row.digest, href=reverse("measure:baseline", args=[row.pk]), facts={
            "baseline": row.pk, "what": row.what, "level": spelt(row, row.level), "usual": spelt_range(row), "n": number(row.n),
            "stable": row.stable, "window_from": str(row.window_from or ""), "window_to": str(row.window_to or "")}))


def spelt(row: Baseline, value: float | None) -> str:
    """A figure of a baseline with its unit: "16.0 h", "69.9 %", "3 of 5"."""
    if row.point_set is not None:
        return figure(value, kept.kpi_of(row.point_set.told))
    return "–" if value is None else f"{value:g} {row.measured_in}".strip()


def spelt_range(row: Baseline) -> str:
    if row.lower is None or row.upper is None:
        return ""
    if row.point_set is not None:
        return between(row.lower, row.upper, kept.kpi_of(row.point_set.told))
    return f"{row.lower:g}–{row.upper:g} {row.measured_in}".strip()
