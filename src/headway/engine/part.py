"""A part of a stored log as a log of its own: the tickets whose values are tied to something, as long as the tie held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from headway.engine.connection import connect, one
from headway.engine.rows import column, literal, zone_of
from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused

MOST_VALUES = 2000   # of one field; a field with more numbers tickets rather than sorting them


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A value of a field, and the days of opening on which it counts: from the first, until before the second.

    The empty value means tickets in which the field is not recorded. None: no bound on that side.
    """

    field: Field
    value: str
    from_on: date | None = None
    until_on: date | None = None


def part_of_log(log: EventLog, *, ties: Sequence[Tie], folder: Path) -> EventLog:
    """The tickets of a log for which any of the ties holds, written to `folder` as a log of its own.

    It keeps the whole log's `as_of`: what the log can know does not depend on the part. Raises `Refused`: `no_tickets`.
    """
    target = folder / "part.parquet"
    with closing(connect(folder, zone=zone_of(log.reading))) as duck:
        where = " OR ".join(map(_holds, ties)) or "false"
        duck.execute(f"COPY (SELECT * FROM read_parquet({literal(log.tickets_at)}) WHERE {where})"
                     f" TO {literal(str(target))} (FORMAT parquet)")
        first, last = duck.execute("SELECT min(opened)::VARCHAR, max(opened)::VARCHAR"
                                   f" FROM read_parquet({literal(str(target))})").fetchone() or (None, None)
    if first is None:
        raise Refused("no_tickets")
    return replace(log, tickets_at=str(target), events_at=None, opened_from=datetime.fromisoformat(first),
                   opened_to=datetime.fromisoformat(last))


def _holds(tie: Tie) -> str:
    name = column(tie.field)
    told = [f"{name} = {literal(tie.value)}" if tie.value else f"{name} IS NULL"]
    day = "CAST(opened AS DATE)"   # on the clock of the session's zone
    if tie.from_on is not None:
        told.append(f"{day} >= DATE {literal(tie.from_on.isoformat())}")
    if tie.until_on is not None:
        told.append(f"{day} < DATE {literal(tie.until_on.isoformat())}")
    return f"({' AND '.join(told)})"


def values_of(log: EventLog, *, fields: Sequence[Field] = SLICES) -> Iterator[tuple[Field, str, int]]:
    """(field, value, tickets) of every value that these fields have, most tickets first; "" where nothing is recorded.

    A field that no ticket has, and one of more than `MOST_VALUES` values, is left out.
    """
    tickets = f"read_parquet({literal(log.tickets_at)})"
    with closing(connect(Path(log.tickets_at).parent, zone=zone_of(log.reading))) as duck:
        for field in fields:
            many = one(duck, f"SELECT count(DISTINCT {column(field)}) FROM {tickets}")
            if not 0 < many <= MOST_VALUES:
                continue
            rows = duck.execute(f"SELECT coalesce({column(field)}, '') AS told, count(*) FROM {tickets}"
                                " GROUP BY ALL ORDER BY 2 DESC, 1").fetchall()
            yield from ((field, value, tickets_with) for value, tickets_with in rows)
