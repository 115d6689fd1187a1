"""From a file to the decision how it is read: forms, shapes, columns, dates, milestones, and what is refused."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from headway.connect.lists import read_changes, read_outages
from headway.connect.mapping_file import mapping_text
from headway.connect.prepare import Prepared, prepare
from headway.connect.series import is_series, read_series
from headway.connect.wishes import Wishes
from headway.eventlog import Field, Milestone, Refused, Shape
from headway.kpi.definition import Unit
from headway.kpi.series import Period

START = datetime(2024, 1, 20, 8)


def tickets(n: int = 40, *, form: str = "%Y-%m-%d %H:%M", columns: tuple[str, ...] = ("Number", "Created", "Resolved"),
            delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for place in range(n):
        opened = START + timedelta(hours=7 * place)
        writer.writerow([f"T{place}", opened.strftime(form), (opened + timedelta(hours=3)).strftime(form)])
    return out.getvalue()


def read(tmp_path: Path, content: str | bytes, *, name: str = "tickets.csv", wishes: Wishes | None = None) -> Prepared:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return prepare([path], scratch=tmp_path / "scratch", wishes=wishes)


def refusal(tmp_path: Path, content: str | bytes, *, name: str = "tickets.csv", wishes: Wishes | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        read(tmp_path, content, name=name, wishes=wishes)
    return refused.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    told = read(tmp_path, tickets(columns=("Nummer", "Eröffnet", "Gelöst am"), delimiter=delimiter).encode(encoding))
    assert told.reading.mapping == {Field.TICKET: "Nummer", Field.OPENED: "Eröffnet", Field.RESOLVED: "Gelöst am"}
    assert told.reading.shape is Shape.TICKETS


def test_boxes_are_opened_and_the_digest_is_of_the_file_that_was_given(tmp_path: Path) -> None:
    text = tickets().encode()
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packed:
        packed.writestr("export.csv", text)
        packed.writestr("__MACOSX/._export.csv", b"x")
    zipped, gzipped = (read(tmp_path, content, name=name) for content, name in
                       ((box.getvalue(), "t.zip"), (gzip.compress(text), "t.csv.gz")))
    assert zipped.tables[0].read_bytes() == gzipped.tables[0].read_bytes() == text
    assert zipped.digest != gzipped.digest


def test_parquet_and_several_files_alike_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(tickets(), encoding="utf-8")
    (tmp_path / "b.csv").write_text(tickets(columns=("Number", "Created", "Resolved"), delimiter=";"), encoding="utf-8")
    duckdb.execute(f"COPY (SELECT * FROM '{tmp_path}/a.csv') TO '{tmp_path}/a.parquet'")
    assert prepare([tmp_path / "a.parquet"], scratch=tmp_path / "s1").kind == "parquet"
    both = prepare([tmp_path / "a.csv", tmp_path / "b.csv"], scratch=tmp_path / "s2")
    assert len(both.tables) == 2
    assert both.tables[0].read_text(encoding="utf-8") == both.tables[1].read_text(encoding="utf-8"), "in one form"
    (tmp_path / "c.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        prepare([tmp_path / "a.csv", tmp_path / "c.csv"], scratch=tmp_path / "s3")
    assert refused.value.code == "files_differ"


@pytest.mark.parametrize(("form", "order"), [
    ("%d/%m/%Y %H:%M", "day_first"), ("%m/%d/%Y %H:%M", "month_first"), ("%d.%m.%y %H:%M:%S", "day_first"),
    ("%Y-%m-%dT%H:%M:%SZ", "year_first"), ("%d %b %Y %H:%M", "day_first"), ("%b %d, %Y %I:%M %p", "month_first")])
def test_the_order_of_day_and_month_is_decided_from_the_data(tmp_path: Path, form: str, order: str) -> None:
    moment = read(tmp_path, tickets(form=form)).reading.moments[Field.OPENED]
    assert moment.order == order
    assert moment.decided_by == ("data" if "/" in form or "." in form else "format")


def test_dates_that_nothing_decides_are_refused_until_a_person_decides(tmp_path: Path) -> None:
    text = "Number,Created\n" + "".join(f"T{n},0{n % 9 + 1}/0{n % 8 + 1}/2024\n" for n in range(30))
    told = refusal(tmp_path, text)
    assert (told.code, told.facts["column"]) == ("ambiguous_dates", "Created")
    assert read(tmp_path, text, wishes=Wishes(dates="month-first")).reading.moments[Field.OPENED].order == "month_first"


def test_a_stated_order_that_the_data_contradicts_is_refused_with_the_row(tmp_path: Path) -> None:
    told = refusal(tmp_path, tickets(form="%d/%m/%Y"), wishes=Wishes(dates="month-first"))
    assert told.code == "dates_contradicted"
    assert told.facts["row"] == 39, "the clearest one"


@pytest.mark.parametrize(("content", "code"), [
    ("", "empty_file"), ("id,opened\n", "header_only"), (bytes(range(256)) * 40, "binary_file"),
    ("just words\nwithout columns\n", "one_column"), ("id,name\n1,a\n2,b\n", "no_time_column"),
    ("id,alpha,beta\n1,2024-01-20,2024-01-21\n2,2024-01-22,2024-01-23\n", "two_time_columns"),
    ("id,opened\n" + "".join(f"{n},2024-01-20 08:00\n" for n in range(9)), "all_dates_equal"),
    ("id,opened\n1,soon\n2,later\n", "unreadable_dates"),
    ("name,opened\nann,2024-01-20\nann,2024-01-21\n", "no_ticket_column"),
    ("id,opened\n1,2024-01-20\n2," + "x" * 1_200_000 + "\n", "field_too_long"),
    ("id,opened\n1,2024-01-20\x00\n", "nul_bytes"), ("%PDF-1.7 and so on\n", "unsupported_format"),
])
def test_bad_input_is_refused_by_its_code(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refusal(tmp_path, content).code == code


def test_a_bomb_is_refused_before_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("ALWAYS_ALLOWED", "SPACE_CHECK"):
        monkeypatch.setattr(f"headway.connect.container.{bound}", 1 << 20)
    assert refusal(tmp_path, gzip.compress(b"0" * (64 << 20)), name="t.csv.gz").code == "expands_too_far"


def test_what_the_user_says_stands_above_names_and_presets(tmp_path: Path) -> None:
    text = tickets(columns=("Number", "Created", "Other"))
    told = read(tmp_path, text, wishes=Wishes(mapping={Field.RESOLVED: "other"})).reading
    assert told.mapping[Field.RESOLVED] == "Other"
    assert refusal(tmp_path, text, wishes=Wishes(mapping={Field.RESOLVED: "Othre"})).facts["candidates"] == ("Other",)


def test_columns_known_by_their_content_only_are_marked_as_proposed(tmp_path: Path) -> None:
    told = read(tmp_path, tickets(columns=("Vermerk", "Anfang", "Resolved"))).reading
    assert set(told.proposed) == {Field.TICKET, Field.OPENED}


@pytest.mark.parametrize(("preset", "header", "row"), [
    ("jira", "Issue key,Issue Type,Status,Priority,Assignee,Created,Resolved", "K-{n},Bug,Done,High,ann,{opened},{resolved}"),
    ("zammad", "number,title,group,state,priority,created_at,close_at", "{n},x,Users,closed,2 normal,{opened},{resolved}"),
    ("glpi", "id,name,date,solvedate,closedate,status", "{n},x,{opened},{resolved},{resolved},6"),
    ("itop", "ref,start_date,resolution_date,team_name,status", "R-{n},{opened},{resolved},Desk,closed"),
    ("freshservice", "id,status,created_at,due_by,fr_due_by,resolved_at", "{n},5,{opened},{resolved},{resolved},{resolved}"),
    ("request_tracker", "id\tQueueName\tStatus\tCreated\tStarted\tResolved",
     "{n}\tDesk\tresolved\t{opened}\t{opened}\t{resolved}"),
    ("redmine", "#,Project,Tracker,Status,Created,Closed", "{n},Desk,Bug,Closed,{opened},{resolved}"),
    ("servicenow", "number,opened_at,resolved_at,sys_updated_on,state", "INC{n},{opened},{resolved},{resolved},Closed"),
])
def test_the_exports_of_known_systems_are_recognised(tmp_path: Path, preset: str, header: str, row: str) -> None:
    lines = [header]
    for n in range(30):
        opened = START + timedelta(days=n)
        lines.append(row.format(n=n, opened=opened, resolved=opened + timedelta(hours=5)))
    told = read(tmp_path, "\n".join(lines) + "\n").reading
    assert told.preset == preset
    assert told.shape is Shape.TICKETS
    assert {Field.TICKET, Field.OPENED} <= set(told.mapping)
    assert {Field.RESOLVED, Field.CLOSED} & set(told.moments)
    assert not told.proposed


def test_events_are_told_from_tickets_and_their_labels_understood(tmp_path: Path) -> None:
    lines = ["Vorgang,Zeitpunkt,Status,Gruppe"]
    for n in range(30):
        for hours, state in enumerate(("Neu", "In Bearbeitung", "Gelöst", "Geschlossen")):
            lines.append(f"V{n},{START + timedelta(days=n, hours=hours)},{state},eins")
    told = read(tmp_path, "\n".join(lines) + "\n").reading
    assert told.shape is Shape.EVENTS
    assert told.mapping[Field.ACTIVITY] == "Status"
    assert told.milestones == {"In Bearbeitung": Milestone.OWNED, "Gelöst": Milestone.RESOLVED,
                               "Geschlossen": Milestone.CLOSED}


def test_a_flag_that_records_breaches_is_turned_round_by_its_name_or_by_the_times(tmp_path: Path) -> None:
    def text(name: str, *, slow: str, quick: str) -> str:
        lines = [f"id,opened,resolved,{name}"]
        for n in range(80):
            opened = START + timedelta(hours=7 * n)
            lines.append(f"{n},{opened},{opened + timedelta(hours=40 if n % 2 else 2)},{slow if n % 2 else quick}")
        return "\n".join(lines) + "\n"

    assert read(tmp_path, text("sla_breached", slow="true", quick="false")).reading.sla_inverted
    assert not read(tmp_path, text("made_sla", slow="false", quick="true")).reading.sla_inverted
    told = read(tmp_path, text("made_sla", slow="true", quick="false")).reading
    assert told.sla_inverted
    assert "sla_meaning_inferred" in told.notes
    assert not read(tmp_path, text("sla_status", slow="Breached", quick="Met")).reading.sla_inverted


def test_a_mapping_file_reads_the_same_file_in_the_same_way(tmp_path: Path) -> None:
    text = tickets(form="%d/%m/%Y %H:%M", columns=("Vermerk", "Anfang", "Resolved"))
    first = read(tmp_path, text, wishes=Wishes(zone="Europe/Rome")).reading
    (tmp_path / "map.toml").write_text(mapping_text(first), encoding="utf-8")
    again = read(tmp_path, text, wishes=Wishes(mapping_file=tmp_path / "map.toml")).reading
    assert (again.mapping, again.zone, again.shape) == (first.mapping, first.zone, first.shape)
    assert {name: moment.formats for name, moment in again.moments.items()} == {
        name: moment.formats for name, moment in first.moments.items()}
    assert again.proposed == ()


def test_points_without_a_log_are_a_series_with_its_gaps(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("period,value,n\n2024-W01,0.91,120\n2024-W02,0.88,95\n2024-W04,90%,80\n", encoding="utf-8")
    assert is_series(path)
    series = read_series(path)
    assert (series.period, series.kpi.unit, series.n) == (Period.WEEK, Unit.SHARE, 295)
    assert [point.value for point in series.points] == [.91, .88, None, .9]
    path.write_text("period,value\n2024-01,12\n2024-02,x\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_series(path)
    assert (refused.value.code, refused.value.facts["row"]) == ("unreadable_number", 3)


def test_lists_name_the_row_at_fault(tmp_path: Path) -> None:
    path = tmp_path / "outages.csv"
    path.write_text("service,start,end,planned\nMail,2024-01-20 08:00,2024-01-20 09:00,no\n"
                    "Mail,2024-01-21 08:00,,\n", encoding="utf-8")
    first, second = read_outages(path)
    assert (first.planned, second.end) == (False, None)
    path.write_text("service,start,end\nMail,2024-01-20 08:00,2024-01-20 07:00\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_outages(path)
    assert (refused.value.code, refused.value.facts["row"]) == ("outage_ends_before_start", 2)
    path.write_text("change,at,service,failed\nC1,2024-01-20 08:00,Mail,yes\nC2,2024-01-21 08:00,Mail,maybe\n",
                    encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_changes(path)
    assert (refused.value.code, refused.value.facts["row"]) == ("unreadable_flag", 3)


def test_real_logs_are_read_as_their_documentation_says(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "incidents"
    uci = prepare([folder / "uci_incident_event_log.zip"], scratch=tmp_path / "u").reading
    assert (uci.preset, uci.moments[Field.OPENED].order, uci.moments[Field.OPENED].decided_by) == (
        "servicenow_uci", "day_first", "data")
    italian = prepare([folder / "italian_helpdesk.csv.gz"], scratch=tmp_path / "i").reading
    assert italian.milestones["Resolve ticket"] is Milestone.RESOLVED
    assert "Variant (2)" in italian.columns
    assert prepare([folder / "bpic2013_closed_problems.csv.gz"], scratch=tmp_path / "b").reading.moments[Field.AT].has_offset
