"""Sentences as templates: "{count:rows} …[ in column “{column}”] …" filled from facts.

A part in square brackets is left out where one of its facts is missing ("[a|b]": the first that can be filled);
elsewhere a missing fact is a `KeyError`.
Specs: n (number), share, spoken (a share with one decimal less), hours, day, days (a list of them), or (list joined by "or"),
and any noun: {count:row} is "1 row", "3 rows".
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from headway.eventlog.refused import Fact
from headway.report.words import numbers

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def fill(template: str, facts: Mapping[str, Fact]) -> str:
    """
    >>> fill("Row {row}[, column “{column}”]: {count:ticket}.", {"row": 1200, "count": 1})
    'Row 1,200: 1 ticket.'
    """
    known = {name: value for name, value in facts.items() if value is not None and value != ()}
    whole = _OPTIONAL.sub(lambda part: _if_known(part.group(1), known), template)
    return _WRITER.vformat(whole, (), known)


def bare(code: str, facts: Mapping[str, Fact]) -> str:
    """A code without words yet, said with its facts, so that nothing is hidden.

    >>> bare("odd_thing", {"row": 3})
    'odd thing (row: 3)'
    """
    told = ", ".join(f"{name.replace('_', ' ')}: {written(value)}" for name, value in facts.items() if value is not None)
    return code.replace("_", " ") + (f" ({told})" if told else "")


def written(value: Fact) -> str:
    if isinstance(value, tuple):
        return numbers.listed(tuple(numbers.shortened(name, at_most=40) for name in value))
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return numbers.plain(value)
    return numbers.shortened(value)


def _if_known(part: str, facts: Mapping[str, Fact]) -> str:
    for choice in part.split("|"):
        if {name for _, name, _, _ in string.Formatter().parse(choice) if name} <= facts.keys():
            # what a fact says is never read as a template again
            return _braces_doubled(_WRITER.vformat(choice, (), facts))
    return ""


def _braces_doubled(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


class _Writer(string.Formatter):
    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec:
            return written(value)
        if format_spec in _SPECS:
            return _SPECS[format_spec](value)
        return numbers.times(value, format_spec)


def _or(value: Any) -> str:
    names = value if isinstance(value, tuple) else (str(value),)
    return numbers.listed(tuple(numbers.shortened(name, at_most=40) for name in names), joined="or")


def _day(value: Any) -> str:
    try:
        return numbers.day(value)
    except ValueError:   # not an ISO date: say it as it stands
        return written(value)


_SPECS: dict[str, Callable[[Any], str]] = {
    "n": numbers.number,
    "share": numbers.share,
    "spoken": lambda value: numbers.share(value, spoken=True),
    "hours": lambda value: numbers.hours(value, spoken=True),
    "day": _day,
    "days": lambda value: numbers.listed(tuple(map(_day, value))),
    "or": _or,
}
_WRITER = _Writer()
