"""Change failure rate, from a list of changes and the tickets that name one as their cause."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from headway.kpi.instants import instant_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """A change that was made. `failed` is None where the list doesn't say."""

    change: str
    at: datetime
    service: str | None = None
    failed: bool | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A change on its day (number since 1970-01-01), and whether it failed."""

    day: int
    service: str | None
    failed: bool


def made(changes: Iterable[ChangeRecord], *, causes: Set[str], zone: str | None) -> tuple[Made, ...]:
    """The changes of which is known whether they failed: the list says so, or a ticket names the change as its cause.

    Where the list doesn't say and no ticket of the log names a change, nothing is known, and it isn't counted.

    >>> from datetime import datetime
    >>> listed = [ChangeRecord(change=name, at=datetime(1970, 1, day)) for name, day in (("C1", 2), ("C2", 3))]
    >>> [(change.day, change.failed) for change in made(listed, causes={"C2"}, zone=None)]
    [(1, False), (2, True)]
    >>> made(listed, causes=set(), zone=None)
    ()
    """
    return tuple(
        Made(instant_of(change.at, zone).day, change.service, bool(change.failed) or change.change in causes)
        for change in changes if change.failed is not None or causes
    )
