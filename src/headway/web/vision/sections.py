"""The parts of an entity's page that later slices bring: measures, backlog, improvements by step, gains held, capability.

In the slice's own `sections.py`, which is loaded by itself:

    contribute(Section(key="backlog", order=20, heading=_("Backlog"), template="register/entity_backlog.html",
                       value=backlog_of, queries=1))

`value` gets an `Asked` and gives a finished value (no queryset); the template finds it as `value`, beside `entity`.
The whole page has `BUDGET` queries for all sections together, so each says how many it takes at most. Sections that read the
same rows ask `asked.once(function)`: it is called once a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from django.utils.functional import Promise

from headway.web.accounts.models import User
from headway.web.vision.models import Entity

BUDGET: Final = 5   # of the 12 that a page may take: 5 find out who asks, 2 are the frame's own
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a section is asked: of which entity, for whom, on which day."""

    entity: Entity
    person: User
    as_of: date
    kept: dict[Callable[[Asked], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, read: Callable[[Asked], Value]) -> Value:
        """What `read` finds, read once for all sections of the page."""
        if read not in self.kept:
            self.kept[read] = read(self)
        value: Value = self.kept[read]
        return value


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. `wide` stands in the main column, else aside; `kinds` None is every kind of entity."""

    key: str
    order: int
    heading: str | Promise
    template: str
    value: Callable[[Asked], object]
    queries: int
    wide: bool = True
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class FilledSection:
    """A section with what was found, ready for its template."""

    key: str
    heading: str
    template: str
    value: object
    wide: bool


_SECTIONS: dict[str, Section] = {}


def contribute(section: Section) -> None:
    """Add a section to every entity's page; a second one with its key is a mistake."""
    if section.key in _SECTIONS:
        raise ValueError(f"there is a section {section.key} already")
    _SECTIONS[section.key] = section


def contributed() -> tuple[Section, ...]:
    return tuple(sorted(_SECTIONS.values(), key=lambda section: (section.order, section.key)))


def filled(asked: Asked) -> tuple[FilledSection, ...]:
    """All sections of this entity's kind, with their values."""
    return tuple(FilledSection(key=section.key, heading=str(section.heading), template=section.template,
                               value=section.value(asked), wide=section.wide)
                 for section in contributed() if section.kinds is None or asked.entity.kind in section.kinds)
