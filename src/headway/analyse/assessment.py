"""What an assessment holds: measures with their baselines, what matters most, what can't be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from headway.baseline.result import Baseline
from headway.eventlog.quality import Quality
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Fact
from headway.kpi.series import Period, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A series, its baseline and its target.

    `safe` answers "target safe?": "will_be_met", "by_chance", "will_be_missed" or None without a target.
    """

    series: Series
    baseline: Baseline
    target: float | None = None
    safe: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Something worth saying, as a code with facts: an opening sentence, or what can't be said and why."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Where are we now, whole: what report/ draws and what `--json` writes.

    `reading` and the window are None for a series that came without a log. `opening` holds the three statements that
    matter; `unsaid` what can't be said and why. `changes` are the recorded changes, (date, name).
    """

    name: str
    digest: str
    as_of: datetime | None
    opened_from: datetime | None
    opened_to: datetime | None
    period: Period
    quality: Quality
    reading: Reading | None
    measures: tuple[Measure, ...]
    opening: tuple[Said, ...]
    unsaid: tuple[Said, ...]
    changes: tuple[tuple[date, str], ...] = ()
    clock: str = "calendar"
    method: Mapping[str, Fact] = field(default_factory=dict)
