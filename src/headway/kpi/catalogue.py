"""The measures that Headway ships, as data. Definitions follow reference/measures; each id is stable for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from headway.eventlog.fields import Field
from headway.kpi.definition import (
    AtLeast,
    Backlog,
    Clock,
    Count,
    Direction,
    Duration,
    Family,
    FromChanges,
    FromOutages,
    Kpi,
    Mean,
    NetFlow,
    Part,
    Recorded,
    Repeats,
    SlaKept,
    Summary,
    Unit,
    Within,
)

UP, DOWN, NEITHER = Direction.UP, Direction.DOWN, Direction.NEITHER

THIRTY_DAYS = 720.0  # hours; the horizon of the restricted mean: a month, past which a ticket is simply "very late"


def _kpi(
    id: str,
    unit: Unit,
    direction: Direction,
    family: Family,
    part: Part,
    *needs: Field,
    settles: bool = True,
    settle_hours: float | None = None,
) -> Kpi:
    return Kpi(
        id=id,
        version=1,
        unit=unit,
        direction=direction,
        family=family,
        part=part,
        needs=needs,
        settles=settles,
        settle_hours=settle_hours,
    )


def _hours(id: str, end: Field, summary: Summary, family: Family) -> Kpi:
    part = Duration(start=Field.OPENED, end=end, summary=summary)
    return _kpi(id, Unit.HOURS, DOWN, family, part, end)


def _within(hours: float) -> Kpi:
    part = Within(start=Field.OPENED, end=Field.RESOLVED, hours=hours)
    return _kpi(
        f"within_{hours:.0f}h", Unit.SHARE, UP, Family.WARRANTY, part, Field.RESOLVED, settle_hours=hours
    )


def _share(id: str, direction: Direction, part: AtLeast, *needs: Field) -> Kpi:
    return _kpi(id, Unit.SHARE, direction, Family.FLOW, part, *needs)


def _counted(id: str, unit: Unit, direction: Direction, family: Family, part: Part) -> Kpi:
    return _kpi(id, unit, direction, family, part, settles=False)


SHIPPED: tuple[Kpi, ...] = (
    _hours("time_to_own_median", Field.OWNED, Summary.MEDIAN, Family.WARRANTY),
    _hours("time_to_own_p90", Field.OWNED, Summary.P90, Family.WARRANTY),
    _hours("first_response_median", Field.FIRST_RESPONSE, Summary.MEDIAN, Family.EXPERIENCE),
    _hours("first_response_p90", Field.FIRST_RESPONSE, Summary.P90, Family.EXPERIENCE),
    _hours("time_to_resolve_median", Field.RESOLVED, Summary.MEDIAN, Family.WARRANTY),
    _hours("time_to_resolve_p90", Field.RESOLVED, Summary.P90, Family.WARRANTY),
    _hours("time_to_resolve_mean", Field.RESOLVED, Summary.MEAN, Family.WARRANTY),
    _kpi(
        "time_to_resolve_mean_30d",
        Unit.HOURS,
        DOWN,
        Family.WARRANTY,
        Duration(
            start=Field.OPENED,
            end=Field.RESOLVED,
            summary=Summary.RESTRICTED_MEAN,
            horizon_hours=THIRTY_DAYS,
        ),
        Field.RESOLVED,
        settle_hours=THIRTY_DAYS,
    ),
    _within(8.0),
    _within(24.0),
    _within(72.0),
    _kpi("sla_kept", Unit.SHARE, UP, Family.WARRANTY, SlaKept()),
    _share("reopened", DOWN, AtLeast(of=Field.REOPENED, least=1, resolved_only=True), Field.REOPENED),
    _kpi("reassigned_mean", Unit.COUNT, DOWN, Family.FLOW, Mean(of=Field.REASSIGNED), Field.REASSIGNED),
    _share("bounced", DOWN, AtLeast(of=Field.REASSIGNED, least=3), Field.REASSIGNED),
    _share("ping_pong", DOWN, AtLeast(of="ping_pong", least=1)),
    _share(
        "first_group",
        UP,
        AtLeast(of=Field.REASSIGNED, least=1, below=True, resolved_only=True),
        Field.REASSIGNED,
    ),
    _counted("backlog", Unit.COUNT, DOWN, Family.FLOW, Backlog(of="size")),
    _counted("backlog_age_median", Unit.HOURS, DOWN, Family.FLOW, Backlog(of="median_age")),
    _counted("backlog_age_p90", Unit.HOURS, DOWN, Family.FLOW, Backlog(of="p90_age")),
    _counted("arrivals", Unit.COUNT, NEITHER, Family.DEMAND, Count(of=Field.OPENED)),
    _counted("closures", Unit.COUNT, NEITHER, Family.DEMAND, Count(of=Field.CLOSED)),
    _counted("net_flow", Unit.COUNT, DOWN, Family.FLOW, NetFlow()),
    _kpi("satisfaction", Unit.SCORE, UP, Family.EXPERIENCE, Mean(of=Field.SATISFACTION), Field.SATISFACTION),
    _kpi(
        "satisfaction_response",
        Unit.SHARE,
        NEITHER,
        Family.EXPERIENCE,
        Recorded(of=Field.SATISFACTION),
        Field.SATISFACTION,
    ),
    _kpi("recurrence", Unit.SHARE, DOWN, Family.UTILITY, Repeats(), Field.PROBLEM),
    _counted("availability", Unit.SHARE, UP, Family.WARRANTY, FromOutages(of="availability")),
    _counted("mtbf", Unit.HOURS, UP, Family.WARRANTY, FromOutages(of="mtbf")),
    _counted("mtrs", Unit.HOURS, DOWN, Family.WARRANTY, FromOutages(of="mtrs")),
    _counted("change_failure_rate", Unit.SHARE, DOWN, Family.WARRANTY, FromChanges()),
)

BY_ID = {kpi.id: kpi for kpi in SHIPPED}


def on_clock(kpis: Sequence[Kpi], clock: Clock, *, hours_a_day: float = 24.0) -> tuple[Kpi, ...]:
    """The same measures with every duration on this clock; counts have no clock and stay as they are.

    A horizon of days (the mean within 30) becomes as many days of `hours_a_day` open hours, on average over a week.

    >>> [kpi.clock.value for kpi in on_clock((BY_ID["within_24h"], BY_ID["backlog"]), Clock.BUSINESS)]
    ['business', 'calendar']
    """
    return tuple(_on_clock(kpi, clock, hours_a_day) for kpi in kpis)


def _on_clock(kpi: Kpi, clock: Clock, hours_a_day: float) -> Kpi:
    if not isinstance(kpi.part, Duration | Within):
        return kpi
    if isinstance(kpi.part, Within) or kpi.part.horizon_hours is None:
        return replace(kpi, clock=clock)
    open_hours = kpi.part.horizon_hours * hours_a_day / 24
    settle = kpi.settle_hours * hours_a_day / 24 if kpi.settle_hours is not None else None
    return replace(kpi, clock=clock, part=replace(kpi.part, horizon_hours=open_hours), settle_hours=settle)
