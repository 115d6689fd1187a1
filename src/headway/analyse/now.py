"""Step 2, where are we now: measured series become an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from headway.analyse.assessment import Assessment, Measure
from headway.analyse.opening import opening
from headway.analyse.unsaid import unsaid
from headway.baseline import natural_state, target_safe
from headway.eventlog.log import EventLog
from headway.eventlog.quality import Finding, Quality
from headway.eventlog.refused import Refused
from headway.kpi.measured import Measured
from headway.kpi.series import Series

DEFAULT_RULES = "nhs-r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person adds to the data: targets by measure (shares 0 to 1, hours), recorded changes, a signed start."""

    targets: Mapping[str, float] = field(default_factory=dict)
    changes: tuple[tuple[date, str], ...] = ()
    baseline_from: date | None = None
    rule_set: str = DEFAULT_RULES


def where_are_we_now(measured: Measured, *, log: EventLog | None, asked: Asked | None = None) -> Assessment:
    """Give each series its baseline and say what matters most.

    `log` is None for a series that came without one. Raises `Refused`: `unknown_measure` for a target of no measure,
    `baseline_outside` for a signed start that no series holds.
    """
    asked = asked or Asked()
    _check(asked, measured)
    measures = tuple(_measure(series, asked) for series in measured.series)
    quality = _quality(log, measured)
    return Assessment(
        name=log.name if log else measured.name,
        digest=log.digest if log else measured.digest,
        as_of=measured.as_of,
        opened_from=log.opened_from if log else None,
        opened_to=log.opened_to if log else None,
        period=measured.period,
        quality=quality,
        reading=log.reading if log else None,
        measures=measures,
        opening=opening(measures, measured, quality),
        unsaid=unsaid(measures, measured, quality, reading=log.reading if log else None, changes=asked.changes),
        changes=asked.changes,
        clock=measured.clock,
        method={"rules": asked.rule_set, "level": .9, **measured.method},
    )


def _measure(series: Series, asked: Asked) -> Measure:
    baseline = natural_state(
        series, rule_set=asked.rule_set, changes=asked.changes, baseline_from=asked.baseline_from)
    target = asked.targets.get(series.kpi.id)
    safe = target_safe(baseline, target=target, direction=series.kpi.direction) if target is not None else None
    return Measure(series=series, baseline=baseline, target=target, safe=safe)


def _quality(log: EventLog | None, measured: Measured) -> Quality:
    """The account of the import, with what only the measures could show."""
    if log is None:
        return Quality(rows_read=measured.rows, rows_used=measured.rows, tickets=0, findings=measured.findings)
    return replace(log.quality, findings=_in_order((*log.quality.findings, *measured.findings, *_by_closing(measured))))


def _by_closing(measured: Measured) -> tuple[Finding, ...]:
    """That times to resolve are times to close, where the log knows no other end."""
    told = max((series.n for series in measured.series if "closed_for_resolved" in series.notes), default=0)
    return (Finding("closed_for_resolved", told, "tickets"),) if told else ()


# What turns a figure wrong stands before what merely wants to be known; what is not named here comes after.
WEIGHT = ("final_value_copied", "clock_suspect", "only_closed_tickets", "fall_is_censoring", "window_ends_early",
          "window_starts_late", "closed_for_resolved", "clocks_differ", "automatic_close", "end_before_start",
          "no_resolution_time")


def _in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    place = {code: index for index, code in enumerate(WEIGHT)}
    return tuple(sorted(findings, key=lambda finding: place.get(finding.code, len(WEIGHT))))


def _check(asked: Asked, measured: Measured) -> None:
    known = tuple(dict.fromkeys(series.kpi.id for series in measured.series))
    for measure in asked.targets:
        if measure not in known:
            raise Refused("unknown_measure", measure=measure, known=known)
    days = [point.starts_on for series in measured.series for point in series.points if point.value is not None]
    if asked.baseline_from is not None and days and not min(days) <= asked.baseline_from <= max(days):
        raise Refused("baseline_outside", value=asked.baseline_from.isoformat(),
                      first=min(days).isoformat(), last=max(days).isoformat())
