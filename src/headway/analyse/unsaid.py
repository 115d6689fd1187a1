"""What can't be said on this data, and why: each gap as a code with its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from headway.analyse.assessment import Measure, Said
from headway.eventlog.fields import SLICES, Field, Provenance
from headway.eventlog.quality import Quality
from headway.eventlog.reading import Reading
from headway.kpi.measured import Measured

YEAR_WEEKS = 104   # a season is something that came back: it takes two years to see one
# A field without which a question stays open, and the code of that question.
QUESTIONS = (
    (Field.OWNED, "no_owned"), (Field.FIRST_RESPONSE, "no_first_response"), (Field.SATISFACTION, "no_satisfaction"),
    (Field.PROBLEM, "no_problem_link"),
)
FROM_FINDINGS = ("fall_is_censoring", "clock_suspect", "only_closed_tickets")


def unsaid(
    measures: Sequence[Measure], measured: Measured, quality: Quality, *,
    reading: Reading | None, changes: tuple[tuple[date, str], ...],
) -> tuple[Said, ...]:
    """Every gap once, the weightiest first."""
    return (*_of_findings(quality), *_of_movement(measures, changes), *_of_age(measures),
            *_of_fields(measures, quality, reading), *_of_time(measured, reading), *_of_lists(measures, reading))


def _of_findings(quality: Quality) -> Iterator[Said]:
    for finding in quality.findings:
        if finding.code in FROM_FINDINGS:
            yield Said(finding.code, finding.facts)


def _of_movement(measures: Sequence[Measure], changes: tuple[tuple[date, str], ...]) -> Iterator[Said]:
    proposed = [measure.baseline.proposed_from for measure in measures
                if not measure.series.slice and measure.baseline.proposed_from]
    if proposed and not changes:
        yield Said("no_change_recorded", {"since": min(proposed).isoformat()})
    counted = [measure for measure in measures if not measure.series.slice and measure.series.points]
    if counted and all(measure.baseline.moving == "too_few" for measure in counted):
        yield Said("too_few", {"n_points": max(measure.baseline.n_points for measure in counted)})


def _of_age(measures: Sequence[Measure]) -> Iterator[Said]:
    """The newest cohorts, by the measure that waits longest."""
    young = [measure.series for measure in measures
             if not measure.series.slice and measure.series.settled_to and measure.series.settle_hours]
    if young:
        series = min(young, key=lambda series: series.settled_to or date.max)
        facts = {"kpi": series.kpi.id, "from": series.settled_to.isoformat() if series.settled_to else None}
        if series.as_of is not None:
            again = series.as_of.date() + timedelta(hours=series.settle_hours or 0)
            yield Said("unsettled", facts | {"again": again.isoformat()})
        else:
            yield Said("unsettled", facts)


def _of_fields(measures: Sequence[Measure], quality: Quality, reading: Reading | None) -> Iterator[Said]:
    if reading is None:
        return
    for field, code in QUESTIONS:
        if quality.fields.get(field, Provenance.ABSENT) is Provenance.ABSENT:
            yield Said(code)
    if not any(measure.series.kpi.id == "time_to_resolve_median" and measure.series.n for measure in measures):
        yield Said("no_resolution")
    sla = next((measure for measure in measures if measure.series.kpi.id == "sla_kept"), None)
    if sla is not None and sla.series.value is None:
        yield Said("no_sla")
    if all(quality.fields.get(field, Provenance.ABSENT) is Provenance.ABSENT for field in SLICES):
        yield Said("no_slices")


def _of_time(measured: Measured, reading: Reading | None) -> Iterator[Said]:
    first, last = measured.window
    weeks = ((last - first).days + 1) // 7
    if weeks < YEAR_WEEKS:
        yield Said("no_season", {"weeks": weeks})
    if reading is not None and reading.zone is None and not any(m.has_offset for m in reading.moments.values()):
        yield Said("no_zone")


def _of_lists(measures: Sequence[Measure], reading: Reading | None) -> Iterator[Said]:
    """Lists that were not given: outages and changes stand in no ticket export."""
    if reading is None:
        return
    for kpi, code in (("availability", "no_outages"), ("change_failure_rate", "no_changes")):
        measure = next((found for found in measures if found.series.kpi.id == kpi), None)
        if measure is None or measure.series.value is None:
            yield Said(code)
