"""Lists and points that people keep by hand, mapping files as people write them, and texts that break off."""

from __future__ import annotations

import gzip
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from headway.connect.lists import read_changes, read_outages
from headway.connect.prepare import prepare
from headway.connect.series import is_series, read_series
from headway.connect.wishes import Wishes
from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.series import Period

TICKETS = "ticket,opened,resolved,Sub Category\n" + "".join(
    f"T{day},2024-01-{day:02} 08:00,2024-01-{day:02} 17:00,mail\n" for day in range(1, 29))


def written(folder: Path, name: str, text: str | bytes) -> Path:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / name


@pytest.mark.parametrize("text", [
    "period,value\n2024-01,12\n2024-02,14\n", "date;value\n2024-01-01;0,5\n2024-01-08;0,7\n",
    "week\tvalue\tn\n2024-W01\t3\t10\n", "\ufeffPeriod,Value\n2024-01,12\n",
])
def test_points_are_told_from_tickets_with_or_without_n(tmp_path: Path, text: str) -> None:
    assert is_series(written(tmp_path, "points.csv", text))
    assert is_series(written(tmp_path, "points.csv.gz", gzip.compress(text.encode())))
    assert not is_series(written(tmp_path, "tickets.csv", TICKETS))


def test_packed_points_are_read_like_plain_ones(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "points.zip", "w") as box:
        box.writestr("points.csv", "period,value\n2024-01,12\n2024-03,14\n")
    assert is_series(tmp_path / "points.zip")
    series = read_series(tmp_path / "points.zip")
    assert (series.period, [point.value for point in series.points]) == (Period.MONTH, [12, None, 14])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_series(tmp_path / "pipe")


@pytest.mark.parametrize("row", ["Mail,2024-01-20 08:00,2024-01-20 09:00,no,why", "Mail,2024-01-20 08:00"])
def test_a_row_of_another_width_is_named_and_not_passed_over(tmp_path: Path, row: str) -> None:
    path = written(tmp_path, "outages.csv", "service,start,end,planned\nMail,2024-01-19 08:00,2024-01-19 09:00,no\n\n"
                   f"{row}\nMail,2024-01-21 08:00,2024-01-21 09:00,no\n")
    with pytest.raises(Refused) as refused:
        read_outages(path)
    assert refused.value.code == "unreadable_table"
    assert "row 4 " in str(refused.value.facts["reason"]), "the blank line counts, as in an editor"


def test_rows_after_a_blank_line_and_a_long_cell_keep_their_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, "changes.csv", 'change,at,service\n"C\n1",2024-01-20,Mail\n\nC2,soon,Mail\n')
    with pytest.raises(Refused) as refused:
        read_changes(path)
    assert (refused.value.code, refused.value.facts["row"]) == ("unreadable_dates", 5)


def test_an_instant_stays_one_however_its_offset_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, "outages.csv", "service,start,end\nMail,2024-01-20T08:00:00Z,2024-01-20T10:30:00+02:00\n"
                   "Mail,2024-01-21T08:00:00.1234567Z,2024-01-21T09:00:00Z\n")
    first, second = read_outages(path)
    assert first.start == datetime(2024, 1, 20, 8, tzinfo=UTC)
    assert first.end is not None
    assert (first.end - first.start).total_seconds() == 1800
    assert second.start.microsecond == 123456


def test_the_whole_list_decides_whether_the_day_comes_first(tmp_path: Path) -> None:
    head = "change,at\nC1,03/02/2024 10:00\n"
    changes = read_changes(written(tmp_path, "changes.csv", head + "C2,23/02/2024 10:00\n"))
    assert changes[0].at == datetime(2024, 2, 3, 10)
    assert read_changes(written(tmp_path, "us.csv", head + "C2,02/23/2024 10:00\n"))[0].at == datetime(2024, 3, 2, 10)
    for undecided in ("C2,04/02/2024 10:00\n", "C2,23/02/2024 10:00\nC3,02/23/2024 10:00\n"):
        with pytest.raises(Refused) as refused:
            read_changes(written(tmp_path, "open.csv", head + undecided))
        assert (refused.value.code, refused.value.facts["row"]) == ("ambiguous_list_dates", 2)


def test_a_mapping_file_may_be_as_plain_as_a_person_writes_it(tmp_path: Path) -> None:
    tickets = written(tmp_path, "tickets.csv", TICKETS)
    flat = written(tmp_path, "map.toml", 'zone = "Europe/Rome"\ncategory = "subcategory"\nresolved = ""\n')
    reading = prepare([tickets], scratch=tmp_path / "s", wishes=Wishes(mapping_file=flat)).reading
    assert (reading.zone, reading.mapping[Field.CATEGORY]) == ("Europe/Rome", "Sub Category")
    assert Field.RESOLVED not in reading.mapping
    odd = written(tmp_path, "odd.toml", '[colums]\nopened = "opened"\n')
    with pytest.raises(Refused) as refused:
        prepare([tickets], scratch=tmp_path / "t", wishes=Wishes(mapping_file=odd))
    assert refused.value.code == "bad_mapping"
    assert "colums" in str(refused.value.facts["reason"])


@pytest.mark.parametrize(("end", "breaks_off"), [("", False), ("\n", False), ("T99,2024-01-", True)])
def test_a_text_that_ends_within_a_row_is_said_to_break_off(tmp_path: Path, end: str, breaks_off: bool) -> None:
    path = written(tmp_path, "tickets.csv", TICKETS.rstrip("\n") + ("\n" if end else "") + end.strip("\n"))
    reading = prepare([path], scratch=tmp_path / "s").reading
    assert ("truncated_file" in reading.notes) is breaks_off
