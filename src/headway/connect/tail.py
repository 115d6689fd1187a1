"""Where an event log stops: a copy that was cut between two rows has whole rows only, and still ends within a ticket."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from os import SEEK_END

from headway.connect.table import Table, seconds
from headway.eventlog.fields import Field
from headway.eventlog.reading import MISSING_TOKENS, Moment

TAIL_BYTES = 256 << 10    # measured: 94 to 170 tickets of the UCI log
ENOUGH = 30               # whole tickets before the last one, to see what a whole one looks like
NEARLY_ALL = .95          # of them reach their recorded end (measured: all of them in 41 tails of the UCI log)
MINUTE = 60.0             # the end is written to the second or to the minute, the event by the same clock


def ends_within_a_ticket(table: Table, columns: Mapping[Field, str], moments: Mapping[Field, Moment]) -> bool:
    """Whether the events of the last ticket stop before the end that its own rows tell, unlike those of the tickets
    above it. False where that can't be told: no recorded ends, events not grouped by ticket, or too few tickets."""
    end = next((name for name in (Field.CLOSED, Field.RESOLVED) if name in moments and name in columns), None)
    if end is None or Field.AT not in moments or table.layout is None:
        return False
    places = [table.columns.index(columns[name]) for name in (Field.TICKET, Field.AT, end)]
    runs = [(ticket, list(rows)) for ticket, rows in groupby(_last_rows(table, places), key=itemgetter(0))][1:]
    if len(runs) <= ENOUGH or len({ticket for ticket, _ in runs}) < len(runs):
        return False
    last_at = _newest([[row[1] for row in rows] for _, rows in runs], moments[Field.AT])
    ended_at = _newest([[row[2] for row in rows] for _, rows in runs], moments[end])
    reached = [at is not None and told is not None and at >= told - MINUTE
               for at, told in zip(last_at, ended_at, strict=True)]
    is_short = not reached[-1] and ended_at[-1] is not None and last_at[-1] is not None
    return is_short and sum(reached[:-1]) >= NEARLY_ALL * (len(reached) - 1)


def _last_rows(table: Table, places: list[int]) -> list[list[str]]:
    """The wanted cells of the last whole rows; none where they can't be told apart."""
    assert table.layout is not None
    with table.path.open("rb") as source:
        size = source.seek(0, SEEK_END)
        source.seek(max(0, size - TAIL_BYTES))
        part = source.read().partition(b"\n")[2].decode("utf-8", "replace")
    try:
        rows = [row for row in table.layout.rows([line + "\n" for line in part.split("\n")]) if row]
    except csv.Error:
        return []
    return [[row[place] for place in places] for row in rows if len(row) == len(table.columns)]


def _newest(texts: list[list[str]], moment: Moment) -> list[float | None]:
    """The newest moment of each list of texts."""
    flat = [text.strip() for some in texts for text in some]
    known = [text for text in dict.fromkeys(flat) if text.lower() not in MISSING_TOKENS]
    read = dict(zip(known, seconds(known, moment.formats, moment.order), strict=True))
    return [max((told for text in some if (told := read.get(text.strip())) is not None), default=None) for some in texts]
