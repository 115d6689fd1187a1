"""What an operation will not do: a code and its facts; the sentence is made at the edge (`words.py` of each slice)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypeAlias

Fact: TypeAlias = str | int | float | bool | None


class Declined(Exception):
    """A write that would break a rule. Pages show the sentence above the form, the API answers 409 with the code.

    >>> Declined("changed_meanwhile", by="Ann").code
    'changed_meanwhile'
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = MappingProxyType(facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"
