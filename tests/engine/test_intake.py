"""Taking files in: the account adds up, the newer state wins, and a killed import leaves the former state whole."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from headway.engine.intake import Intake, append
from headway.engine.store import Workspace, folder_name
from headway.eventlog import EventLog, Field, Milestone, Moment, Reading, Refused, Shape

TODAY = date(2024, 6, 1)
ISO = Moment(formats=("%Y-%m-%d %H:%M:%S",), order="year_first", decided_by="format")

TICKETS = Reading(
    shape=Shape.TICKETS, columns=("id", "opened", "resolved", "person", "team"),
    mapping={Field.TICKET: "id", Field.OPENED: "opened", Field.RESOLVED: "resolved", Field.PERSON: "person",
             Field.TEAM: "team"},
    moments={Field.OPENED: ISO, Field.RESOLVED: ISO},
)
EVENTS = Reading(
    shape=Shape.EVENTS, columns=("id", "at", "activity", "team", "person"),
    mapping={Field.TICKET: "id", Field.AT: "at", Field.ACTIVITY: "activity", Field.TEAM: "team",
             Field.PERSON: "person"},
    moments={Field.AT: ISO}, milestones={"Resolve": Milestone.RESOLVED, "Close": Milestone.CLOSED},
)


def take(place: Path, text: str, reading: Reading, *, digest: str | None = None) -> EventLog:
    table = place / f"{abs(hash(text))}.csv"
    table.write_text(text, encoding="utf-8")
    intake = Intake(name="tickets.csv", digest=digest or text, tables=[table], kind="text", reading=reading,
                    today=TODAY)
    return append(intake, workspace=Workspace(place / "w"), source="desk")


def rows_of(log: EventLog) -> dict[str, dict[str, object]]:
    found = duckdb.connect().execute(f"SELECT * FROM read_parquet('{log.tickets_at}')")
    names = [column[0] for column in found.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def test_every_row_is_used_or_lies_in_the_file_of_rejected_rows_with_its_place_and_reason(tmp_path: Path) -> None:
    log = take(tmp_path, "id,opened,resolved,person,team\n"
               "A,2024-01-01 08:00:00,2024-01-01 09:00:00,Ann,one\n"     # row 2 of the file
               "B,2024-02-30 08:00:00,,Ben,one\n"                        # 3: no such day
               ",2024-01-01 08:00:00,,Ben,one\n"                         # 4: no number
               "C,?,,Ben,one\n"                                          # 5: no opening
               "D,1970-01-01 00:00:00,,Ben,one\n"                        # 6: no desk kept records then
               "E,2024-01-02 08:00:00,2024-01-01 08:00:00,Cay,one\n"     # 7: ends before it starts
               "A,2024-01-01 08:00:00,2024-01-01 09:00:00,Ann,one\n"     # 8: the same row again
               "F,2024-01-03 08:00:00,,Dot,one,more\n"                   # 9: a field too many
               "F,2024-01-03 08:00:00,,Dot,two\n", TICKETS)
    quality = log.quality
    assert (quality.rows_read, quality.rows_used, quality.tickets) == (9, 2, 2)
    assert quality.rejected == {"unreadable_date": 1, "missing_ticket": 1, "missing_moment": 1, "year_out_of_range": 1,
                                "end_before_start": 1, "duplicate_row": 1, "wrong_field_count": 1}
    assert quality.rejected_file is not None
    with Path(quality.rejected_file).open(encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    assert [(row["row"], row["reason"]) for row in told] == [
        ("2", "unreadable_date"), ("3", "missing_ticket"), ("4", "missing_moment"), ("5", "year_out_of_range"),
        ("6", "end_before_start"), ("7", "duplicate_row"), ("8", "wrong_field_count")]
    assert told[0]["text"] == "2024-02-30 08:00:00"
    assert "Ben" not in Path(quality.rejected_file).read_text(encoding="utf-8"), "people are hashed there too"


def test_people_are_hashed_with_a_key_that_no_other_workspace_has(tmp_path: Path) -> None:
    text = "id,opened,resolved,person,team\nA,2024-01-01 08:00:00,,Ann,one\nB,2024-01-02 08:00:00,,Ann,one\n"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    here, there = rows_of(take(tmp_path / "one", text, TICKETS)), rows_of(take(tmp_path / "two", text, TICKETS))
    assert here["A"]["person"] == here["B"]["person"] != there["A"]["person"]
    assert "Ann" not in (here["A"]["person"], there["A"]["person"])


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    text = "id,opened,resolved,person,team\nA,2024-01-01 08:00:00,,Ann,one\n"
    first = take(tmp_path, text, TICKETS)
    second = take(tmp_path, text, TICKETS)
    assert (first.new, first.changed, first.same) == (1, 0, 0)
    assert (second.new, second.changed, second.same) == (0, 0, 1)
    assert second.tickets_at == first.tickets_at


def test_a_later_export_replaces_the_state_of_its_tickets_and_adds_the_new_ones(tmp_path: Path) -> None:
    head = "id,opened,resolved,person,team\n"
    take(tmp_path, head + "A,2024-01-01 08:00:00,,Ann,one\n"
         "B,2024-01-01 09:00:00,2024-01-01 10:00:00,Ann,one\n", TICKETS)
    later = take(tmp_path, head + "A,2024-01-01 08:00:00,2024-01-05 08:00:00,Ann,two\n"
                 "B,2024-01-01 09:00:00,2024-01-01 10:00:00,Ann,one\nC,2024-01-06 08:00:00,,Ann,one\n", TICKETS)
    assert (later.new, later.changed, later.same) == (1, 1, 1)
    assert rows_of(later)["A"]["resolved"] == datetime(2024, 1, 5, 8)
    assert later.quality.tickets == 3
    assert [finding.code for finding in later.quality.findings if finding.code == "merged"] == ["merged"]


def test_an_older_export_never_takes_a_newer_state_back(tmp_path: Path) -> None:
    head = "id,opened,resolved,person,team\n"
    take(tmp_path, head + "A,2024-01-01 08:00:00,2024-01-05 08:00:00,Ann,two\n", TICKETS)
    again = take(tmp_path, head + "A,2024-01-01 08:00:00,,Ann,one\n", TICKETS)
    assert rows_of(again)["A"]["resolved"] == datetime(2024, 1, 5, 8)


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_order_of_events_decides_hands_and_ends_even_where_moments_tie(tmp_path: Path, shuffled: bool) -> None:
    lines = ["A,2024-01-01 08:00:00,Assign,one,Ann", "A,2024-01-01 09:00:00,Assign,two,Ben",
             "A,2024-01-01 10:00:00,Assign,one,Ann", "A,2024-01-01 11:00:00,Resolve,one,Ann",
             "A,2024-01-01 12:00:00,Assign,one,Ann", "A,2024-01-01 13:00:00,Resolve,one,Ann",
             "B,2024-01-01 08:00:00,Assign,one,Ann", "B,2024-01-01 08:00:00,Assign,two,Ben",
             "B,2024-01-01 09:00:00,Close,two,Ben"]
    if shuffled:   # B's tie is told by the order in the file, so B stays as it is
        lines = lines[3:6][::-1] + lines[:3][::-1] + lines[6:]
    tickets = rows_of(take(tmp_path, "id,at,activity,team,person\n" + "\n".join(lines) + "\n", EVENTS))
    a, b = tickets["A"], tickets["B"]
    assert (a["resolved"], a["reopened"], a["reassigned"], a["ping_pong"]) == (datetime(2024, 1, 1, 11), 1, 2, True)
    assert (a["first_team"], a["team"], a["state"], a["events"]) == ("one", "one", "Resolve", 6)
    assert (b["first_team"], b["team"], b["reassigned"], b["ping_pong"]) == ("one", "two", 1, False)
    assert b["is_open"] is False


def test_rows_the_same_in_every_cell_count_once_unless_they_are_kept(tmp_path: Path) -> None:
    text = ("id,at,activity,team,person\nA,2024-01-01 08:00:00,Assign,one,Ann\nA,2024-01-01 08:00:00,Assign,one,Ann\n"
            "A,2024-01-01 08:00:00,Assign,two,Ann\n")
    once = take(tmp_path, text, EVENTS)
    assert (once.quality.rows_used, once.quality.rejected) == (2, {"duplicate_row": 1})
    kept = take(tmp_path, text, replace(EVENTS, keep_duplicates=True))
    assert kept.quality.rows_used == 3


def test_a_file_without_a_usable_row_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        take(tmp_path, "id,opened,resolved,person,team\nA,never,,Ann,one\n", TICKETS)
    assert refused.value.code == "no_rows_left"
    assert not list((tmp_path / "w").rglob("*.parquet"))


def test_rows_of_tickets_and_rows_of_events_never_meet_in_one_source(tmp_path: Path) -> None:
    take(tmp_path, "id,opened,resolved,person,team\nA,2024-01-01 08:00:00,,Ann,one\n", TICKETS)
    with pytest.raises(Refused) as refused:
        take(tmp_path, "id,at,activity,team,person\nA,2024-01-01 08:00:00,Assign,one,Ann\n", EVENTS)
    assert refused.value.code == "source_shape"


def test_another_systems_tickets_never_meet_in_one_source(tmp_path: Path) -> None:
    take(tmp_path, "id,opened,resolved,person,team\nA,2024-01-01 08:00:00,,Ann,one\n", TICKETS)
    other = replace(TICKETS, columns=("key", *TICKETS.columns[1:]), mapping=TICKETS.mapping | {Field.TICKET: "key"})
    with pytest.raises(Refused) as refused:
        take(tmp_path, "key,opened,resolved,person,team\nA,2024-01-01 08:00:00,,Ann,one\n", other)
    assert refused.value.code == "source_mismatch"


@pytest.mark.parametrize("source", ["desk", "CON", "desk: north/south", "..", "Ünï", "a" * 300, "desk."])
def test_a_source_of_any_name_has_a_folder_of_its_own_on_every_system(source: str) -> None:
    name = folder_name(source)
    assert len(name) < 60
    assert not set(name) & set('<>:"/\\|?* .')
    assert name.lower() not in ("con", "nul", "")
    assert name == name.lower()


KILLED = """
import sys
from pathlib import Path
from test_intake import TICKETS, TODAY
from headway.engine.intake import Intake, append
from headway.engine import intake, store
from headway.engine.store import Workspace

