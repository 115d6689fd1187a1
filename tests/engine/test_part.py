"""A part of a stored log: the tickets of the values that are tied to something, as long as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from headway.engine.part import Tie, part_of_log, values_of
from headway.eventlog.fields import Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.workbench import read

ROWS = [("T1", "2024-01-01 08:00", "exam", "a"), ("T2", "2024-01-31 23:30", "exam", "b"), ("T3", "2024-02-01 00:30", "exam", "a"),
        ("T4", "2024-02-05 08:00", "it's", "b"), ("T5", "2024-02-06 08:00", "", "a")]


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    file = tmp_path / "log.csv"
    file.write_text("\n".join(["number,opened_at,category,assignment_group", *map(",".join, ROWS)]) + "\n")
    found = read(file, workspace=tmp_path / "store", source="desk")
    assert isinstance(found, EventLog)
    return found


def tickets(log: EventLog, folder: Path, *ties: Tie) -> list[str]:
    import duckdb

    folder.mkdir()
    part = part_of_log(log, ties=ties, folder=folder)
    return [row[0] for row in duckdb.execute("SELECT ticket FROM read_parquet(?) ORDER BY 1", [part.tickets_at]).fetchall()]


def test_any_of_the_ties_makes_a_ticket_a_part(log: EventLog, tmp_path: Path) -> None:
    found = tickets(log, tmp_path / "p", Tie(field=Field.CATEGORY, value="it's"), Tie(field=Field.TEAM, value="a"))
    assert found == ["T1", "T3", "T4", "T5"]


def test_a_tie_holds_from_its_first_day_and_ends_before_its_last(log: EventLog, tmp_path: Path) -> None:
    exam = {"field": Field.CATEGORY, "value": "exam"}
    assert tickets(log, tmp_path / "p", Tie(**exam, from_on=date(2024, 2, 1))) == ["T3"]   # type: ignore[arg-type]
    assert tickets(log, tmp_path / "q", Tie(**exam, until_on=date(2024, 2, 1))) == ["T1", "T2"]   # type: ignore[arg-type]


def test_the_empty_value_is_what_is_not_recorded(log: EventLog, tmp_path: Path) -> None:
    assert tickets(log, tmp_path / "p", Tie(field=Field.CATEGORY, value="")) == ["T5"]


def test_a_part_knows_what_the_whole_log_knows(log: EventLog, tmp_path: Path) -> None:
    part = part_of_log(log, ties=[Tie(field=Field.TEAM, value="b")], folder=tmp_path)
    assert (part.as_of, part.opened_from.day, part.opened_to.day) == (log.as_of, 31, 5)


def test_a_part_without_tickets_is_refused(log: EventLog, tmp_path: Path) -> None:
    for ties in ([], [Tie(field=Field.TEAM, value="c")]):
        with pytest.raises(Refused, match="no_tickets"):
            part_of_log(log, ties=ties, folder=tmp_path)


def test_values_are_counted_with_what_is_not_recorded_and_absent_fields_are_left_out(log: EventLog) -> None:
    assert list(values_of(log)) == [
        (Field.CATEGORY, "exam", 3), (Field.CATEGORY, "", 1), (Field.CATEGORY, "it's", 1), (Field.TEAM, "a", 3),
        (Field.TEAM, "b", 2)]
