"""The shipped measures in words: what each is called, what it counts, and how it is spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headway.analyse import Measure
from headway.eventlog.fields import Field
from headway.kpi.definition import Clock, Direction, Kpi, Unit
from headway.kpi.series import Period, Series
from headway.report.words.numbers import HOURS_UNTIL_DAYS, number, shortened
from headway.report.words.quality import field_name
from headway.report.words.template import bare


@dataclass(frozen=True, slots=True)
class Called:
    """`done` continues "Of 100 tickets, 61 …" (shares only); `cut` continues "a cut of a fifth in …"."""

    name: str
    line: str
    cut: str
    done: str | None = None


_ASKED = "of resolved tickets"

MEASURES: dict[str, Called] = {
    "time_to_own_median": Called("Time to own, median", "opened to first taken or assigned", "the median time to own"),
    "time_to_own_p90": Called("Time to own, slowest tenth", "nine tenths are faster", "the slowest tenth's time to own"),
    "first_response_median": Called(
        "Time to first response, median", "opened to first answer by a person", "the median time to first response"),
    "first_response_p90": Called(
        "Time to first response, slowest tenth", "nine tenths are faster", "the slowest tenth's time to first response"),
    "time_to_resolve_median": Called(
        "Time to resolve, median", "half of the resolved took less", "the median time to resolve"),
    "time_to_resolve_p90": Called(
        "Time to resolve, slowest tenth", "nine tenths are faster", "the slowest tenth's time to resolve"),
    "time_to_resolve_mean": Called(
        "Time to resolve, mean", "of the resolved; a few long ones weigh much", "the mean time to resolve"),
    "time_to_resolve_mean_30d": Called(
        "Time to resolve, mean within 30 days", "not resolved by then counts as 30 days",
        "the mean time to resolve within 30 days"),
    "within_8h": Called("Resolved within 8 hours", "of all opened", "the share not resolved within 8 hours",
                        "were resolved within 8 hours"),
    "within_24h": Called("Resolved within 24 hours", "of all opened", "the share not resolved within a day",
                         "were resolved within a day"),
    "within_72h": Called("Resolved within 72 hours", "of all opened", "the share not resolved within three days",
                         "were resolved within three days"),
    "sla_kept": Called("SLA kept", "by ticket; open and overdue counts as missed", "missed agreements",
                       "kept their agreement"),
    "reopened": Called("Reopened", "at least once", "reopened tickets", "were reopened"),
    "reassigned_mean": Called("Handovers a ticket, mean", "changes of group or person", "handovers"),
    "bounced": Called("Bounced", "three handovers or more", "bounced tickets", "were handed over three times or more"),
    "ping_pong": Called("Ping-pong", "back to a group that had it before", "ping-pong",
                        "went back to a group that had them before"),
    "first_group": Called("Resolved by the first group", "no handover", "tickets that the first group hands on",
                          "were resolved by the first group"),
    "backlog": Called("Open at the period's end", "the first periods of a log only fill up", "the backlog"),
    "backlog_age_median": Called("Age of open tickets, median", "at the period's end", "the median age of open tickets"),
    "backlog_age_p90": Called("Age of open tickets, oldest tenth", "at the period's end", "the age of the oldest tenth"),
    "arrivals": Called("Opened", "demand, neither good nor bad", "tickets opened"),
    "closures": Called("Closed", "neither good nor bad by itself", "tickets closed"),
    "net_flow": Called("Opened less closed", "above 0 the backlog grows", "net flow"),
    "satisfaction": Called("Satisfaction, mean", "of those who answered", "dissatisfaction"),
    "satisfaction_response": Called("Satisfaction answered", _ASKED, "surveys without an answer",
                                    "were followed by an answer on satisfaction"),
    "recurrence": Called("Recurrence", "tied to a known problem seen before", "recurring tickets",
                         "were tied to a known problem seen before"),
    "availability": Called("Availability", "of the agreed service time", "downtime"),
    "mtbf": Called("Time between failures, mean", "up time by failure", "failures"),
    "mtrs": Called("Time to restore service, mean", "service lost to service back", "the mean time to restore"),
    "change_failure_rate": Called("Changes that fail", "of all changes", "failed changes", "failed or caused an incident"),
}

EMPTY: dict[str, str] = {
    "no_tickets": "no tickets in the log",
    "no_cases": "no ticket to which it applies",
    "no_outages": "no outage list was given",
    "no_changes": "no change list was given",
    "none_resolved": "nothing is resolved in the log",
    "no_hours": "no business hours are given",
    "too_young": "every ticket is too young to judge",
    "field_absent": "the log does not record it",
}

LACKING: dict[Field, str] = {
    Field.OWNED: "no one taking a ticket", Field.RESOLVED: "no time of resolution", Field.REOPENED: "no reopening",
    Field.REASSIGNED: "no handover", Field.PROBLEM: "no link to a known problem", Field.SATISFACTION: "no survey",
}

MOVING: dict[str, str] = {
    "better": "shifted to the better",
    "worse": "shifted to the worse",
    "steady": "steady",
    "moving": "moving, no good side",
    "too_few": "too few to say",
}

SAFE: dict[str | None, str] = {
    "will_be_met": "will be met",
    "by_chance": "met by chance",
    "will_be_missed": "will be missed",
    None: "no target",
}

SAFE_SENTENCE: dict[str | None, str] = {
    "will_be_met": "Steady on the good side of the target: it will keep being met",
    "by_chance": "The target lies inside the natural limits: met and missed by chance",
    "will_be_missed": "Steady on the wrong side of the target: it will keep being missed",
    None: "No target set",
}


def called(kpi: Kpi) -> Called:
    """What a measure is called; one defined by its user brings its own label."""
    shipped = MEASURES.get(kpi.id)
    if shipped is not None and kpi.label is None:
        return shipped
    name = kpi.label or bare(kpi.id, {}).capitalize()
    return Called(name, f"{unit_line(kpi)}, your own measure", name)


def line(kpi: Kpi) -> str:
    """The second line under a measure's name, with its clock where it is not the calendar's."""
    return f"{called(kpi).line}; business hours" if kpi.clock is Clock.BUSINESS else called(kpi).line


def unit_line(kpi: Kpi) -> str:
    return {Unit.HOURS: "hours", Unit.SHARE: "% of tickets", Unit.COUNT: "a count", Unit.SCORE: "a score"}[kpi.unit]


def empty(series: Series) -> str:
    """Why there is nothing to show: "the log records no first response"."""
    code = series.empty_because or "field_absent"
    if code == "field_absent" and series.kpi.needs:
        return f"the log records {' and '.join(_lacking(field) for field in series.kpi.needs)}"
    return EMPTY.get(code, bare(code, {}))


def behind(series: Series) -> str | None:
    """What stands under a plain figure: hours where it is said in days, and its n."""
    hours = series.kpi.unit is Unit.HOURS and series.kpi.clock is Clock.CALENDAR and (series.value or 0) >= HOURS_UNTIL_DAYS
    told = [f"{number(series.value or 0, decimals=1)} h"] if hours else []
    return " · ".join([*told, *([f"n {number(series.n)}"] if series.n else [])]) or None


def moving(measure: Measure) -> str:
    """The answer to "Moving?" in words; `moving` with a good side means that it moves both ways."""
    if measure.baseline.moving == "moving" and measure.series.kpi.direction is not Direction.NEITHER:
        return "moving both ways"
    return MOVING.get(measure.baseline.moving, bare(measure.baseline.moving, {}))


def usual(period: Period) -> str:
    """
    >>> usual(Period.DAY)
    'a usual day'
    """
    return f"a usual {period.value}"


def sliced(slice_: Mapping[Field, str]) -> str:
    """
    >>> sliced({Field.CATEGORY: "Network"})
    'Category Network'
    """
    return ", ".join(_part(field_name(field), shortened(value, at_most=40)) for field, value in slice_.items())


def _part(field: str, value: str) -> str:
    """A value that says its field already says it once: "Category 42", not "Category Category 42"."""
    return value if value.lower().startswith(f"{field.lower()} ") else f"{field} {value}"


def _lacking(field: Field) -> str:
    name = field_name(field)
    return LACKING.get(field, f"no {name if name[:2].isupper() else name[:1].lower() + name[1:]}")
