"""How the moments of a file are written: which strptime formats read them, and whether day or month comes first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from headway.connect.glimpse import Glimpse
from headway.connect.moments import Order, Spelling, siblings, spell
from headway.connect.table import Extremes, Table, all_equal, extremes, row_of
from headway.connect.wishes import DATE_ORDERS, Wishes
from headway.eventlog.fields import MOMENTS, Field
from headway.eventlog.reading import Moment
from headway.eventlog.refused import Refused

MOSTLY = .5        # a column of moments is one of which half can be read: the rest is rejected row by row
LAST_MONTH = 12
ENOUGH_TEXTS = 3000   # of a column, spread over the sample: a day above the twelfth stands in three of five
MOST_WORDS = 5     # a system has one word for "not set", a desk that writes by hand a few; more is a column of another kind
FIRST_YEAR, LAST_YEAR = 1980, 2200   # 1900, 1970 and 0001 are how systems write "none", and so are 2999 and 9999


@dataclass(slots=True)
class Written:
    """The spellings of one column's sample."""

    column: str
    spellings: Counter[Spelling] = field(default_factory=Counter)
    unread: int = 0
    example: str = ""
    far: Extremes = field(default_factory=Extremes)

    @property
    def read(self) -> int:
        return self.spellings.total()

    @property
    def is_mostly_read(self) -> bool:
        return self.read > 0 and self.read >= MOSTLY * (self.read + self.unread)

    @property
    def is_open(self) -> bool:
        """Whether some moments leave day and month open."""
        return any(spelling.order is None for spelling in self.spellings)


