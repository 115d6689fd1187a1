"""What puts itself on the agenda of a governance review. Each slice adds what it knows, in its own `agenda.py`:

    @puts_on_agenda("no_objective", heading=_("Serves no objective"), why=_("…"), order=10)
    def without_objective(asked: AgendaAsked) -> Found:
        rows = …
        return Found(points=[Point(key=str(row.pk), title=row.title, address=…) for row in rows[:MOST]], total=rows.count())

While a review is planned its agenda is asked anew on every look; when it is held, what stands there is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from django.utils.functional import Promise

from headway.web.accounts.models import Unit

MOST: Final = 20   # points of one sort that an agenda shows; the total is told beside


@dataclass(frozen=True, slots=True)
class AgendaAsked:
    """The unit that is reviewed, with all beneath it (`unit__path__startswith=asked.unit.path`), and the day."""

    unit: Unit
    as_of: date


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to speak about: what tells it apart within its sort, its name, where it is shown, what is the matter."""

    key: str
    title: str
    address: str = ""
    note: str = ""
    entity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The first points of a sort and how many there are in all."""

    points: Sequence[Point]
    total: int


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of points: its code, what stands above them, and why they matter."""

    code: str
    heading: str | Promise
    why: str | Promise
    order: int
    find: Callable[[AgendaAsked], Found]


Finder: TypeAlias = Callable[[AgendaAsked], Found]
_SORTS: dict[str, Sort] = {}


def puts_on_agenda(code: str, *, heading: str | Promise, why: str | Promise, order: int) -> Callable[[Finder], Finder]:
    """Ask this function for points whenever an agenda is shown; it takes two queries at most."""

    def added(find: Finder) -> Finder:
        if code in _SORTS:
            raise ValueError(f"{code} puts itself on the agenda already")
        _SORTS[code] = Sort(code=code, heading=heading, why=why, order=order, find=find)
        return find

    return added


def sorts() -> tuple[Sort, ...]:
    return tuple(sorted(_SORTS.values(), key=lambda sort: (sort.order, sort.code)))
