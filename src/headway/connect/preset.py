"""What is known of each ticket system's exports, as data: one file a system in `presets/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from headway.eventlog.fields import Field
from headway.eventlog.reading import Milestone


@dataclass(frozen=True, slots=True)
class Preset:
    """A system's export: recognised when all `needs` are among its columns; `columns` are tried in order.

    Column names are folded (see `folded`). `milestones` maps labels as the system writes them.
    """

    id: str
    name: str
    needs: frozenset[str]
    columns: Mapping[Field, tuple[str, ...]]
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    sla_inverted: bool = False


def folded(name: str) -> str:
    """A column's name without case, spaces and signs: systems and spreadsheets write the same name in many ways.

    >>> folded("Custom field (First response)"), folded("case:concept:name"), folded("#")
    ('custom_field_first_response', 'case_concept_name', '#')
    """
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_") or name.strip()


@cache
def presets() -> tuple[Preset, ...]:
    """All presets, those that need most columns first."""
    folder = files("headway.connect") / "presets"
    found = [_preset(path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8")))
             for path in folder.iterdir() if path.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda preset: (-len(preset.needs), preset.id)))


def _preset(id: str, told: Mapping[str, object]) -> Preset:
    columns, milestones, sla = (told.get(part, {}) for part in ("columns", "milestones", "sla"))
    assert isinstance(columns, dict)
    assert isinstance(milestones, dict)
    assert isinstance(sla, dict)
    needs = told["needs"]
    assert isinstance(needs, list)
    return Preset(
        id=id, name=str(told["name"]), needs=frozenset(needs),
        columns={Field(name): tuple(choices) for name, choices in columns.items()},
        milestones={label: Milestone(name) for name, labels in milestones.items() for label in labels},
        sla_inverted=bool(sla.get("inverted")),
    )


def preset_of(columns: Sequence[str]) -> Preset | None:
    """The preset whose needed columns are all there, the most demanding one where several fit."""
    there = {folded(name) for name in columns}
    return next((preset for preset in presets() if preset.needs <= there), None)


def first_there(choices: Iterable[str], columns: Sequence[str]) -> str | None:
    """The first of the folded names that is a column.

    >>> first_there(("resolved_at", "solved"), ["ID", "Solved"])
    'Solved'
    """
    known = {folded(name): name for name in reversed(columns)}
    return next((known[choice] for choice in choices if choice in known), None)
