"""An uploaded file goes into the event store while its job tells how far it is; wishes become a mapping file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from headway.connect.prepare import table_of
from headway.eventlog.log import EventLog
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Refused
from headway.web.ground.jobs import Run
from headway.workbench.reading import read

SECONDS_BETWEEN = .5
# What each stage of an import takes of the whole, in the order in which they come. Others count towards the first.
STAGES = {"unpack": 15, "read": 40, "check": 15, "tickets": 15, "store": 10}
Found = TypeVar("Found")


@dataclass(slots=True)
class Way:
    """How far work is, 0 to 100, by what each stage takes of it; written by the working thread, read by the job's."""

    stages: Mapping[str, int] = field(default_factory=lambda: STAGES)
    percent: int = 0

    def note(self, stage: str, done: int, total: int) -> None:
        names = list(self.stages)
        place = names.index(stage) if stage in names else 0
        before = sum(self.stages[name] for name in names[:place])
        share = done / total if total else 0
        self.percent = max(self.percent, min(99, round(before + self.stages[names[place]] * share)))


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
        way = Way()
        log = while_telling(lambda: read(path, mapping_file=mapping, workspace=workspace, source=source,
                                         confirm=looked.confirm, progress=way.note), way=way, run=run)
    assert isinstance(log, EventLog)   # with a mapping file nothing is taken for a series
    return log


def while_telling(work: Callable[[], Found], *, way: Way, run: Run) -> Found:
    """Do it in a second thread, which never touches the database, and tell its progress from this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work)
        while True:
            try:
                return future.result(timeout=SECONDS_BETWEEN)
            except NotYet:
                if future.done():   # the work's own error
                    raise
                run.progress(done=way.percent, total=100)


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
