"""The three statements that matter: where we stand, whether it moves, how big a change must be to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, log
from statistics import fmean

from headway.analyse.assessment import Measure, Said
from headway.eventlog.quality import Quality
from headway.eventlog.refused import Fact
from headway.kpi.definition import Unit
from headway.kpi.measured import Measured
from headway.kpi.series import Point

# Which measure speaks for the service, in the order in which people ask.
LEVELS = ("time_to_resolve_median", "first_response_median", "sla_kept", "backlog", "arrivals")
MOVES = ("within_24h", "within_72h", "within_8h", "time_to_resolve_median", "sla_kept", "first_response_median",
         "satisfaction", "reopened", "backlog")
SEEN = ("time_to_resolve_mean_30d", *MOVES)
MIDDLE = (.1, .9)          # a share outside says little about movement: it has no room on one side
FIRST_WEEKS = 4            # "at first" is the first four weeks: a month, whatever the weekday it begins on
TOLD = (.2, .1, .3, .5)    # a fifth first: the size of most improvements that are claimed


def opening(measures: Sequence[Measure], measured: Measured, quality: Quality) -> tuple[Said, ...]:
    """At most three statements, each a code with its facts; fewer where there is less to say."""
    whole = {measure.series.kpi.id: measure for measure in measures if not measure.series.slice}
    said = [_level(whole, quality), _move(whole, measured, quality), _visible(whole)]
    return tuple(statement for statement in said if statement is not None)


def _level(whole: dict[str, Measure], quality: Quality) -> Said | None:
    """Where we stand, as recorded."""
    median, p90 = whole.get("time_to_resolve_median"), whole.get("time_to_resolve_p90")
    if median and p90 and median.series.value is not None and p90.series.value is not None:
        facts: dict[str, Fact] = {"median_hours": median.series.value, "p90_hours": p90.series.value,
                                  "n": median.series.n, "clock": median.series.kpi.clock.value}
        if any(finding.code == "dates_only" for finding in quality.findings):
            facts["days_only"] = 1
        mean = whole.get("time_to_resolve_mean")
        if mean and mean.series.value is not None:
            facts["mean_hours"] = mean.series.value
        return Said("level", facts)
    for kpi in (*LEVELS, *whole):
        measure = whole.get(kpi)
        if measure and measure.series.value is not None:
            return Said("level_share", {"kpi": kpi, "value": measure.series.value, "n": measure.series.n})
    return None


def _move(whole: dict[str, Measure], measured: Measured, quality: Quality) -> Said | None:
    """Whether it moves: a fall that the end of the log makes is said before any other movement."""
    for finding in quality.findings:
        if finding.code == "fall_is_censoring":
            return Said("censored", finding.facts)
    spoken = [whole[kpi] for kpi in _ordered(whole)]
    for measure in spoken:
        if measure.baseline.moving in ("better", "worse") and (told := _moved(measure)):
            return told
    for measure in spoken:
        if measure.baseline.moving == "steady" and measure.baseline.phases and measure.baseline.usual:
            return _steady(measure, measured)
    for measure in spoken:
        if measure.series.points:
            return Said("too_few", {"kpi": measure.series.kpi.id, "n_points": measure.baseline.n_points,
                                    "period": measured.period.value})
    return None


def _ordered(whole: dict[str, Measure]) -> list[str]:
    """Measures that can speak, those whose shares have room on both sides first."""
    there = [kpi for kpi in (*MOVES, *whole) if kpi in whole and whole[kpi].series.value is not None]
    unique = list(dict.fromkeys(there))
    return sorted(unique, key=lambda kpi: not _has_room(whole[kpi]))


def _has_room(measure: Measure) -> bool:
    value = measure.series.value
    return measure.series.kpi.unit is not Unit.SHARE or (value is not None and MIDDLE[0] <= value <= MIDDLE[1])


def _moved(measure: Measure) -> Said | None:
    """Before and since: the first weeks beside the stretch that is proposed, signed or opened by a recorded change."""
    baseline, points = measure.baseline, [point for point in measure.series.points if point.counts]
    since = baseline.proposed_from or baseline.signed_from or (
        baseline.phases[-1].starts_on if len(baseline.phases) > 1 else None)
    if since is None or baseline.now is None or not points:
        return None
    first = _between(points, points[0].starts_on, min(since, points[0].starts_on + timedelta(weeks=FIRST_WEEKS)))
    later = _between(points, since, None)
    before = _pooled(first, baseline.scale)
    if before is None or not later:
        return None
    facts: dict[str, Fact] = {
        "kpi": measure.series.kpi.id, "since": since.isoformat(), "before": before, "now": baseline.now,
        "before_n": sum(point.n for point in first), "now_n": sum(point.n for point in later),
    }
    if baseline.proposed_from is not None:
        facts["baseline_from"] = since.isoformat()
    return Said(f"moved_{baseline.moving}", facts)


def _between(points: Sequence[Point], first: date, until: date | None) -> list[Point]:
    return [point for point in points if first <= point.starts_on and (until is None or point.starts_on < until)]


def _pooled(points: Sequence[Point], scale: str) -> float | None:
    """The level of the points as the baseline tells its own: the geometric mean of hours, else weighted by cases."""
    told = [(point.n, point.value) for point in points if point.value is not None]
    cases = sum(n for n, _ in told)
    if not cases:
        return None
    if scale == "log":
        return exp(fmean([log(value) for _, value in told]))
    return sum(n * value for n, value in told) / cases


def _steady(measure: Measure, measured: Measured) -> Said:
    baseline = measure.baseline
    assert baseline.usual is not None
    return Said("steady", {
        "kpi": measure.series.kpi.id, "centre": baseline.phases[-1].centre, "lower": baseline.usual[0],
        "upper": baseline.usual[1], "n_points": baseline.n_points, "period": measured.period.value,
    })


def _visible(whole: dict[str, Measure]) -> Said | None:
    """The smallest change worth naming that could be seen, and the next smaller one that could not."""
    candidates = [whole[kpi] for kpi in SEEN if kpi in whole and whole[kpi].baseline.visible]
    for measure in candidates:
        weeks = {effect.change: effect for effect in measure.baseline.visible}
        for change in TOLD:
            effect = weeks.get(change)
            if effect is None or effect.weeks is None:
                continue
            facts: dict[str, Fact] = {"kpi": measure.series.kpi.id, "change": change, "weeks": effect.weeks}
            smaller = [other for other in measure.baseline.visible if other.change < change and other.weeks is None]
            if smaller:
                facts |= {"also": smaller[-1].change, "also_reason": smaller[-1].reason}
            return Said("visible", facts | _noise(measure))
    for measure in candidates:
        largest = measure.baseline.visible[-1]
        told: dict[str, Fact] = {"kpi": measure.series.kpi.id, "change": largest.change, "reason": largest.reason}
        return Said("not_visible", told | _noise(measure))
    return None


def _noise(measure: Measure) -> dict[str, Fact]:
    return {"n_points": measure.baseline.n_points, "period": measure.series.period.value,
            "autocorrelation": measure.baseline.autocorrelation}
