"""The assessment as a document for programs: what `--json` writes, after `assessment.schema.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from headway.analyse import Assessment, Measure, Said
from headway.baseline.result import Baseline, Phase
from headway.eventlog.quality import Quality
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Fact
from headway.kpi.definition import Kpi
from headway.kpi.series import Point
from headway.report.choose import kpis
from headway.report.words.measures import called
from headway.report.words.opening import Statement
from headway.report.words.opening import opening as opening_words
from headway.report.words.quality import account
from headway.report.words.unsaid import unsaid as unsaid_words

SCHEMA = "headway/assessment/1"


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The whole assessment in plain types: dates as ISO 8601, hours as numbers, shares as 0 to 1.

    What is not known is `null` with a code beside it (`empty_because`, `reason`); there is never a NaN. A key is only
    ever added within one version of the schema; a change of meaning takes the next number.
    """
    known = kpis(assessment)
    return {
        "schema": SCHEMA,
        "name": assessment.name,
        "digest": assessment.digest,
        "as_of": _moment(assessment.as_of),
        "opened_from": _moment(assessment.opened_from),
        "opened_to": _moment(assessment.opened_to),
        "period": assessment.period.value,
        "clock": assessment.clock,
        "quality": _quality(assessment.quality),
        "reading": _reading(assessment.reading) if assessment.reading is not None else None,
        "measures": [_measure(measure) for measure in assessment.measures],
        "opening": [_said(said, opening_words(said, kpis=known)) for said in assessment.opening],
        "unsaid": [_said(said, unsaid_words(said, kpis=known)) for said in assessment.unsaid],
        "changes": [{"on": on.isoformat(), "name": name} for on, name in assessment.changes],
        "method": _facts(assessment.method),
    }


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that `as_json` keeps."""
    text = files("headway.report").joinpath("assessment.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _quality(quality: Quality) -> dict[str, Any]:
    return {
        "rows_read": quality.rows_read,
        "rows_used": quality.rows_used,
        "rows_rejected": quality.rows_rejected,
        "tickets": quality.tickets,
        "rejected": dict(quality.rejected),
        "rejected_file": quality.rejected_file,
        "findings": [
            {"code": finding.code, "count": finding.count, "unit": finding.unit, "facts": _facts(finding.facts),
             "sentence": (told := account(finding)).found, "done": told.done} for finding in quality.findings],
        "fields": {field.value: provenance.value for field, provenance in quality.fields.items()},
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "shape": reading.shape.value,
        "preset": reading.preset,
        "zone": reading.zone,
        "mapping": {field.value: column for field, column in reading.mapping.items()},
        "proposed": [field.value for field in reading.proposed],
        "moments": {field.value: {"order": moment.order, "decided_by": moment.decided_by,
                                  "formats": list(moment.formats), "has_offset": moment.has_offset}
                    for field, moment in reading.moments.items()},
        "milestones": {activity: milestone.value for activity, milestone in reading.milestones.items()},
    }


def _measure(measure: Measure) -> dict[str, Any]:
    series = measure.series
    return _kpi(series.kpi) | {
        "slice": {field.value: value for field, value in series.slice.items()},
        "period": series.period.value,
        "n": series.n,
        "value": _number(series.value),
        "settled_to": _day(series.settled_to),
        "settle_hours": _number(series.settle_hours),
        "empty_because": series.empty_because,
        "notes": list(series.notes),
        "points": [_point(point) for point in series.points],
        "baseline": _baseline(measure.baseline),
        "target": _number(measure.target),
        "safe": measure.safe,
    }


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {"kpi": kpi.id, "version": kpi.version, "name": called(kpi).name, "unit": kpi.unit.value,
            "direction": kpi.direction.value, "family": kpi.family.value, "clock": kpi.clock.value}


def _point(point: Point) -> dict[str, Any]:
    return {"starts_on": point.starts_on.isoformat(), "n": point.n, "value": _number(point.value),
            "settled": point.settled, "thin": point.thin, "partial": point.partial, "suspect": point.suspect}


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return {
        "chart": baseline.chart,
        "rule_set": baseline.rule_set,
        "scale": baseline.scale,
        "n_points": baseline.n_points,
        "n_cases": baseline.n_cases,
        "stable": baseline.stable,
        "moving": baseline.moving,
        "now": _number(baseline.now),
        "usual": _numbers(baseline.usual) if baseline.usual is not None else None,
        "proposed_from": _day(baseline.proposed_from),
        "signed_from": _day(baseline.signed_from),
        "autocorrelation": _number(baseline.autocorrelation),
        "weekly_season": baseline.weekly_season,
        "yearly_season": baseline.yearly_season,
        "phases": [_phase(phase) for phase in baseline.phases],
        "visible": [{"change": effect.change, "weeks": _number(effect.weeks), "reason": effect.reason}
                    for effect in baseline.visible],
        "reasons": list(baseline.reasons),
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "starts_on": phase.starts_on.isoformat(),
        "ends_on": phase.ends_on.isoformat(),
        "name": phase.name,
        "centre": _number(phase.centre),
        "lower": _numbers(phase.lower),
        "upper": _numbers(phase.upper),
        "signals": [{"rule": signal.rule, "first": signal.first, "last": signal.last, "side": signal.side}
                    for signal in phase.signals],
    }


def _said(said: Said, statement: Statement) -> dict[str, Any]:
    return {"code": said.code, "facts": _facts(said.facts), "sentence": statement.says, "small": statement.small}


def _facts(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else _number(value) if isinstance(value, float) else value
            for name, value in facts.items()}


def _number(value: float | None) -> float | None:
    """A number, or null: JSON has no NaN and no infinity."""
    return value if value is not None and math.isfinite(value) else None


def _numbers(values: Iterable[float]) -> list[float | None]:
    return [_number(value) for value in values]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
