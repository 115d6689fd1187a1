"""How a file is read, as a file of its own: written by `headway map`, checked by a person, given back."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from headway.connect.disk import reading as opened
from headway.connect.wishes import DATE_ORDERS, Wishes
from headway.eventlog.fields import Field
from headway.eventlog.reading import Milestone, Reading
from headway.eventlog.refused import Refused

PARTS = ("dates", "zone", "columns", "milestones", "sla")
HEAD = """\
# How the columns of an export are read. Check it, change it, and give it back with --mapping.
# A field on the left, the column that holds it on the right; "" sets a field aside.
"""


def mapping_text(reading: Reading) -> str:
    """The decisions of a reading that another export of the same system needs.

    >>> from headway.eventlog.reading import Moment, Shape
    >>> moment = Moment(formats=("%d/%m/%Y",), order="day_first", decided_by="data")
    >>> text = mapping_text(Reading(shape=Shape.TICKETS, columns=("Nr", "Opened"), moments={Field.OPENED: moment},
    ...                             mapping={Field.TICKET: "Nr", Field.OPENED: "Opened"}))
    >>> 'dates = "day-first"' in text, 'opened = "Opened"' in text
    (True, True)
    """
    lines = [HEAD]
    stated = {moment.order for moment in reading.moments.values() if moment.decided_by in ("data", "stated")}
    lines += [f"dates = {_quoted(option)}" for option, order in DATE_ORDERS.items() if order in stated]
    if reading.zone is not None:
        lines.append(f"zone = {_quoted(reading.zone)}")
    lines += ["", "[columns]"]
    lines += [f"{field.value} = {_quoted(column)}{'   # by its content only' if field in reading.proposed else ''}"
              for field, column in reading.mapping.items()]
    if reading.milestones:
        lines += ["", f"# What an activity means: {', '.join(Milestone)}.", "[milestones]"]
        lines += [f"{_quoted(label)} = {_quoted(milestone)}" for label, milestone in reading.milestones.items()]
    if Field.SLA_KEPT in reading.mapping:
        lines += ["", "[sla]", f"inverted = {str(reading.sla_inverted).lower()}   # true: the column records breaches"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)   # TOML's basic strings take JSON's escapes


def read_mapping(path: Path, wishes: Wishes) -> Wishes:
    """The wishes with a mapping file beneath them: what was said on the command line stands above it.

    Refuses `bad_mapping` (file, reason), `unknown_field`.
    """
    with opened(path) as source:
        try:
            told = tomllib.loads(source.read().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
            raise Refused("bad_mapping", file=path.name, reason=str(failure)) from None
    flat = {name: column for name, column in told.items() if name in tuple(Field)}   # as a person would write it
    if odd := [name for name in told if name not in flat and name not in PARTS]:
        raise Refused("bad_mapping", file=path.name, reason=f"“{odd[0]}” is neither a field nor a part of it")
    columns = {_field(name): str(column) for name, column in (flat | _part(told, "columns", path)).items()}
    milestones = {str(label): _milestone(str(name), path) for label, name in _part(told, "milestones", path).items()}
    inverted = _part(told, "sla", path).get("inverted")
    return replace(
        wishes, mapping=columns | dict(wishes.mapping), milestones=milestones | dict(wishes.milestones),
        sla_inverted=wishes.sla_inverted if wishes.sla_inverted is not None or inverted is None else bool(inverted),
        dates=wishes.dates or _text(told.get("dates")), zone=wishes.zone or _text(told.get("zone")), mapping_file=None,
    )


def _part(told: Mapping[str, object], name: str, path: Path) -> dict[str, object]:
    part = told.get(name, {})
    if not isinstance(part, dict):
        raise Refused("bad_mapping", file=path.name, reason=f"[{name}] is no table")
    return part


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        raise Refused("unknown_field", field=name, fields=tuple(field.value for field in Field)) from None


def _milestone(name: str, path: Path) -> Milestone:
    try:
        return Milestone(name)
    except ValueError:
        raise Refused("bad_mapping", file=path.name, reason=f"“{name}” is none of {', '.join(Milestone)}") from None
