"""DuckDB, opened for one job: in memory, bounded, spilling into a folder that is swept afterwards."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

Progress: TypeAlias = Callable[[str, int, int], None]   # what is being done, how much of how much

MEMORY_LIMIT = "700MB"     # measured: ten million events then stay under 1.5 GB as a whole process
POLL_SECONDS = .2


def connect(spill: Path, *, zone: str | None) -> duckdb.DuckDBPyConnection:
    """An engine whose days begin and end in `zone` (UTC where the log states none: its moments are then naive)."""
    threads = os.cpu_count() or 1
    engine = duckdb.connect(config={
        "threads": threads, "memory_limit": MEMORY_LIMIT, "temp_directory": str(spill / "spill"),
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    })
    engine.execute(f"SET TimeZone = '{zone or 'UTC'}'")
    return engine


def one(engine: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The single value of a query, None where there is no row."""
    row = engine.execute(sql).fetchone()
    return row[0] if row else None


def count(engine: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(one(engine, f"SELECT count(*) FROM {table}"))


@contextmanager
def running(engine: duckdb.DuckDBPyConnection, progress: Progress | None, stage: str) -> Iterator[None]:
    """Tell how far the engine is while the block runs its queries."""
    if progress is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL_SECONDS):
            progress(stage, max(int(engine.query_progress()), 0), 100)

    progress(stage, 0, 100)
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
        progress(stage, 100, 100)
    finally:
        done.set()
        watcher.join()
