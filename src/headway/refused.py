"""Input that Headway will not work with: a code and the facts; the sentence is made at the edge (`report/words.py`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypeAlias

Fact: TypeAlias = str | int | float | tuple[str, ...] | None


class Refused(Exception):
    """A refusal with a stable code and what is needed to say it in one sentence.

    >>> Refused("no_time_column", file="tickets.csv", columns=("id", "name")).code
    'no_time_column'
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = MappingProxyType(facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"
