"""What measuring a log answers: its series, the window they stand on, and what only measuring could find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from headway.eventlog.quality import Finding
from headway.eventlog.refused import Fact, Refused
from headway.kpi.periods import follows
from headway.kpi.series import Period, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The series of a log, overall and by slice, all on the same periods.

    `window` is the first and the last day of the openings that are charted. `findings` are what the measures show of
    the data's quality. `method` names the choices made (code and facts), such as what the period was chosen from.
    `name`, `digest` and `rows` are set where the series came without a log.
    """

    series: tuple[Series, ...]
    period: Period
    window: tuple[date, date]
    as_of: datetime | None = None
    clock: str = "calendar"
    findings: tuple[Finding, ...] = ()
    method: Mapping[str, Fact] = field(default_factory=dict)
    name: str = ""
    digest: str = ""
    rows: int = 0

    @classmethod
    def of_series(cls, series: Series) -> Measured:
        """A series that came without a log, as measured as it can be. Raises `Refused`: `no_points`."""
        if not series.points:
            raise Refused("no_points", file=series.kpi.label or series.kpi.id)
        first, last = series.points[0].starts_on, series.points[-1].starts_on
        last_day = follows(series.period, last) - timedelta(days=1)
        return cls(series=(series,), period=series.period, window=(first, last_day), as_of=series.as_of,
                   name=series.kpi.label or series.kpi.id, rows=len(series.points))
