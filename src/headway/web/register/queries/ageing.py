"""What waits, and for how long, as a picture: one dot a record, one row a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from headway.web.accounts.models import Organisation, User
from headway.web.ground.addresses import address
from headway.web.register.queries.backlog import Asked, found
from headway.web.register.queries.records import tallies_of
from headway.web.register.states import WAITING


@dataclass(frozen=True, slots=True)
class WaitingDot:
    """One record in the ageing picture."""

    pk: int
    title: str
    days: int
    x: str
    y: int
    stale: bool

    @property
    def href(self) -> str:
        return address("register:improvement", self.pk)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    step: int
    y: int
    many: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """What has waited longest, a row a step; 0 days on the left. `limit_x` is where waiting gets too long."""

    rows: tuple[WaitingRow, ...]
    dots: tuple[WaitingDot, ...]
    ticks: tuple[tuple[str, int], ...]
    limit_x: str
    limit_days: int


WIDE, HIGH, MARGIN, SHOWN = 620, 30, 90, 300


def ageing(person: User, organisation: Organisation, asked: Asked, *, now: datetime, limit_days: int) -> Ageing:
    """The picture of the oldest `SHOWN` records that are at work or ideas, of one entity where that is asked. Two queries."""
    rows = found(person, organisation, asked, now=now)
    tallies = tallies_of(person, organisation).filter(state__in=WAITING)
    if asked.entity is not None:
        tallies = tallies.filter(entity_id=asked.entity)
    many = dict(tallies.order_by().values_list("step").annotate(counted=Sum("many")))
    oldest = list(rows.order_by("step_since", "pk").values_list("pk", "title", "step", "step_since")[:SHOWN])
    days = [max(0, (now - since).days) for _pk, _title, _step, since in oldest]
    end = max([*days, limit_days * 2])

    def place(value: int) -> str:
        return f"{MARGIN + (WIDE - MARGIN - 14) * value / end:.1f}"

    dots = tuple(WaitingDot(pk, title, waited, place(waited), (step - 1) * HIGH + HIGH // 2, waited > limit_days)
                 for (pk, title, step, _since), waited in zip(oldest, days, strict=True))
    rows_drawn = tuple(WaitingRow(step, (step - 1) * HIGH + HIGH // 2, many.get(step, 0)) for step in range(1, 8))
    return Ageing(rows=rows_drawn, dots=dots, limit_x=place(limit_days), limit_days=limit_days,
                  ticks=tuple((place(tick), tick) for tick in (0, end // 2, end)))
