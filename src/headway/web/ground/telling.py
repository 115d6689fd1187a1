"""Work of the library that takes longer than a lease: done in a second thread, while the job's own tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import TypeVar

from headway.web.ground.jobs import Run

SECONDS_BETWEEN = .5
Found = TypeVar("Found")


@dataclass(slots=True)
class Way:
    """How far work is, 0 to 100, by what each stage takes of it; written by the working thread, read by the job's."""

    stages: Mapping[str, int]
    percent: int = 0

    def note(self, stage: str, done: int, total: int) -> None:
        names = list(self.stages)
        place = names.index(stage) if stage in names else 0
        before = sum(self.stages[name] for name in names[:place])
        share = done / total if total else 0
        self.percent = max(self.percent, min(99, round(before + self.stages[names[place]] * share)))


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
