"""What can't be read: one clear sentence, the row or column at fault, what to do, exit code 2, never a traceback."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from headway.cli.main import app

DATES = ((f"2024-01-{n % 28 + 1:02} 10:00", f"2024-02-{n % 28 + 1:02} 11:00") for n in range(60))
GOOD = "id,opened_at,resolved_at\n" + "".join(f"{n},{a},{b}\n" for n, (a, b) in enumerate(DATES))
OPEN_ORDER = "".join(f"{n},0{n % 9 + 1}/0{n % 8 + 1}/2024 10:00\n" for n in range(50))


def boxed(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files:
            box.writestr(name, content)
    return out.getvalue()


def assessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *options: str) -> Result:
    monkeypatch.chdir(tmp_path)
    return CliRunner().invoke(app, ["assess", name, "--workspace", "w", *options])


CASES: list[tuple[str, bytes, tuple[str, ...]]] = [
    ("empty.csv", b"", ("empty.csv is empty", "Export it again")),
    ("blank.csv", b"\n \n\n", ("blank.csv is empty",)),
    ("commas.csv", b",,,,\n,,,,\n", ("commas.csv is empty",)),
    ("header.csv", b"id,opened_at,resolved_at\n", ("a header and no row",)),
    ("header_line.csv", b"id;opened_at;resolved_at", ("a header and no row",)),
    ("binary.csv", random.Random(1).randbytes(5000), ("binary.csv is not a table of text",)),
    ("zeros.csv", bytes(5000), ("zeros.csv is not a table of text",)),
    ("nul.csv", b"id,opened_at\n1,2024-01-01\0\n", ("row 2", "NUL")),
    ("words.csv", b"just words\nwithout columns\n", ("a single column", "just words")),
    ("two_signs.csv", GOOD.replace(",", ":").encode(), ("a single column", "Export it with one of these")),
    ("no_time.csv", b"id,name,size\n1,a,3\n2,b,4\n", ("no column of times", "--map opened=COLUMN")),
    ("two_times.csv", b"id,alpha,beta\n1,2024-01-01,2024-02-01\n2,2024-01-02,2024-02-02\n",
     ("alpha or beta", "--map opened=COLUMN")),
    ("equal.csv", b"id,opened\n" + b"".join(b"%d,2024-01-01\n" % n for n in range(30)), ("“opened” is the same", "2024-01-01")),
    ("no_ticket.csv", b"opened,team\n2024-01-01,A\n2024-01-01,A\n", ("numbers the tickets", "--map ticket=COLUMN")),
    ("ambiguous.csv", f"id,opened_at\n{OPEN_ORDER}".encode(), ("row ", "“opened_at”", "--dates day-first")),
    ("mixed.csv", b"id,opened_at\n1,13/01/2024\n2,01/14/2024\n", ("row ", "“opened_at”", "more than one order")),
    ("soon.csv", b"id,opened\n1,soon\n2,later\n", ("row 2", "“opened”", "soon")),
    ("huge.csv", b"id,opened_at\nI1," + b"x" * 2_000_000 + b"\n", ("row 2", "1,000,000 bytes")),
    ("backwards.csv", b"id,opened,resolved\n" + b"".join(b"%d,2024-03-%02d,2024-02-01\n" % (n, n) for n in range(1, 20)),
     ("none of its 19 rows", "headway map")),
    ("cut.gz", gzip.compress(b"id,opened\n", mtime=0)[:10], ("cut.gz", "can't be unpacked")),
    ("none.zip", boxed(), ("none.zip holds no table",)),
    ("two.zip", boxed(("a.csv", b"1"), ("b.csv", b"2")), ("a.csv and b.csv", "name the one to read")),
    ("odd.zip", b"PK\x03\x04 and no more", ("odd.zip", "can't be unpacked")),
    ("odd.xlsx", boxed(("xl/workbook.xml", b"nothing")), ("odd.xlsx", "can't be read")),
    ("odd.parquet", b"PAR1 nonsense", ("odd.parquet is not Parquet",)),
    ("odd.xes", b"<log><trace></log>", ("odd.xes, row 1", "not XES")),
    ("bomb.xes", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x">]><log>&a;</log>', ("DOCTYPE",)),
    ("page.csv", b"<!DOCTYPE html><html>Sign in</html>", ("HTML", "Export it as CSV")),
    ("list.json", b'[{"id": 1}]', ("JSON",)),
]


@pytest.mark.parametrize(("name", "content", "says"), CASES, ids=[name for name, _, _ in CASES])
def test_bad_input_is_refused_in_a_sentence_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, says: tuple[str, ...],
) -> None:
    (tmp_path / name).write_bytes(content)
    told = assessed(tmp_path, monkeypatch, name)
    assert told.exit_code == 2, told.output
    assert isinstance(told.exception, SystemExit), "a refusal, no traceback"
    assert told.stdout == ""
    assert [part for part in says if part not in told.stderr] == []
    assert name in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1, "one line"


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("ALWAYS_ALLOWED", "SPACE_CHECK"):
        monkeypatch.setattr(f"headway.connect.container.{bound}", 1 << 20)
    for name, content in (("bomb.csv.gz", gzip.compress(b"0" * (64 << 20))),
                          ("bomb.zip", boxed(("bomb.csv", b"0" * (64 << 20))))):
        (tmp_path / name).write_bytes(content)
        told = assessed(tmp_path, monkeypatch, name)
        assert told.exit_code == 2
        assert "further than any export" in told.stderr


@pytest.mark.parametrize(("name", "says"), [("nowhere.csv", "nowhere.csv is not there"), ("folder", "older is a folder")])
def test_what_is_no_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    told = assessed(tmp_path, monkeypatch, name)
    assert told.exit_code == 2
    assert says in told.stderr


def test_what_the_person_answers_is_enough_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a refusal asks for, given: the file is read."""
    (tmp_path / "open.csv").write_text(f"id,opened_at\n{OPEN_ORDER}", encoding="utf-8")
    assert assessed(tmp_path, monkeypatch, "open.csv", "--dates", "day-first").exit_code == 0
    (tmp_path / "two.csv").write_text(GOOD.replace("opened_at,resolved_at", "alpha,beta"), encoding="utf-8")
    assert assessed(tmp_path, monkeypatch, "two.csv", "--map", "opened=alpha", "--map", "resolved=beta").exit_code == 0


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    told = assessed(tmp_path, monkeypatch, "good.csv", "--html", "good.csv/report.html")
    assert told.exit_code == 2
    assert "can't be written" in told.stderr
