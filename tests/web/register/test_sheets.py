"""Import of tables: what is read, what is told, and that nothing is half-imported; export of everything."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.web.accounts import operations as accounts
from headway.web.accounts.models import AuditLine, User
from headway.web.accounts.roles import Role
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job, run_until_idle
from headway.web.register import columns, operations, queries
from headway.web.register.models import Comment, Improvement, Sheet
from headway.web.register.operations import sheets
from headway.web.register.operations.editing import FIELDS
from headway.web.register.sheet_file import table_in
from headway.web.register.states import State
from headway.web.vision import operations as vision
from headway.web.vision.models import Entity, EntityKind
from web.asking import Api
from web.people import MARK, Team, new_team
from web.register.examples import attachment, benefit, idea, objective, service, sheet, under_way, whole

CIM_COLUMNS = ("Number", "Short description", "Business justification", "State", "On hold reason", "Priority", "Effort estimate",
               "CIM Coordinator", "Business service", "Strategies", "Expected outcomes", "Opened", "Planned end date",
               "Closure code", "Close notes", "Parent initiative", "Work notes", "Percent complete", "Base value")
CIM_ROWS = (
    ("CIM0001001", "Faster laptop swap", "Users wait two days", "In Progress", "", "2 - High", "Medium", f"teammate {MARK}",
     f"{MARK} mail", f"{MARK} quiet exams", "Swap in a day", "2026-03-01 09:12:00", "2026-12-24 17:00:00", "", "", "",
     "Vendor called", "40", "24"),
    ("CIM0001002", "Fewer password calls", "", "On Hold", "Waits for budget", "3 - Moderate", "Extra Large", "Beth Anglin", "",
     "", "", "", "", "", "", "CIM0001001", "", "", ""),
    ("CIM0001003", "Known error list", "", "Closed", "", "4 - Low", "Small", "", "", "", "", "", "", "Successful", "Goals met",
     "", "", "100", ""),
)


def as_text(*rows: tuple[str, ...]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


def took_in(team: Team, text: str, *, name: str = "register.csv") -> Sheet:
    content = text.encode()
    return operations.take_in(table_in(content, name=name), name=name, content=content, by=team.owner, entity=whole(team))


def imported(taken: Sheet, team: Team) -> list[Improvement]:
    operations.ask_for_import(taken, by=team.owner)
    run_until_idle()
    return list(Improvement.objects.order_by("pk"))


def troubles(taken: Sheet, team: Team) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in queries.preview(taken, person=team.owner).troubles]


def test_a_list_of_servicenow_initiatives_comes_in_whole(team: Team) -> None:
    service(team)
    goal = objective(team)
    taken = took_in(team, as_text(CIM_COLUMNS, *CIM_ROWS))
    assert troubles(taken, team) == [(3, "CIM Coordinator", "nobody")]
    first, second, third = imported(taken, team)
    assert (first.title, first.idea, first.state, first.priority, first.size) == (
        "Faster laptop swap", "Users wait two days", State.UNDER_WAY, 2, "M")
    assert (first.coordinator, first.entity.name, first.unit) == (team.teammate, f"{MARK} mail", team.desk)
    assert (first.objective, first.outcome, first.raised_on, first.due_on, first.origin_reference) == (
        goal, "Swap in a day", date(2026, 3, 1), date(2026, 12, 24), "CIM0001001")
    assert first.imported == {"Percent complete": "40", "Base value": "24"}
    assert Comment.objects.get(improvement=first).text == "Vendor called"
    assert (second.state, second.state_reason, second.size, second.parent, second.imported) == (
        State.ON_HOLD, "Waits for budget", "XL", first, {"CIM Coordinator": "Beth Anglin"})
    assert (third.state, third.closure) == (State.CLOSED, "kept")
    assert {row.route for row in (first, second, third)} == {"......."}   # an import claims nothing


def test_every_field_of_the_register_can_be_filled_from_a_table() -> None:
    """Parity: the fields that a form can change are the fields that a column can fill."""
    own = {"previous", "factors"}   # told by numbers of this register, and by columns "factor:…"
    assert FIELDS - own <= {field.name for field in columns.FIELDS}


def test_rows_that_cannot_be_read_are_told_by_row_and_column(team: Team) -> None:
    idea_here = operations.edit(idea(team), by=team.owner, changes={"origin_reference": "C9"})
    text = ("Number,Title,Priority,Due date,Size,Owner,Belongs to,Practices,Part of,Effort in days,Start date\n"
            f"C1,,7,2026-02-30,huge,Nobody,Nowhere,Alchemy,I-999999,many,\n"
            f"C2,Fine,1,2026-01-01,S,,,Incident management,{idea_here.number},2.5,2026-02-01\n"
            "C2,Twice,,,,,,,,,\n"
            "C9,Here already,,,,,,,,,\n")
    taken = took_in(team, text)
    assert set(troubles(taken, team)) == {
        (2, "Title", "no_title"), (2, "Priority", "not_one_to_five"), (2, "Due date", "no_date"), (2, "Size", "no_such_choice"),
        (2, "Owner", "nobody"), (2, "Belongs to", "no_entity"), (2, "Practices", "no_term"), (2, "Part of", "no_parent"),
        (2, "Effort in days", "no_number"), (3, "Due date", "ends_first"), (4, "Number", "twice_in_file"),
        (5, "Number", "here_already")}


def test_nothing_is_imported_while_a_row_is_faulty_unless_it_is_left_out(team: Team) -> None:
    taken = took_in(team, "Title,Priority\nGood,1\nBad,9\n")
    with pytest.raises(Declined, match=r"^rows_are_faulty\(rows=1\)"):
        operations.ask_for_import(taken, by=team.owner)
    operations.map_sheet(taken, by=team.owner, mapping=taken.mapping, day_first=None, leave_out=True)
    assert [row.title for row in imported(taken, team)] == ["Good"]
    with pytest.raises(Declined, match=r"^is_imported_already"):
        operations.ask_for_import(taken, by=team.owner)


def test_an_import_that_breaks_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = took_in(team, "Title,Part of\nOne,\nTwo,\nThree,\n")

    def breaks(*_given: object) -> None:
        raise OSError("the disk is full")

    before = AuditLine.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr(sheets, "_join_parents", breaks)
        job = operations.ask_for_import(taken, by=team.owner)
        run_until_idle()
    assert not Improvement.objects.exists()
    assert AuditLine.objects.count() == before + 1   # that it was asked for
    Job.objects.filter(pk=job.pk).update(not_before=job.not_before)
    run_until_idle()
    assert Improvement.objects.count() == 3   # the same job, tried again


def test_two_imports_of_one_sheet_write_it_once(team: Team) -> None:
    taken = sheet(team)
    operations.ask_for_import(taken, by=team.owner)
    operations.ask_for_import(taken, by=team.owner)
    run_until_idle()
    assert Improvement.objects.count() == 2
    assert set(Job.objects.values_list("state", "failure_code")) == {("done", ""), ("failed", "is_imported_already")}


@pytest.mark.parametrize(("dates", "day_first", "read"), [
    (["03/04/2026", "13/04/2026"], None, [date(2026, 4, 3), date(2026, 4, 13)]),
    (["03/04/2026", "04/13/2026"], None, [date(2026, 3, 4), date(2026, 4, 13)]),
    (["03.04.2026"], True, [date(2026, 4, 3)]), (["03/04/2026 08:00"], False, [date(2026, 3, 4)]),
])
def test_the_rows_or_a_person_decide_whether_the_day_stands_first(team: Team, dates: list[str], day_first: bool | None,
                                                                  read: list[date]) -> None:
    taken = took_in(team, "Title,Due on\n" + "".join(f"x,{one}\n" for one in dates))
    if day_first is not None:
        assert {code for _row, _column, code in troubles(taken, team)} == {"day_or_month"}
        operations.map_sheet(taken, by=team.owner, mapping=taken.mapping, day_first=day_first, leave_out=False)
    assert [row.due_on for row in imported(taken, team)] == read


def test_any_table_comes_in_by_saying_what_its_columns_are(team: Team, as_: Callable[[User | None], Client]) -> None:
    browser = as_(team.owner)
    file = SimpleUploadedFile("ours.csv", b"Wunsch;Wert;Aufwand\nWeniger Formulare;8;4\n", content_type="text/csv")
    address = browser.post("/backlog/import", {"file": file, "entity": whole(team).pk})["Location"]
    assert "0 of 1 rows can be imported" in browser.get(address).content.decode()
    browser.post(address, {"column_0": "title", "column_1": "", "column_2": "effort_days"})
    page = browser.get(address).content.decode()
    assert "Import 1 row" in page
    job = browser.post(f"{address}/run")["Location"]
    run_until_idle()
    assert browser.get(job)["Location"] == address
    made = Improvement.objects.get()
    assert (made.title, made.effort_days, made.imported) == ("Weniger Formulare", Decimal(4), {"Wert": "8"})
    assert "1 record is in the register." in browser.get(address).content.decode()


def test_a_field_is_filled_by_one_column(team: Team) -> None:
    taken = sheet(team)
    twice = dict.fromkeys(taken.columns[:2], "title")
    with pytest.raises(Declined, match=r"^field_filled_twice"):
        operations.map_sheet(taken, by=team.owner, mapping=twice, day_first=None, leave_out=False)
    with pytest.raises(Declined, match=r"^no_such_field"):
        operations.map_sheet(taken, by=team.owner, mapping={"Number": "password"}, day_first=None, leave_out=False)


def workbook(rows: list[list[object]]) -> bytes:
    """An .xlsx as small as one can be."""
    def cell(value: object) -> str:
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    held, main = io.BytesIO(), "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{packed}/content-types"><Default Extension="xml" '
                       'ContentType="application/xml"/></Types>')
        parts.writestr("_rels/.rels", f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
                       f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        parts.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" '
                       'r:id="r1"/></sheets></workbook>')
        parts.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
                       f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        parts.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>')
    return held.getvalue()


def test_a_workbook_is_read_as_a_table_is() -> None:
    table = table_in(workbook([["Title", "Priority", "Effort in days"], ["Fewer forms", 2, 2.5]]), name="a.xlsx")
    assert (table.columns, table.rows) == (("Title", "Priority", "Effort in days"), (("Fewer forms", "2", "2.5"),))


@pytest.mark.parametrize(("content", "code"), [
    (b"", "sheet_is_empty"), (b"Title\n", "sheet_is_empty"), (b"\x00\x01\x02\x03", "sheet_of_no_kind"),
    (b"PK\x03\x04nonsense", "sheet_not_read"), (b'Title\n"open', "sheet_not_read"),
    (b"Title\n" + b"x\n" * 10_001, "sheet_too_large"), (b"a," * 300 + b"\nb\n", "sheet_too_large"),
])
def test_what_is_no_table_is_declined_in_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Declined, match=rf"^{code}\("):
        table_in(content, name="a.csv")


@pytest.mark.parametrize("text", ["Titel;Größe\nä;S\n", "Titel\tGröße\nä\tS\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_and_delimiters_are_found(text: str, encoding: str) -> None:
    table = table_in(text.encode(encoding), name="a.csv")
    assert (table.columns, table.rows) == (("Titel", "Größe"), (("ä", "S"),))


def test_columns_of_one_name_are_told_apart() -> None:
    assert table_in(b"A,A,,\n1,2,3,\n", name="a.csv").columns == ("A", "A (2)", "column 3")


def test_what_is_exported_comes_in_elsewhere_as_it_was(team: Team, as_: Callable[[User | None], Client]) -> None:
    place, goal = service(team), objective(team)
    record = operations.edit(under_way(team, entity=place), by=team.owner, changes={
        "objective": goal, "no_objective": "", "practices": ["practice/incident_management"], "dimensions": [
            "dimension/organizations_and_people", "dimension/partners_and_suppliers"], "level": "level/team", "size": "XL",
        "effort_days": Decimal("2.5"), "timescale": "short", "priority": 2, "impact": 3, "due_on": date(2026, 12, 24),
        "factors": {"value": 8.5, "effort": 2}, "outcome": "Quiet\nexams, at last", "origin_address": "https://example.org/1",
        "title": "=SUM(A1)", "origin_reference": "X-1"})
    operations.edit(idea(team, entity=place), by=team.owner, changes={"parent": record})
    answer = as_(team.owner).get("/backlog/export.csv")
    content = b"".join(answer.streaming_content)
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert rows[0]["title"] == "'=SUM(A1)"   # a spreadsheet would count it
    other = new_team("Elsewhere")
    service(other)
    objective(other)
    taken = operations.take_in(table_in(content, name="a.csv"), name="a.csv", content=content, by=other.owner,
                               entity=whole(other))
    assert {code for _row, _column, code in troubles(taken, other)} <= {"nobody"}
    operations.ask_for_import(taken, by=other.owner)
    run_until_idle()
    again = Improvement.objects.get(organisation=other.organisation, origin_reference="X-1")
    for name in ("practices", "dimensions", "level", "size", "effort_days", "timescale", "priority", "impact", "due_on",
                 "factors", "outcome", "origin_address", "state", "title", "score"):
        assert getattr(again, name) == getattr(record, name), name
    assert (again.entity.name, again.objective.title) == (place.name, goal.title)   # type: ignore[union-attr]
    assert Improvement.objects.get(organisation=other.organisation, parent__isnull=False).parent == again


def test_the_json_export_holds_everything_that_hangs_on_a_record(team: Team, api: Callable[..., Api], stranger: User) -> None:
    row = benefit(team)
    operations.comment(row.improvement, by=team.owner, text="hello")
    attachment(team)
    told = json.loads(b"".join(api(team.owner).get("/register/export").streaming_content))
    assert len(told["improvements"]) == 2
    assert told["improvements"][0]["benefits"][0]["amount"] == "400.00"
    assert told["improvements"][0]["comments"][0]["text"] == "hello"
    assert told["improvements"][1]["attachments"][0]["name"] == f"{MARK}.txt"
    assert json.loads(b"".join(api(stranger).get("/register/export").streaming_content))["improvements"] == []


def test_the_api_imports_as_the_page_does(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    body: dict[str, Any] = {"name": "a.csv", "content": base64.b64encode(b"Title,Priority\nGood,1\nBad,9\n").decode(),
                            "entity_id": whole(team).pk}
    told = program.post("/register/sheets", body).json()
    assert (told["rows"], told["faulty"], told["troubles"][0]["code"]) == (2, 1, "not_one_to_five")
    assert program.post(f"/register/sheets/{told['id']}/import").json()["code"] == "rows_are_faulty"
    program.send("PUT", f"/register/sheets/{told['id']}/mapping", {"mapping": told["mapping"], "leave_out": True})
    assert program.post(f"/register/sheets/{told['id']}/import").status_code == 202
    run_until_idle()
    assert program.get(f"/register/sheets/{told['id']}").json()["made"] == 1
    assert program.post("/register/sheets", body | {"content": "%%%"}).json()["code"] == "content_is_no_base64"


def test_a_contributor_imports_nothing(team: Team) -> None:
    with pytest.raises(Declined, match=r"^not_permitted"):
        operations.take_in(table_in(b"Title\nx\n", name="a.csv"), name="a.csv", content=b"", by=team.teammate, entity=whole(team))


def test_rows_go_only_where_one_manages(team: Team) -> None:
    service(team, "Mail")
    accounts.grant(person=team.owner, to=team.desk_member, unit=team.network, role=Role.MANAGER)
    lan = Entity.objects.create(unit=team.network, kind=EntityKind.SERVICE, name="LAN")
    content = b"Title,Service\nx,Mail\n"
    taken = operations.take_in(table_in(content, name="a.csv"), name="a.csv", content=content, by=team.desk_member, entity=lan)
    assert [one.code for one in queries.preview(taken, person=team.desk_member).troubles] == ["not_yours"]


WORTH_TABLE = (
    ("Number", "Title", "Expected benefit amount", "Benefit currency", "worth:expected:low", "worth:expected:high",
     "worth:expected:what", "worth:expected:amount:2", "Verified benefit amount", "worth:verified:evidence_kind", "Actual cost",
     "worth:spent:spent_on"),
    ("W1", "Fewer calls", "€ 12,000", "", "8000", "15000", "Less overtime", "300 hours", "9000.50 EUR", "Sample", "$1,200",
     "2026-03-01"),
    ("W2", "Nothing said", "", "", "", "", "", "", "", "", "", ""),
)


def test_benefits_and_costs_come_in_with_the_table_and_go_out_as_they_came(team: Team, as_: Callable[[User], Client]) -> None:
    first, second = imported(took_in(team, as_text(*WORTH_TABLE)), team)
    told = [(one.column, one.what, one.amount, one.low, one.high, one.unit) for one in first.benefits.order_by("pk")]
    assert told == [
        ("expected", "Less overtime", Decimal(12000), Decimal(8000), Decimal(15000), "EUR"),
        ("expected", "Fewer calls", Decimal(300), None, None, "hours"),
        ("verified", "Fewer calls", Decimal("9000.50"), None, None, "EUR")]
    spent = first.costs.get()
    assert (spent.amount, spent.unit, spent.spent_on) == (Decimal(1200), "USD", date(2026, 3, 1))
    assert (second.benefits.count(), second.costs.count()) == (0, 0)
    assert AuditLine.objects.filter(action="register.import_sheet", subject="register.benefit").count() == 3

    answer = as_(team.owner).get("/backlog/export.csv?state=all")
    there = b"".join(answer.streaming_content).decode()   # type: ignore[attr-defined]
    other = new_team("Elsewhere")
    assert {code for _row, _column, code in troubles(took_in(team, there), team)} == {"here_already"}, "nothing is there twice"
    again = took_in(other, there.replace(MARK, "Elsewhere"))
    assert [trouble for trouble in queries.preview(again, person=other.owner).troubles if trouble.leaves_out] == []
    operations.ask_for_import(again, by=other.owner)
    run_until_idle()
    copy = Improvement.objects.get(organisation=other.organisation, title="Fewer calls")
    assert [(one.column, one.what, one.amount, one.low, one.high, one.unit, one.evidence_kind)
            for one in copy.benefits.order_by("pk")] == [(*row, kind) for row, kind in zip(
                told, ("estimate", "estimate", "sample"), strict=True)]
    assert copy.costs.get().amount == Decimal(1200)


def test_stakeholders_and_what_they_expect_come_in_by_their_names(team: Team, as_: Callable[[User], Client]) -> None:
    group = vision.add_stakeholder(person=team.owner, unit=team.root, name=f"{MARK} students", kind="user")
    hope = vision.add_expectation(person=team.owner, unit=team.root, stakeholder=group, statement="Answers, at once",
                                  family="utility")
    (row,) = imported(took_in(team, as_text(("Title", "Stakeholders", "Expectations"),
                                            ("Calls", f"{MARK} STUDENTS;{MARK} students", "Answers, at once"))), team)
    assert (list(row.stakeholders.all()), list(row.expectations.all())) == ([group], [hope])
    answer = as_(team.owner).get("/backlog/export.csv?state=all")
    there = next(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))   # type: ignore[attr-defined]
    assert (there["stakeholders"], there["expectations"]) == (f"{MARK} students", "Answers, at once")
    taken = took_in(team, as_text(("Title", "Stakeholders"), ("Calls", "Nobody known")))
    assert troubles(taken, team) == [(2, "Stakeholders", "no_stakeholder")]


@pytest.mark.parametrize(("columns", "cells", "code"), [
    (("worth:expected:amount",), ("plenty",), "no_number"),
    (("worth:expected:amount",), ("12.000 EUR",), "thousands_or_decimals"),
    (("worth:expected:amount",), ("12000",), "worth_without_unit"),
    (("worth:expected:what",), ("Less overtime",), "worth_without_amount"),
    (("worth:expected:amount", "worth:expected:high"), ("12 EUR", "3"), "range_misses_amount"),
    (("worth:verified:amount",), ("12 EUR",), "verified_without_evidence"),
])
def test_a_benefit_that_would_not_be_kept_if_typed_is_not_imported(team: Team, columns: tuple[str, ...], cells: tuple[str, ...],
                                                                   code: str) -> None:
    taken = took_in(team, as_text(("Title", *columns), ("Fewer calls", *cells)))
    assert [(row, found) for row, _column, found in troubles(taken, team)] == [(2, code)]
    with pytest.raises(Declined, match=r"^rows_are_faulty"):
        operations.ask_for_import(taken, by=team.owner)
