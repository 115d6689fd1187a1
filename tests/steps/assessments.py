"""An assessment to draw: fourteen weeks of a desk that became faster, in the proportions of the public UCI log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from numpy.random import Generator, default_rng

from headway.analyse import Assessment, Measure, Said
from headway.baseline.result import Baseline, Phase, VisibleEffect
from headway.eventlog.fields import Field, Provenance
from headway.eventlog.quality import Finding, Quality
from headway.eventlog.reading import Moment, Reading, Shape
from headway.kpi.catalogue import BY_ID, SHIPPED
from headway.kpi.definition import Kpi, Unit
from headway.kpi.series import Period, Point, Series

FIRST, DAYS, SHIFT = date(2016, 2, 29), 93, date(2016, 4, 25)
AS_OF = datetime(2017, 2, 18, 14, 20)
# (as recorded, at first, now, half the width of the natural limits)
COURSES = {
    "time_to_resolve_median": (22.14, 60.0, 2.4, 8.0),
    "time_to_resolve_p90": (382.0, 500.0, 300.0, 120.0),
    "time_to_resolve_mean": (178.2, 220.0, 120.0, 60.0),
    "time_to_resolve_mean_30d": (154.0, 190.0, 113.0, 50.0),
    "within_8h": (.40, .22, .52, .16),
    "within_24h": (.48, .30, .61, .165),
    "within_72h": (.60, .45, .72, .14),
    "sla_kept": (.634, .50, .78, .14),
    "reopened": (.011, .012, .008, .013),
    "reassigned_mean": (1.1, 1.3, .9, .3),
    "bounced": (.09, .12, .07, .05),
    "ping_pong": (.05, .06, .04, .03),
    "first_group": (.54, .40, .62, .11),
    "backlog": (1259.0, 800.0, 1259.0, 300.0),
    "arrivals": (373.0, 380.0, 353.0, 145.0),
    "closures": (350.0, 300.0, 380.0, 150.0),
    "net_flow": (4.0, 30.0, -5.0, 60.0),
}
EMPTY = {"first_response_median": "field_absent", "satisfaction": "field_absent", "availability": "no_outages",
         "change_failure_rate": "no_changes"}
TARGETS = {"sla_kept": (.95, "will_be_missed"), "within_24h": (.60, "by_chance"), "reopened": (.05, "will_be_met")}
SLICES = {Field.CATEGORY: ("Category 42", "Category 26", "Category 53", "Category 46", "Category 32", "Category 9", "Other"),
          Field.PRIORITY: ("3 - Moderate", "4 - Low", "2 - High")}


def points(kpi: Kpi, rng: Generator, *, tickets: float = 373.0) -> tuple[Point, ...]:
    """Daily points: few tickets at weekends, a shift in April, the last days too young."""
    _, first, now, half = COURSES[kpi.id]
    found = []
    for place in range(DAYS):
        on = FIRST + timedelta(days=place)
        weekend = on.weekday() >= 5
        n = int(rng.poisson(tickets * (.06 if weekend else 1.0)))
        level = now if on >= SHIFT else first + (now - first) * .5 * place / 56
        value = level + half / 3 * float(rng.standard_normal())
        high = 1.0 if kpi.unit is Unit.SHARE else float("inf")
        value = min(max(value, 0.0), high) if kpi.id != "net_flow" else value
        found.append(Point(on, n, value if n else None, thin=weekend, settled=place < DAYS - 2,
                           suspect=kpi.id == "sla_kept" and date(2016, 3, 6) <= on <= date(2016, 3, 15)))
    return tuple(found)


def baseline(kpi: Kpi, drawn: tuple[Point, ...]) -> Baseline:
    _, _, now, half = COURSES[kpi.id]
    shares = kpi.unit is Unit.SHARE
    phase = [point for point in drawn if point.starts_on >= SHIFT and point.counts]
    widths = [half * (1 + .15 * (place % 3)) if shares else half for place in range(len(phase))]
    low = 0.0 if kpi.id != "net_flow" else -float("inf")
    high = 1.0 if shares else float("inf")
    limits = [(max(now - width, low), min(now + width, high)) for width in widths]
    visible = (VisibleEffect(.1, None, "baseline_too_short"), VisibleEffect(.2, 3.4), VisibleEffect(.3, 1.0),
               VisibleEffect(.5, .2)) if kpi.direction.value != "neither" else ()
    return Baseline(
        chart="p_prime" if shares else "xmr", rule_set="nhs-r", n_points=len(phase), n_cases=sum(p.n for p in phase),
        phases=(Phase(SHIFT, phase[-1].starts_on, now, tuple(a for a, _ in limits), tuple(b for _, b in limits)),),
        stable=True, moving="moving" if kpi.direction.value == "neither" else "better", now=now, usual=limits[0],
        proposed_from=SHIFT, autocorrelation=.32, weekly_season=False, visible=visible)


def measure(kpi: Kpi, rng: Generator, *, slice_: dict[Field, str] | None = None, part: float = 1.0) -> Measure:
    if kpi.id not in COURSES:
        reason = EMPTY.get(kpi.id, "field_absent")
        series = Series(kpi=kpi, slice=slice_ or {}, period=Period.DAY, n=0, value=None, empty_because=reason)
        return Measure(series=series, baseline=Baseline(chart="none", rule_set="nhs-r", n_points=0, n_cases=0))
    drawn = points(kpi, rng, tickets=373 * part)
    settled_to = drawn[-2].starts_on
    series = Series(kpi=kpi, slice=slice_ or {}, period=Period.DAY, n=int(23_362 * part), value=COURSES[kpi.id][0],
                    points=drawn, as_of=AS_OF, settle_hours=720.0, settled_to=settled_to)
    target, safe = TARGETS.get(kpi.id, (None, None)) if not slice_ else (None, None)
    return Measure(series=series, baseline=baseline(kpi, drawn), target=target, safe=safe)


def uci_like(*, sliced: tuple[str, ...] = ("within_24h", "time_to_resolve_median")) -> Assessment:
    """The assessment; the measures named are also sliced by category and priority."""
    rng = default_rng(24)
    measures = [measure(kpi, rng) for kpi in SHIPPED]
    for kpi in (BY_ID[name] for name in sliced):
        for field, values in SLICES.items():
            measures += [measure(kpi, rng, slice_={field: value}, part=.4 / (place + 1)) for place, value in enumerate(values)]
    return Assessment(
        name="incident_event_log.csv", digest="6294" + "ab" * 28 + "d1d6", as_of=AS_OF,
        opened_from=datetime(2016, 2, 29, 1, 16), opened_to=datetime(2017, 2, 16, 10, 0), period=Period.DAY,
        quality=quality(), reading=reading(), measures=tuple(measures), opening=OPENING, unsaid=UNSAID,
        method={"rules": "nhs-r", "level": .9})


def large() -> Assessment:
    """About four hundred measures."""
    return uci_like(sliced=tuple(COURSES) * 2)


def bare(assessment: Assessment) -> Assessment:
    """The same log when nothing in it can be measured."""
    empty = tuple(replace(measure, series=replace(measure.series, points=(), value=None, n=0, empty_because="no_tickets"),
                          baseline=Baseline(chart="none", rule_set="nhs-r", n_points=0, n_cases=0), target=None, safe=None)
                  for measure in assessment.measures[:5])
    return replace(assessment, measures=empty, opening=(), unsaid=())


def quality() -> Quality:
    return Quality(
        rows_read=141_712, rows_used=141_710, tickets=24_918, rejected={"missing_opened": 2},
        rejected_file="rejected.csv",
        findings=(
            Finding("final_value_copied", 24_918, "tickets",
                    {"fields": ("sla_kept", "resolved"), "by_ticket": .634, "by_event": .935}),
            Finding("clock_suspect", 2970, "tickets", {"value": .04, "first": "2016-03-06", "last": "2016-03-15"}),
            Finding("window_ends_early", 274, "tickets", {"share": .989, "first": "2016-02-29", "last": "2016-05-31"}),
            Finding("no_resolution_time", 1556, "tickets"),
        ),
        fields={Field.OPENED: Provenance.OBSERVED, Field.RESOLVED: Provenance.VENDOR_REPORTED,
                Field.SLA_KEPT: Provenance.VENDOR_REPORTED, Field.REASSIGNED: Provenance.DERIVED,
                Field.FIRST_RESPONSE: Provenance.ABSENT, Field.SATISFACTION: Provenance.ABSENT})


def reading() -> Reading:
    when = Moment(("%d/%m/%Y %H:%M",), "day_first", "data")
    return Reading(shape=Shape.EVENTS, columns=("number", "opened_at", "resolved_at", "made_sla"),
                   mapping={Field.TICKET: "number", Field.OPENED: "opened_at", Field.RESOLVED: "resolved_at",
                            Field.SLA_KEPT: "made_sla"},
                   moments={Field.OPENED: when, Field.RESOLVED: when}, preset="servicenow_uci", proposed=(Field.SLA_KEPT,))


OPENING = (
    Said("level", {"median_hours": 22.14, "p90_hours": 382.0, "mean_hours": 178.2, "n": 23_362, "clock": "calendar"}),
    Said("moved_better", {"kpi": "within_24h", "since": "2016-04-25", "before": .30, "now": .61, "before_n": 7592,
                          "now_n": 9474, "baseline_from": "2016-04-25"}),
    Said("visible", {"kpi": "time_to_resolve_mean_30d", "change": .2, "weeks": 3.4, "also": .1,
                     "also_reason": "baseline_too_short", "n_points": 25, "period": "day", "autocorrelation": .32}),
)
UNSAID = (
    Said("no_change_recorded", {"since": "2016-04-25"}), Said("unsettled", {"kpi": "time_to_resolve_mean_30d",
         "from": "2016-05-30", "again": "2017-03-20"}), Said("no_first_response"), Said("no_satisfaction"),
    Said("no_season", {"weeks": 13}), Said("no_zone"), Said("no_outages"), Said("no_changes"),
)
