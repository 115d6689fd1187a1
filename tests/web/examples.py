"""What the walk over all addresses (test_stranger.py) fills in: each slice's `tests/web/<slice>/examples.py`.

PAGES: the name of a page's address → what makes, for a team, the words in it. Only addresses with words in them need one.
API: the id of an API operation → what makes, for a team, (words of the path, query, body).
Everything that these make belongs to the team, and its texts hold `people.MARK`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from headway.web.project.slices import installed
from web.people import Team


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API."""

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None


PageExamples = Mapping[str, Callable[[Team], Mapping[str, Any]]]
ApiExamples = Mapping[str, Callable[[Team], Call]]


def pages() -> dict[str, Callable[[Team], Mapping[str, Any]]]:
    return {name: example for module in _modules() for name, example in module.PAGES.items()}


def calls() -> dict[str, Callable[[Team], Call]]:
    return {name: example for module in _modules() for name, example in module.API.items()}


def _modules() -> list[Any]:
    names = [f"web.{name}.examples" for name in ("ground", *installed())]
    return [import_module(name) for name in names if find_spec(name.rpartition(".")[0]) and find_spec(name)]
