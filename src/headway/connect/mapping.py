"""Which column holds which field: a preset, else names, else content; what the user said stands above all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from headway.connect.column_words import field_of
from headway.connect.dates import holds_moments, written
from headway.connect.glimpse import Glimpse
from headway.connect.preset import Preset, first_there, folded, preset_of
from headway.connect.synonyms import SYNONYMS
from headway.connect.table import Table, repeats
from headway.connect.wishes import Wishes, nearest
from headway.eventlog.fields import MOMENTS, SLICES, Field
from headway.eventlog.reading import Shape
from headway.eventlog.refused import Refused

NUMBERS = (Field.REOPENED, Field.REASSIGNED, Field.SATISFACTION, Field.ORDER)
REPEATED = .2      # of the sampled rows share their ticket with another one: a file of tickets has few such rows
FILLED = .05       # of the rows; a slice that is nearly always empty only hides a better column behind it
FEW = 200          # values tell whether a column holds moments
ONLY_EVENTS = (Field.ACTIVITY, Field.ORDER)


@dataclass(slots=True)
class Mapped:
    """Fields tied to columns, and how each came to be tied."""

    shape: Shape = Shape.TICKETS
    columns: dict[Field, str] = field(default_factory=dict)
    preset: Preset | None = None
    proposed: set[Field] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def mapped(tables: Sequence[Table], glimpse: Glimpse, wishes: Wishes) -> Mapped:
    """Tie fields to columns.

    Refuses `unknown_column`, `duplicate_mapping`, `no_ticket_column`, `no_time_column`, `two_time_columns`,
    `no_activity_column`.
    """
    file = tables[0].name
    told = Mapped(preset=preset_of(glimpse.columns))
    wanted = {name: _wanted_column(column, name, glimpse, file) for name, column in wishes.mapping.items() if column}
    for name, column in _by_name(glimpse, told.preset):
        if name not in wishes.mapping and (column not in told.columns.values() or told.preset is not None):
            told.columns[name] = column
    told.columns |= wanted
    if told.preset is None:
        _by_words(told, glimpse, wishes)
    _unique(wanted, file)
    if Field.TICKET not in told.columns:
        _propose_ticket(told, glimpse, file)
    told.shape = _shape(told, tables, glimpse, wishes)
    _propose_start(told, glimpse, file)
    _drop_what_is_not(told, glimpse, wishes)
    if not wishes.keep_text:
        told.columns.pop(Field.TEXT, None)
    return told


def _by_name(glimpse: Glimpse, preset: Preset | None) -> Iterator[tuple[Field, str]]:
    """Columns by their names; of several that fit, the first that holds what the field needs."""
    for name in Field:
        choices = preset.columns.get(name, ()) if preset is not None else (name.value, *SYNONYMS.get(name, ()))
        fitting = []
        while (column := first_there(choices, glimpse.columns)) is not None:
            fitting.append(column)
            choices = choices[choices.index(folded(column)) + 1:]
        suited = next((column for column in fitting if _suits(name, column, glimpse)), None)
        if suited is not None or (fitting and name not in SLICES):
            yield name, suited or fitting[0]


def _suits(name: Field, column: str, glimpse: Glimpse) -> bool:
    """Whether a column holds what a field needs: moments, where it is one; mostly something, where it is a slice."""
    if name in MOMENTS:
        return written(glimpse, column, numbers=True, most=FEW).read > 0
    return name not in SLICES or len(glimpse.values(column)) >= FILLED * len(glimpse.rows)


def _by_words(told: Mapped, glimpse: Glimpse, wishes: Wishes) -> None:
    """Columns whose names nobody listed, by the words in them; a moment must be seen to be one."""
    for column in glimpse.columns:
        name = field_of(column)
        if name is None or name in told.columns or name in wishes.mapping or column in told.columns.values():
            continue
        if holds_moments(glimpse, column) if name in MOMENTS else _suits(name, column, glimpse):
            told.columns[name] = column


def _wanted_column(column: str, name: Field, glimpse: Glimpse, file: str) -> str:
    if column in glimpse.columns:
        return column
    for alike in ([known for known in glimpse.columns if folded(known) == folded(column)],
                  [known for known in glimpse.columns if _run_together(known) == _run_together(column)]):
        if len(alike) == 1:
            return alike[0]
    close = nearest(column, glimpse.columns) or glimpse.columns[:20]
    raise Refused("unknown_column", file=file, column=column, field=name.value, candidates=tuple(close))


def _run_together(name: str) -> str:
    """A name without its gaps: "Sub Category" is `subcategory`."""
    return folded(name).replace("_", "")


def _unique(wanted: Mapping[Field, str], file: str) -> None:
    """Two fields on one column are a slip of the pen; a state may be the activity too."""
    for column, times in Counter(wanted.values()).items():
        tied = [name for name, other in wanted.items() if other == column]
        if times > 1 and not set(tied) <= {Field.STATE, Field.ACTIVITY}:
            raise Refused("duplicate_mapping", file=file, column=column, fields=tuple(name.value for name in tied))


def _propose_ticket(told: Mapped, glimpse: Glimpse, file: str) -> None:
    """A column that numbers tickets: every row has a value, nearly all differ, and it is no moment."""
    free = [column for column in glimpse.columns if column not in told.columns.values()]
    found = []
    for column in free:
        values = glimpse.values(column)
        is_full = len(values) == len(glimpse.rows) > 1
        if is_full and len(set(values)) == len(values) and not holds_moments(glimpse, column) and max(map(len, values)) < 40:
            found.append(column)
    if len(found) != 1:
        raise Refused("no_ticket_column", file=file, columns=tuple(glimpse.columns[:30]), candidates=tuple(found))
    told.columns[Field.TICKET] = found[0]
    told.proposed.add(Field.TICKET)


def _shape(told: Mapped, tables: Sequence[Table], glimpse: Glimpse, wishes: Wishes) -> Shape:
    """Events where tickets stand on several rows and something says when each happened, or that is all there is."""
    times = Counter(glimpse.values(told.columns[Field.TICKET]))
    shared = sum(count for count in times.values() if count > 1)
    if Field.AT in wishes.mapping and Field.OPENED not in told.columns:
        return Shape.EVENTS
    many = shared > REPEATED * max(times.total(), 1)
    if not many and not glimpse.complete and Field.ACTIVITY in told.columns:
        many = repeats(tables, told.columns[Field.TICKET])
    if many and Field.AT in told.columns:
        return Shape.EVENTS
    if many and Field.OPENED in told.columns and Field.RESOLVED not in told.columns and Field.CLOSED not in told.columns:
        told.columns[Field.AT] = told.columns.pop(Field.OPENED)   # the only moment of a repeated ticket is its event's
        return Shape.EVENTS
    if many and Field.OPENED not in told.columns:
        return Shape.EVENTS
    return Shape.TICKETS


def _propose_start(told: Mapped, glimpse: Glimpse, file: str) -> None:
    """The moment that everything is counted from: the opening, or the event's own."""
    start = Field.AT if told.shape is Shape.EVENTS else Field.OPENED
    if start not in told.columns:
        free = [column for column in glimpse.columns
                if column not in told.columns.values() and holds_moments(glimpse, column)]
        if len(free) > 1:
            raise Refused("two_time_columns", file=file, field=start.value, columns=tuple(free))
        if not free and start is Field.OPENED and Field.AT in told.columns and holds_moments(
                glimpse, told.columns[Field.AT]):
            free = [told.columns.pop(Field.AT)]
        if not free:
            raise Refused("no_time_column", file=file, field=start.value, columns=tuple(glimpse.columns[:30]))
        told.columns[start] = free[0]
        told.proposed.add(start)
    if told.shape is Shape.TICKETS:
        for name in ONLY_EVENTS:
            told.columns.pop(name, None)
    elif Field.ACTIVITY not in told.columns:
        if Field.STATE in told.columns:
            told.columns[Field.ACTIVITY] = told.columns.pop(Field.STATE)
        elif Field.RESOLVED not in told.columns and Field.CLOSED not in told.columns:
            raise Refused("no_activity_column", file=file, columns=tuple(glimpse.columns[:30]))


def _drop_what_is_not(told: Mapped, glimpse: Glimpse, wishes: Wishes) -> None:
    """Leave out columns whose name fits and whose content does not: numbers that are words, nothing at all."""
    for name in list(told.columns):
        if name in wishes.mapping or name in (Field.TICKET, Field.AT, Field.OPENED):
            continue
        values = glimpse.values(told.columns[name])
        empty = not values and glimpse.complete and name not in MOMENTS   # an empty end says that all are open
        no_number = name in NUMBERS and values and not _are_numbers(values)
        no_moment = name in MOMENTS and values and not any(sign.isdigit() for text in values[:FEW] for sign in text)
        if empty or no_number or no_moment:
            del told.columns[name]


def _are_numbers(values: Sequence[str]) -> bool:
    def is_number(text: str) -> bool:
        try:
            float(text.replace(",", "."))
        except ValueError:
            return False
        return True

    return sum(map(is_number, values)) >= .9 * len(values)
