"""Text as programs send it: what no database and no page can hold is refused at the door, with the place where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from ninja.parser import Parser

UNTELLABLE = re.compile("[\x00\ud800-\udfff]")   # NUL, and one half of a pair that makes a character


class ReadableText(Parser):
    """Reads JSON as RFC 8259 has it (no NaN, no Infinity) and refuses untellable characters: 422 `wrong_input`."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        given = json.loads(request.body, parse_constant=_no_number)
        _demand_readable(given, at=("body",))
        return cast(dict[str, Any], given)

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        given: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        _demand_readable(given, at=("query",))
        return given


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _demand_readable(given: Any, *, at: tuple[str, ...]) -> None:
    found = [{"type": "untellable", "loc": where, "msg": _("This text has a character that can't be kept (NUL, or half of "
                                                           "a pair). Leave it out.")}
             for where, text in _texts(given, at=at) if UNTELLABLE.search(text)]
    if found:
        raise ValidationError(found)


def _texts(given: Any, *, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text and the way to it; the names of a mapping's fields count too."""
    match given:
        case str():
            yield at, given
        case dict():
            for name, value in given.items():
                yield (*at, ascii(name)), name
                yield from _texts(value, at=(*at, name))
        case list() | tuple():
            for place, value in enumerate(given):
                yield from _texts(value, at=(*at, str(place)))