folder, moment = Path(sys.argv[1]), sys.argv[2]

def stop(*_):
    print("here", flush=True)
    sys.stdin.read()          # until killed

if moment == "before_rename":
    store.Path.replace = stop
elif moment == "after_rename":
    store.sweep = lambda *_, then=[]: then.append(1) if not then else stop()
def progress(stage, done, of):
    if stage == moment:
        stop()
table = folder / "late.csv"
append(Intake(name="late.csv", digest="late", tables=[table], kind="text", reading=TICKETS, today=TODAY),
       workspace=Workspace(folder / "w"), source="desk", progress=progress)
"""


@pytest.mark.parametrize("moment", ["read", "check", "tickets", "store", "before_rename", "after_rename"])
def test_killed_at_any_moment_an_import_leaves_the_former_or_the_new_state_whole(tmp_path: Path, moment: str) -> None:
    head = "id,opened,resolved,person,team\n"
    take(tmp_path, head + "A,2024-01-01 08:00:00,,Ann,one\n", TICKETS)
    late = head + "A,2024-01-01 08:00:00,2024-01-05 08:00:00,Ann,two\nB,2024-01-06 08:00:00,,Ann,one\n"
    (tmp_path / "late.csv").write_text(late, encoding="utf-8")
    here = str(Path(__file__).parent)
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), moment], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": here})
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "here\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    child.stdin.close()

    place = Workspace(tmp_path / "w")
    manifest = place.manifest("desk")
    folder = place.source("desk")
    assert all((folder / name).exists() for name in manifest.files), "what the manifest names is there"
    expected = 2 if moment == "after_rename" else 1
    assert duckdb.connect().execute(f"SELECT count(*) FROM read_parquet('{folder / str(manifest.tickets)}')"
                                    ).fetchone() == (expected,)

    after = append(Intake(name="late.csv", digest="late", tables=[tmp_path / "late.csv"], kind="text", reading=TICKETS,
                          today=TODAY), workspace=place, source="desk")
    assert after.quality.tickets == 2
    named = place.manifest("desk").files | {"manifest.json", "lock"}
    assert {path.name for path in folder.iterdir()} <= named, "what the killed import left is swept"


def test_the_text_of_tickets_is_stored_only_where_it_was_asked_for(tmp_path: Path) -> None:
    columns = ("id", "opened", "resolved", "person", "team", "summary")
    told = "id,opened,resolved,person,team,summary\nA,2024-01-01 08:00:00,,Ann,one,printer on fire\n"
    kept = replace(TICKETS, columns=columns, mapping=TICKETS.mapping | {Field.TEXT: "summary"}, keep_text=True)
    assert rows_of(take(tmp_path, told, kept))["A"]["text"] == "printer on fire"
    (tmp_path / "other").mkdir()
    assert rows_of(take(tmp_path / "other", told, replace(TICKETS, columns=columns)))["A"]["text"] is None


def test_a_wait_by_the_clock_before_closing_is_found_and_people_closing_are_not(tmp_path: Path) -> None:
    def text(*, by_clock: bool) -> str:
        lines = ["id,opened,resolved,closed"]
        for n in range(60):
            resolved = datetime(2024, 1, 1, 8) + timedelta(hours=5 * n)
            closed = resolved + timedelta(days=5, minutes=n % 7 if by_clock else 97 * n)
            lines.append(f"{n},2024-01-01 07:00:00,{resolved},{closed}")
        return "\n".join(lines) + "\n"

    reading = Reading(
        shape=Shape.TICKETS, columns=("id", "opened", "resolved", "closed"),
        mapping={Field.TICKET: "id", Field.OPENED: "opened", Field.RESOLVED: "resolved", Field.CLOSED: "closed"},
        moments={Field.OPENED: ISO, Field.RESOLVED: ISO, Field.CLOSED: ISO})
    found = take(tmp_path, text(by_clock=True), reading).quality.findings
    assert [finding.facts["days"] for finding in found if finding.code == "automatic_close"] == [5.0]
    (tmp_path / "people").mkdir()
    found = take(tmp_path / "people", text(by_clock=False), reading).quality.findings
    assert "automatic_close" not in {finding.code for finding in found}


def test_hours_that_a_zone_skips_or_repeats_are_counted_and_moved_not_lost(tmp_path: Path) -> None:
    """Europe/Rome left out 02:00 to 03:00 on 31 March 2024 and had it twice on 29 October 2023."""
    text = ("id,opened,resolved,person,team\nA,2024-03-31 02:30:00,2024-03-31 05:00:00,Ann,one\n"
            "B,2023-10-29 02:30:00,2023-10-29 05:00:00,Ann,one\nC,2024-01-01 08:00:00,,Ann,one\n")
    log = take(tmp_path, text, replace(TICKETS, zone="Europe/Rome"))
    counted = {finding.code: finding.count for finding in log.quality.findings}
    assert (counted["daylight_saving_gap"], counted["daylight_saving_twice"]) == (1, 1)
    assert log.quality.rows_used == 3
    waits = duckdb.connect().execute(f"SELECT ticket, (epoch(resolved) - epoch(opened)) / 3600 FROM '{log.tickets_at}'"
                                     " WHERE resolved IS NOT NULL ORDER BY ticket").fetchall()
    assert waits == [("A", 1.5), ("B", 2.5)]
