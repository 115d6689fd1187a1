"""A moment as whole numbers: on the line of time, and on the clock of the log's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MICROSECOND = timedelta(microseconds=1)
DAY_MICROSECONDS = 86_400_000_000
HOUR_MICROSECONDS = 3_600_000_000
EPOCH_AT = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Instant:
    """`at` counts microseconds since 1970 (on the wall's clock where the moment has no zone); `day` days since then and
    `time` microseconds since midnight, both on the wall's clock."""

    at: int
    day: int
    time: int


def instant_of(moment: datetime, zone: str | None) -> Instant:
    """A moment in numbers; `zone` is where days begin and end, None for moments as written.

    >>> instant_of(datetime(1970, 1, 2, 0, 30, tzinfo=UTC), "Europe/Rome")
    Instant(at=88200000000, day=1, time=5400000000)
    """
    if moment.tzinfo is None:
        at = wall = (moment - EPOCH_AT) // MICROSECOND
    else:
        at = (moment - EPOCH_AT.replace(tzinfo=UTC)) // MICROSECOND
        local = moment.astimezone(ZoneInfo(zone or "UTC")).replace(tzinfo=None)
        wall = (local - EPOCH_AT) // MICROSECOND
    day, time = divmod(wall, DAY_MICROSECONDS)
    return Instant(at, day, time)
