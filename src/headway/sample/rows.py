"""The help desk as rows of text, header first: what a ticket system would export. Writing files is the edge's job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from headway.sample.help_desk import HelpDesk, Incident

MISSING = "?"
COLUMNS = tuple(field.name for field in fields(Incident))
TOLD = attrgetter(*COLUMNS)


def ticket_rows(desk: HelpDesk) -> Iterator[tuple[str, ...]]:
    """The ticket export with its flaws: repeated rows, gaps as `?`, ends before starts, dates that don't exist.

    >>> from datetime import date
    >>> import numpy as np
    >>> from headway.sample.help_desk import help_desk
    >>> desk = help_desk(rng=np.random.default_rng(15), starts_on=date(2025, 9, 1), weeks=1)
    >>> next(ticket_rows(desk))[:2]
    ('ticket', 'opened')
    """
    repeated = set(desk.flaws.repeated)
    early = set(desk.flaws.ends_before_start)
    unreadable = set(desk.flaws.unreadable_date)
    missing = set(desk.flaws.missing)
    yield COLUMNS
    for number, ticket in enumerate(desk.tickets):
        told = dict(zip(COLUMNS, map(_text, TOLD(ticket)), strict=True))
        if number in early:
            told["resolved"] = _text(ticket.opened - timedelta(days=1))
        if number in unreadable:
            told["opened"] = f"{ticket.opened:%Y}-02-30 {ticket.opened:%H:%M:%S}"
        row = tuple(MISSING if (number, column) in missing else told[column] for column in COLUMNS)
        yield row
        if number in repeated:
            yield row


def outage_rows(desk: HelpDesk) -> Iterator[tuple[str, ...]]:
    """The outage list: service, start, end, planned."""
    yield ("service", "start", "end", "planned")
    for outage in desk.outages:
        yield (outage.service, _text(outage.start), _text(outage.end), _text(outage.planned))


def change_rows(desk: HelpDesk) -> Iterator[tuple[str, ...]]:
    """The change list: change, at, service, failed."""
    yield ("change", "at", "service", "failed")
    for change in desk.changes:
        yield (change.change, _text(change.at), change.service, _text(change.failed))


def exam_rows(desk: HelpDesk) -> Iterator[tuple[str, ...]]:
    """The exam calendar: name, start, end of each sitting."""
    yield ("name", "start", "end")
    for sitting in desk.sittings:
        yield (sitting.name, _text(sitting.starts_at), _text(sitting.ends_at))


def _text(value: str | int | bool | date | datetime | time | None) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