def written(
    glimpse: Glimpse, column: str, *, numbers: bool, most: int | None = None, nothing: Collection[str] = (),
) -> Written:
    """How a sample of a column is written, its first `most` values where that is enough; `nothing` is passed over.

    `numbers`: the column is known to hold moments, so bare numbers are some.
    """
    found = Written(column)
    told = glimpse.values(column)[:most]
    for text, times in Counter(told[:: max(1, len(told) // ENOUGH_TEXTS)]).items():
        if text in nothing:
            continue
        spelling = spell(text, numbers=numbers)
        if spelling is None:
            found.unread += times
            found.example = found.example or text
        else:
            found.spellings[Spelling(spelling.form, spelling.order, offset=spelling.offset)] += times
            if spelling.order is None:
                found.far = found.far.beside(spelling, text)
    return found


def holds_moments(glimpse: Glimpse, column: str) -> bool:
    """Whether a column nobody named holds moments: nearly all of its values are, and none is a bare number."""
    values = glimpse.values(column)
    sample = values[:200]
    return bool(sample) and sum(spell(text) is not None and not text.isdigit() for text in sample) >= .9 * len(sample)


def words_for_nothing(glimpse: Glimpse, mapping: Mapping[Field, str], *, start: Field) -> tuple[str, ...]:
    """Texts that a system writes where a moment is not set: "Not set", "Unresolved", 1970-01-01 on many rows.

    A text that also stands in another mapped column, where it may say something, is none of them.
    """
    columns = [column for name, column in mapping.items() if name in MOMENTS and name is not start]
    found = dict.fromkeys(text for column in columns for text, times in Counter(glimpse.values(column)).items()
                          if times > 1 and _says_nothing(text))
    if not 0 < len(found) <= MOST_WORDS:
        return ()
    elsewhere = {value for name, column in mapping.items() if name not in MOMENTS for value in glimpse.values(column)}
    return tuple(text for text in found if text not in elsewhere)


def _says_nothing(text: str) -> bool:
    if not any(sign.isdigit() for sign in text):
        return True
    year = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    return year is not None and spell(text) is not None and not FIRST_YEAR <= int(year[0]) <= LAST_YEAR


def moments_of(
    tables: Sequence[Table], glimpse: Glimpse, mapping: Mapping[Field, str], *, start: Field, wishes: Wishes,
    nothing: Collection[str] = (),
) -> dict[Field, Moment]:
    """Decide how each mapped column of moments is read; one that holds none is left out unless it is the start.

    `nothing` are texts that stand for a moment that is not set.
    Refuses `unreadable_dates`, `ambiguous_dates`, `mixed_dates`, `dates_contradicted`, `all_dates_equal`.
    """
    file = tables[0].name
    columns = {name: written(glimpse, name, numbers=True, nothing=nothing) for name in dict.fromkeys(mapping.values())}
    usable = {}
    for moment_field, column in mapping.items():
        told = columns[column]
        if told.is_mostly_read:
            usable[moment_field] = told
        elif moment_field is start or moment_field in wishes.mapping:
            if told.unread:
                raise Refused("unreadable_dates", file=file, column=column, value=told.example,
                              row=row_of(tables, column, told.example))
            if moment_field is start:
                raise Refused("unreadable_dates", file=file, column=column)
    order, decided_by = _order(tables, [told for told in columns.values() if told.is_open and told.read], wishes)
    if len(set(glimpse.values(mapping[start]))) == 1 and len(glimpse.rows) > 1 and all_equal(tables, mapping[start]):
        raise Refused("all_dates_equal", file=file, column=mapping[start], value=glimpse.values(mapping[start])[0])
    found = {moment_field: _moment(told, order, decided_by) for moment_field, told in usable.items()}
    # a column without a single moment is read like the start: where nothing ever ended, that is what it says
    empty = {moment_field: found[start] for moment_field, column in mapping.items()
             if not columns[column].read and not columns[column].unread}
    return found | empty


def _moment(told: Written, order: Order | None, decided_by: str) -> Moment:
    most_used = [spelling for spelling, _ in told.spellings.most_common()]
    formats = [spelling.format(order or Order.DAY_FIRST) for spelling in most_used if spelling.form]
    main = most_used[0].order
    return Moment(
        formats=siblings(tuple(formats)), order=str(main if main is not None else order),
        decided_by="format" if main is not None else decided_by, has_offset=any(one.offset for one in most_used),
    )


def is_date_only(moment: Moment) -> bool:
    """Whether a column tells days, not times of day: nothing can be told to the hour then.

    >>> is_date_only(Moment(formats=("%Y-%m-%d",), order="year_first", decided_by="format"))
    True
    """
    return bool(moment.formats) and "%H" not in moment.formats[0] and "%I" not in moment.formats[0]


def _order(tables: Sequence[Table], open_ones: Sequence[Written], wishes: Wishes) -> tuple[Order | None, str]:
    """Day or month first, by a component above twelve, which is no month; the whole of the data is asked only where
    the sample can't decide. A row that contradicts what was decided is rejected and counted when it is read.

    One system writes all its columns in one order, so what one column decides holds for the others.
    """
    stated = Order(DATE_ORDERS[wishes.dates]) if wishes.dates is not None else None
    if not open_ones:
        return stated, "stated"
    file = tables[0].name
    found: dict[Order, tuple[str, str]] = {}
    for told in open_ones:
        far = told.far if told.far.first > LAST_MONTH or told.far.second > LAST_MONTH else extremes(tables, told.column)
        if far.first > LAST_MONTH and far.second > LAST_MONTH:
            raise Refused("mixed_dates", file=file, column=told.column, value=far.first_text, other=far.second_text,
                          row=row_of(tables, told.column, far.second_text))
        if far.first > LAST_MONTH:
            found.setdefault(Order.DAY_FIRST, (told.column, far.first_text))
        elif far.second > LAST_MONTH:
            found.setdefault(Order.MONTH_FIRST, (told.column, far.second_text))
    if len(found) > 1:
        (column, text), (_, other) = found[Order.DAY_FIRST], found[Order.MONTH_FIRST]
        raise Refused("mixed_dates", file=file, column=column, value=text, other=other, row=row_of(tables, column, text))
    if stated is not None:
        if found and stated not in found:
            column, text = next(iter(found.values()))
            raise Refused("dates_contradicted", file=file, dates=str(wishes.dates), column=column, value=text,
                          row=row_of(tables, column, text))
        return stated, "stated"
    if found:
        return next(iter(found)), "data"
    told = open_ones[0]
    first, text = _first_open(tables, told)
    raise Refused("ambiguous_dates", file=file, column=told.column, value=text, row=first)


def _first_open(tables: Sequence[Table], told: Written) -> tuple[int | None, str]:
    """A moment to show that could be read both ways, and its row."""
    text = extremes(tables, told.column).first_text
    return row_of(tables, told.column, text), text
