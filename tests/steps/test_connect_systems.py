"""Exports as systems really write them: names in words, moments that are not set, clocks of other countries."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from headway.connect.column_words import field_of
from headway.connect.prepare import prepare
from headway.engine.intake import Intake, append
from headway.engine.store import Workspace
from headway.eventlog import EventLog, Field, Milestone, Shape

START = datetime(2024, 1, 3, 8)
MINUTES = "%Y-%m-%d %H:%M"
MANY = 40
OPEN = 3    # the last ones
Cell = str | Callable[[int], str]


def moment(hours: float, form: str = MINUTES, *, unset: str | None = None) -> Callable[[int], str]:
    """A column of moments, `hours` after the opening; the last tickets have none where `unset` says so."""
    def told(n: int) -> str:
        if unset is not None and n >= MANY - OPEN:
            return unset
        return (START + timedelta(hours=9 * n + hours)).strftime(form)
    return told


def number(n: int) -> str:
    return f"T{n}"


def taken(tmp_path: Path, columns: Mapping[str, Cell], *, delimiter: str = ",", encoding: str = "utf-8") -> EventLog:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([cell(n) if callable(cell) else cell for cell in columns.values()] for n in range(MANY))
    (tmp_path / "export.csv").write_bytes(out.getvalue().encode(encoding))
    return stored(tmp_path)


def stored(tmp_path: Path) -> EventLog:
    told = prepare([tmp_path / "export.csv"], scratch=tmp_path / "scratch")
    return append(Intake(name=told.name, digest=told.digest, tables=told.tables, kind=told.kind, reading=told.reading,
                         today=date(2026, 1, 1)), workspace=Workspace(tmp_path / "w"), source="s")


@pytest.mark.parametrize(("name", "field"), [
    ("Last Resolved Date", Field.RESOLVED), ("Resolved Time (UTC)", Field.RESOLVED), ("resolutionDate", Field.RESOLVED),
    ("Expected resolution date", None), ("Time to Resolution", None), ("First Response Due By", None),
    ("Lösungszeitpunkt", Field.RESOLVED), ("Date de clôture", Field.CLOSED), ("Fecha de apertura", Field.OPENED),
    ("Streefdatum", Field.DUE), ("Data presa in carico", Field.OWNED), ("Resolved By", None), ("Reopen Time", None),
    ("Time", None), ("Numero ticket", Field.TICKET), ("Caller ID", None), ("Assigned Group*+", Field.TEAM),
])
def test_a_name_that_no_list_has_is_known_by_its_words_or_left_alone(name: str, field: Field | None) -> None:
    assert field_of(name) is field


@pytest.mark.parametrize(("preset", "columns"), [
    ("freshservice_list", {"Ticket ID": number, "Status": "Pending", "Agent": "Ann", "Created Time": moment(0),
                           "Due by Time": moment(24), "Resolved Time": moment(5, unset=""), "Resolution Status": "Within SLA"}),
    ("glpi_list", {"ID": number, "Title": "x", "Status": "Pending", "Last update": moment(6), "Opening date": moment(0),
                   "Resolution date": moment(5, unset=""), "Assigned to - Technician group": "Desk",
                   "Time to resolve": moment(24), "": ""}),
    ("itop_list", {"Ref": number, "Start date": moment(0), "Last update": moment(5), "Resolution date": moment(5, unset=""),
                   "Team": "Desk", "Caller": "Eve", "SLA TTR passed": "no"}),
    ("otrs", {"Ticket#": number, "Age": "3 d", "Created": moment(0), "Closed": moment(5, unset=""), "State": "open",
              "Queue": "Desk", "First Lock": moment(1)}),
    ("redmine_de", {"#": number, "Tracker": "Bug", "Status": "Neu", "Angelegt": moment(0, "%d.%m.%Y %H:%M"),
                    "Geschlossen": moment(5, "%d.%m.%Y %H:%M", unset=""), "Zugewiesen an": "Ann"}),
    (None, {"Incident ID*+": number, "Submit Date": moment(0, "%m/%d/%Y %I:%M:%S %p"), "Assignee+": "Ann",
            "Last Resolved Date": moment(5, "%m/%d/%Y %I:%M:%S %p", unset="")}),
    (None, {"Meldingsnummer": number, "Aanmelddatum": moment(0, "%d-%m-%Y %H:%M"),
            "Datum gereed": moment(5, "%d-%m-%Y %H:%M", unset=""), "Behandelaar": "Ann"}),
    (None, {"Numero ticket": number, "Data apertura": moment(0, "%d/%m/%Y %H.%M"),
            "Data risoluzione": moment(5, "%d/%m/%Y %H.%M", unset="")}),
    (None, {"Ticket Number": number, "Created On": moment(0, "%b %d, %Y @ %I:%M %p"),
            "Closed On": moment(5, "%b %d, %Y @ %I:%M %p", unset="")}),
])
def test_the_lists_that_people_export_from_the_screen_keep_their_ends(
    tmp_path: Path, preset: str | None, columns: Mapping[str, Cell],
) -> None:
    log = taken(tmp_path, columns, delimiter=";", encoding="utf-8-sig")
    assert log.reading.preset == preset
    assert log.reading.shape is Shape.TICKETS
    assert {Field.RESOLVED, Field.CLOSED} & set(log.reading.mapping)
    assert (log.quality.rows_used, log.quality.rejected, log.reading.proposed) == (MANY, {}, ())
    assert {found.code: found.count for found in log.quality.findings}["still_open"] == OPEN


@pytest.mark.parametrize("unset", ["Not set", "Unresolved", "1970-01-01 00:00", "0000-00-00 00:00", "9999-12-31 00:00"])
def test_what_a_system_writes_for_not_set_is_no_reason_to_reject_an_open_ticket(tmp_path: Path, unset: str) -> None:
    log = taken(tmp_path, {"ticket": number, "opened": moment(0), "resolved": moment(5, unset=unset)})
    assert log.quality.rejected == {}
    assert {found.code: found.count for found in log.quality.findings}["still_open"] == OPEN


def test_a_word_that_says_something_elsewhere_is_not_taken_for_nothing(tmp_path: Path) -> None:
    log = taken(tmp_path, {"ticket": number, "opened": moment(0), "resolved": moment(5, unset="Waiting"),
                           "state": lambda n: "Waiting" if n % 2 else "Done"})
    assert log.quality.rejected == {"unreadable_date": OPEN}


def test_the_column_that_holds_moments_is_taken_before_one_that_only_sounds_like_it(tmp_path: Path) -> None:
    log = taken(tmp_path, {"ticket": number, "Open Time": "08:15", "Open Date": moment(0, "%Y-%m-%d"),
                           "Resolution Time": "3.5", "Resolved Date": moment(30, "%Y-%m-%d")})
    assert (log.reading.mapping[Field.OPENED], log.reading.mapping[Field.RESOLVED]) == ("Open Date", "Resolved Date")


def events(tmp_path: Path, header: str, labels: list[str], row: str) -> EventLog:
    lines = [header]
    for n in range(MANY):
        for place, label in enumerate(labels):
            at = START + timedelta(days=n, hours=place)
            lines.append(row.format(n=n, at=at, iso=at.strftime("%Y-%m-%dT%H:%M:%S.000+0100"), label=label))
    (tmp_path / "export.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return stored(tmp_path)


def test_open_is_no_taking_where_every_ticket_begins_with_it(tmp_path: Path) -> None:
    begun = events(tmp_path, "Incident ID;DateStamp;IncidentActivity_Type", ["Open", "Assignment", "Closed"],
                   "IM{n};{at};{label}").reading
    assert begun.milestones == {"Assignment": Milestone.OWNED, "Closed": Milestone.CLOSED}


def test_open_is_a_taking_where_tickets_begin_as_new(tmp_path: Path) -> None:
    assert events(tmp_path, "ticket,at,state", ["new", "open", "closed"], "{n},{at},{label}").reading.milestones == {
        "open": Milestone.OWNED, "closed": Milestone.CLOSED}


def test_the_history_of_issues_is_read_by_the_states_they_went_to(tmp_path: Path) -> None:
    log = events(tmp_path, "Issue key,Created,Author,Field,From,To", ["To Do", "In Progress", "Done"],
                 "H-{n},{iso},ann,status,x,{label}")
    assert (log.reading.shape, log.reading.mapping[Field.ACTIVITY]) == (Shape.EVENTS, "To")
    assert log.reading.milestones == {"In Progress": Milestone.OWNED, "Done": Milestone.RESOLVED}


def test_the_raw_form_of_a_known_log_is_recognised(tmp_path: Path) -> None:
    log = events(tmp_path, "SR Number;Change Date+Time;Status;Sub Status;Involved ST",
                 ["In Progress", "Awaiting Assignment", "Resolved", "Closed"], "1-{n};{iso};Accepted;{label};G1 2nd")
    assert (log.reading.preset, log.quality.tickets) == ("bpic2013_vinst", MANY)


def test_a_mangled_header_of_a_known_log_is_reported_not_guessed(shared_data: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(shared_data / "incidents" / "uci_incident_event_log.zip") as box, \
            box.open("incident_event_log.csv") as source:
        lines = [next(source).decode() for _ in range(2000)]
    lines[0] = lines[0].replace("incident_state", "ident_state").replace("subcategory", "category")
    (tmp_path / "export.csv").write_text("".join(lines), encoding="utf-8", newline="")
    log = stored(tmp_path)
    assert "duplicate_column_names" in {found.code for found in log.quality.findings}
    assert (log.reading.preset, Field.ACTIVITY in log.reading.mapping) == (None, False)


@pytest.mark.parametrize("delimiter", ["%", "§", "#", "~", "^", "\x1f"])
def test_a_delimiter_that_no_export_uses_is_found_by_the_header_and_the_rows(tmp_path: Path, delimiter: str) -> None:
    log = taken(tmp_path, {"ticket": number, "opened": moment(0), "note": "this, that, other"}, delimiter=delimiter)
    assert (log.reading.dialect.delimiter, log.quality.rows_used) == (delimiter, MANY)


@pytest.mark.parametrize(("last", "is_cut"), [(("New", "Active", "Closed"), False), (("New", "Active"), True)])
def test_a_log_that_ends_within_a_ticket_is_told_as_cut(tmp_path: Path, last: tuple[str, ...], is_cut: bool) -> None:
    lines = ["ticket,at,state,closed"]
    for n in range(60):
        opened = START + timedelta(hours=5 * n)
        for place, state in enumerate(last if n == 59 else ("New", "Active", "Closed")):
            lines.append(f"{n},{opened + timedelta(hours=place)},{state},{opened + timedelta(hours=2)}")
    (tmp_path / "export.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert ("truncated_file" in stored(tmp_path).reading.notes) is is_cut


def test_a_log_whose_newest_tickets_are_open_is_not_told_as_cut(tmp_path: Path) -> None:
    lines = ["ticket,at,state,closed"]
    for n in range(60):
        opened = START + timedelta(hours=5 * n)
        ended = str(opened + timedelta(hours=2)) if n < 40 else ""
        lines += [f"{n},{opened + timedelta(hours=place)},{state},{ended}"
                  for place, state in enumerate(("New", "Active", "Closed")) if ended or state != "Closed"]
    (tmp_path / "export.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "truncated_file" not in stored(tmp_path).reading.notes
