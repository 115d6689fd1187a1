"""What the user said about how a file is to be read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from headway.eventlog.fields import Field
from headway.eventlog.reading import Milestone
from headway.eventlog.refused import Refused

DATE_ORDERS = {"day-first": "day_first", "month-first": "month_first"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user said; it overrides what the file suggests.

    `mapping` ties fields to columns (`--map opened=Created`); an empty column name sets the field aside.
    `mapping_file` is TOML as `write_mapping` makes it. `dates` is "day-first" or "month-first". `zone` is an IANA name.

    >>> Wishes(mapping={Field.OPENED: "Created"}).mapping[Field.OPENED]
    'Created'
    """

    mapping: Mapping[Field, str] = field(default_factory=dict)
    mapping_file: Path | None = None
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    sla_inverted: bool | None = None
    dates: str | None = None
    zone: str | None = None
    keep_duplicates: bool = False
    keep_names: bool = False
    keep_text: bool = False


def check(wishes: Wishes) -> None:
    """Refuse a date order or a zone that does not exist (`unknown_date_order`, `unknown_zone`)."""
    if wishes.dates is not None and wishes.dates not in DATE_ORDERS:
        raise Refused("unknown_date_order", given=wishes.dates, choices=tuple(DATE_ORDERS))
    if wishes.zone is not None:
        check_zone(wishes.zone)


def check_zone(zone: str) -> None:
    """Refuse a name that is no IANA time zone, with the nearest ones."""
    import zoneinfo

    known = zoneinfo.available_timezones()
    if zone not in known:
        raise Refused("unknown_zone", zone=zone, nearest=nearest(zone, known))


def nearest(given: str, names: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The names most like the one given, best first; none where nothing is alike.

    >>> nearest("open_at", ["number", "opened_at", "state"])
    ('opened_at',)
    """
    by_folded = {name.casefold(): name for name in sorted(names)}
    close = difflib.get_close_matches(given.casefold(), list(by_folded), n=most, cutoff=0.5)
    return tuple(by_folded[name] for name in close)
