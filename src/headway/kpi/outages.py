"""Availability, time between failures and time to restore, from a list of outages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from headway.kpi.instants import DAY_MICROSECONDS, HOUR_MICROSECONDS, instant_of

Span: TypeAlias = tuple[int, int]              # from and to, microseconds
Agreed: TypeAlias = Callable[[int], int]       # a moment on the wall's clock → agreed service time before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A service was lost from `start` to `end` (None: not back yet). `planned`: agreed maintenance, no failure."""

    service: str
    start: datetime
    end: datetime | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Failures:
    """What happened to one service, microseconds on the wall's clock: disjoint and in order.

    `lost` are unplanned outages, overlapping ones as one; `maintained` the planned ones; `not_back` is the start of
    an outage that lasts to the end of what is known.
    """

    lost: tuple[Span, ...]
    maintained: tuple[Span, ...]
    not_back: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One or more services over a period: hours agreed, hours lost, failures that began, and their restorations."""

    services: int = 0
    agreed: float = 0.0
    lost: float = 0.0
    failures: int = 0
    restored: tuple[float, ...] = ()

    def __add__(self, other: Service) -> Service:
        return Service(self.services + other.services, self.agreed + other.agreed, self.lost + other.lost,
                       self.failures + other.failures, self.restored + other.restored)

    def value(self, of: str) -> tuple[int, float | None]:
        """Cases and value of "availability" (services, share of agreed time), "mtbf" (failures, hours up a failure) or
        "mtrs" (restorations, hours); None where there is no case.

        Definitions: availability = (agreed − down) ÷ agreed; MTBF = up time ÷ failures (ITIL 4, availability).

        >>> Service(services=1, agreed=100, lost=4, failures=2, restored=(1, 3)).value("mtbf")
        (2, 48.0)
        """
        if of == "availability":
            return (self.services, (self.agreed - self.lost) / self.agreed) if self.agreed > 0 else (0, None)
        if of == "mtbf":
            return self.failures, (self.agreed - self.lost) / self.failures if self.failures else None
        return len(self.restored), sum(self.restored) / len(self.restored) if self.restored else None


def failures_of(outages: Iterable[Outage], *, zone: str | None, known_to: int) -> dict[str, Failures]:
    """Outages by service; what isn't over counts up to `known_to` (microseconds on the wall's clock).

    >>> at = lambda hour: datetime(1970, 1, 1, hour)
    >>> listed = [Outage(service="mail", start=at(1), end=at(3)), Outage(service="mail", start=at(2), end=at(4))]
    >>> [(a // HOUR_MICROSECONDS, b // HOUR_MICROSECONDS)
    ...  for a, b in failures_of(listed, zone=None, known_to=10**12)["mail"].lost]
    [(1, 4)]
    """
    found: dict[str, tuple[list[Span], list[Span], list[int]]] = {}
    for outage in outages:
        lost, maintained, lasting = found.setdefault(outage.service, ([], [], []))
        start = _wall(outage.start, zone)
        end = known_to if outage.end is None else min(_wall(outage.end, zone), known_to)
        if end <= start:
            continue
        (maintained if outage.planned else lost).append((start, end))
        if outage.end is None and not outage.planned:
            lasting.append(start)
    told = {}
    for service, (lost, maintained, lasting) in sorted(found.items()):
        whole = merged(lost)
        not_back = next((start for start, end in whole if any(start <= moment < end for moment in lasting)), None)
        told[service] = Failures(whole, merged(maintained), not_back)
    return told


def over(failures: Failures, first: int, end: int, *, agreed: Agreed) -> Service:
    """One service from `first` to `end`. Maintenance is no agreed service time; a failure belongs to where it began."""
    maintained = clipped(failures.maintained, first, end)
    lost = without(clipped(failures.lost, first, end), maintained)
    begun = [span for span in failures.lost if first <= span[0] < end]
    return Service(
        services=1, agreed=(agreed(end) - agreed(first)) / HOUR_MICROSECONDS - _hours(maintained, agreed),
        lost=_hours(lost, agreed), failures=len(begun),
        restored=tuple(_hours((span,), agreed) for span in begun if span[0] != failures.not_back),
    )


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping and touching spans as one, in order.

    >>> merged([(5, 7), (1, 3), (2, 4)])
    ((1, 4), (5, 7))
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def clipped(spans: Sequence[Span], first: int, end: int) -> tuple[Span, ...]:
    """The parts of the spans between two moments."""
    cut = ((max(start, first), min(stop, end)) for start, stop in spans)
    return tuple(span for span in cut if span[0] < span[1])


def without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of disjoint spans that lie in none of the disjoint spans `taken`, which are in order.

    >>> without([(1, 9)], [(2, 3), (5, 6)])
    ((1, 2), (3, 5), (6, 9))
    """
    found = []
    for start, end in spans:
        for gone, back in taken:
            if back <= start or gone >= end:
                continue
            if start < gone:
                found.append((start, gone))
            start = back
        if start < end:
            found.append((start, end))
    return tuple(found)


def _hours(spans: Sequence[Span], agreed: Agreed) -> float:
    return sum(agreed(end) - agreed(start) for start, end in spans) / HOUR_MICROSECONDS


def _wall(moment: datetime, zone: str | None) -> int:
    told = instant_of(moment, zone)
    return told.day * DAY_MICROSECONDS + told.time
