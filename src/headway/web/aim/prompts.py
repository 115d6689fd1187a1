"""A guiding principle as a short prompt beside the work, in the words of the organisation's framework; never a field to fill."""

from __future__ import annotations

from dataclasses import dataclass

from headway.framework import Pack


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    says: str


def prompts(pack: Pack, *ids: str) -> tuple[Prompt, ...]:
    """Those of the principles that the framework has.

    >>> from headway.framework import pack
    >>> [prompt.name for prompt in prompts(pack("svs"), "focus_on_value", "no_such")]
    ['Focus on value']
    """
    found = [pack.terms[f"principle/{id}"] for id in ids if f"principle/{id}" in pack.terms]
    return tuple(Prompt(term.label, term.definition) for term in found)
