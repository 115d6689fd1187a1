"""A framework's edition as data: its terms by kind, and how they map to those of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from headway.framework.term import Kind, Term

NO_MAPPING: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pack:
    """The vocabulary of one edition, in the order in which it is taught. Records keep the keys they were written in.

    `mapping[other][their_key]` holds the keys here that a term of the pack `other` becomes.

    >>> from headway.framework import pack
    >>> [activity.id for activity in pack("svs").activities][:3]
    ['plan', 'improve', 'engage']
    >>> pack("svs").find(Kind.STEP, "want").number
    3
    """

    id: str
    title: str
    edition: str
    note: str
    sources: tuple[str, ...]
    terms: Mapping[str, Term]
    mapping: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: NO_MAPPING)

    def of(self, kind: Kind) -> tuple[Term, ...]:
        """All terms of a kind, in order."""
        return tuple(term for term in self.terms.values() if term.kind is kind)

    def find(self, kind: Kind, id: str) -> Term | None:
        """The term with this id, or None where the pack has none."""
        return self.terms.get(f"{kind}/{id}")

    @property
    def steps(self) -> tuple[Term, ...]:
        return self.of(Kind.STEP)

    @property
    def activities(self) -> tuple[Term, ...]:
        return self.of(Kind.ACTIVITY)

    @property
    def practices(self) -> tuple[Term, ...]:
        return self.of(Kind.PRACTICE)

    @property
    def principles(self) -> tuple[Term, ...]:
        return self.of(Kind.PRINCIPLE)

    @property
    def dimensions(self) -> tuple[Term, ...]:
        return self.of(Kind.DIMENSION)

    @property
    def levels(self) -> tuple[Term, ...]:
        return self.of(Kind.LEVEL)

    @property
    def components(self) -> tuple[Term, ...]:
        return self.of(Kind.COMPONENT)

    def practices_in(self, group: str) -> tuple[Term, ...]:
        """The practices of one group, by the group's id."""
        return tuple(term for term in self.practices if term.group == group)


def translated(key: str, *, of: Pack, to: Pack) -> tuple[str, ...]:
    """What a term of one pack is in another: many, one or none. What neither pack maps keeps its key where there is one.

    >>> from headway.framework import pack
    >>> translated("activity/obtain_build", of=pack("svs"), to=pack("itil5"))
    ('activity/acquire', 'activity/build')
    >>> translated("activity/deliver", of=pack("itil5"), to=pack("svs"))
    ('activity/engage', 'activity/deliver_and_support')
    """
    if of.id == to.id:
        return (key,) if key in to.terms else ()
    if (forward := to.mapping.get(of.id)) is not None and key in forward:
        return forward[key]
    theirs = of.mapping.get(to.id, {})
    if any(key in here for here in theirs.values()):
        found = tuple(their_key for their_key, here in theirs.items() if key in here)
        same = (key,) if key in to.terms and key not in found and key not in theirs else ()
        return same + found
    return (key,) if key in to.terms else ()
