"""An uploaded file goes into the event store while its job tells how far it is; wishes become a mapping file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from headway.connect.prepare import table_of
from headway.eventlog.log import EventLog
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Refused
from headway.web.ground.jobs import Run
from headway.web.ground.telling import Way, while_telling
from headway.workbench.reading import read

# What each stage of an import takes of the whole, in the order in which they come. Others count towards the first.
STAGES = {"unpack": 15, "read": 40, "check": 15, "tickets": 15, "store": 10}


@dataclass(slots=True)
class Looked:
    """What was seen on the way: fields that were recognised by their content only."""

    proposed: list[tuple[str, str]] = field(default_factory=list)

    def confirm(self, reading: Reading) -> bool:
        """Never: a person confirms on the mapping page, and then nothing is proposed any more."""
        self.proposed = [(name.value, reading.mapping[name]) for name in reading.proposed]
        return False


def taken_in(
    path: Path, *, wishes: Mapping[str, Any], workspace: Path, source: str, looked: Looked, run: Run,
) -> EventLog:
    """Read a file into a source of the event store. Raises `Refused`; `points_for_tickets` where it holds points."""
    with tempfile.TemporaryDirectory(prefix="headway-") as scratch:
        mapping = Path(scratch) / "mapping.toml"
        mapping.write_text(mapping_text(wishes), encoding="utf-8")
        way = Way(stages=STAGES)
        log = while_telling(lambda: read(path, mapping_file=mapping, workspace=workspace, source=source,
                                         confirm=looked.confirm, progress=way.note), way=way, run=run)
    assert isinstance(log, EventLog)   # with a mapping file nothing is taken for a series
    return log


def mapping_text(wishes: Mapping[str, Any]) -> str:
    """Wishes as the TOML that `headway map` writes.

    >>> print(mapping_text({"columns": {"opened": "Created"}, "dates": "day-first"}))
    dates = "day-first"
    <BLANKLINE>
    [columns]
    opened = "Created"
    <BLANKLINE>
    """
    lines = [f"{name} = {_quoted(wishes[name])}" for name in ("dates", "zone") if wishes.get(name)]
    for part in ("columns", "milestones"):
        if wishes.get(part):
            lines += ["", f"[{part}]", *(f"{_quoted(key) if part == 'milestones' else key} = {_quoted(value)}"
                                         for key, value in wishes[part].items())]
    if wishes.get("sla_inverted") is not None:
        lines += ["", "[sla]", f"inverted = {str(bool(wishes['sla_inverted'])).lower()}"]
    return "\n".join(lines) + "\n"


def _quoted(text: object) -> str:
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007F")   # TOML's strings take JSON's escapes


def columns_of(path: Path) -> Sequence[str]:
    """The names of a file's columns; none where it is no table at all."""
    with tempfile.TemporaryDirectory(prefix="headway-") as scratch:
        try:
            return table_of(path, scratch=Path(scratch)).columns
        except Refused:
            return ()
