"""How a report was made, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from headway.eventlog.reading import Moment, Reading, Shape
from headway.report.words.numbers import day, listed, shortened, times
from headway.report.words.quality import field_name

AGAIN = "Make it again"
DIGEST = "Digest of the data (SHA-256)"
AS_OF = "The log knows until"
CLOCK = "Clock"
CHANGE = "Recorded change"
VERSION = "Version"
COLUMNS = "How the columns were read"
COLUMN_HEADS = ("Field", "Column", "Read as")
MADE_BY = "Made by Headway"
KEYS_BUTTON = "Keys"
SHUT = "Close"
BY_CONTENT = "recognised by its content"

ORDERS = {"day_first": "day first", "month_first": "month first", "year_first": "year first",
          "epoch_s": "seconds since 1970", "epoch_ms": "milliseconds since 1970", "excel": "days as a workbook counts them"}
DECIDED_BY = {"format": "the spelling leaves no choice", "data": "decided by the data", "stated": "as stated",
              "preset": "as this system writes them"}


def moment(at: datetime) -> str:
    return f"{day(at)}, {at:%H:%M}"


def change(on: date, name: str) -> str:
    return f"{day(on)}: {shortened(name)}"


def columns(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Field, column and how it was read."""
    for field, column in reading.mapping.items():
        told = [read_as(reading.moments[field])] if field in reading.moments else []
        told += [BY_CONTENT] if field in reading.proposed else []
        yield field_name(field), shortened(column), "; ".join(told)


def read_as(read: Moment) -> str:
    """
    >>> read_as(Moment(("%d/%m/%Y %H:%M",), "day_first", "data"))
    'day first, decided by the data (%d/%m/%Y %H:%M)'
    """
    order, by = ORDERS.get(read.order, read.order), DECIDED_BY.get(read.decided_by, read.decided_by)
    return f"{order}, {by}" + (f" ({listed(read.formats, joined='or')})" if read.formats else "")


def columns_line(reading: Reading) -> str:
    """One line on how the file was read."""
    row = "one row an event" if reading.shape is Shape.EVENTS else "one row a ticket"
    known = f", as {reading.preset}" if reading.preset else ""
    return f"{COLUMNS}: {row}{known}, {times(len(reading.mapping), 'column')}"
