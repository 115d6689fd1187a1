"""Holding a write to SQLite up in the midst of its transaction, so that whoever writes can be killed at a known moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

# Counts for hours: the tables of the database, times themselves, times themselves …
COUNTS_FOR_HOURS = "SELECT count(*) FROM sqlite_master a, sqlite_master b, sqlite_master c, sqlite_master d, sqlite_master e"
LOOKS = 10   # so often in a row a lock must be there: others hold it for moments only


def asked(database: Path, question: str, *given: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        return connection.execute(question, given).fetchall()


def told(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@contextmanager
def held_up(database: Path, *, before: str, when: str = "1") -> Iterator[None]:
    """Whoever does this (`INSERT ON table`) waits in its transaction, which is open, until it is killed."""
    told(database, f"CREATE TRIGGER held_up BEFORE {before} WHEN {when} BEGIN {COUNTS_FOR_HOURS}; END")
    try:
        yield
    finally:
        told(database, "DROP TRIGGER held_up")


def is_held(database: Path) -> bool:
    """Whether somebody is in the midst of a writing transaction and stays there."""
    return all(_is_locked(database) for _ in range(LOOKS))


def _is_locked(database: Path) -> bool:
    with closing(sqlite3.connect(database, timeout=.05, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False
