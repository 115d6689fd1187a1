"""Importing a table: read it in, say what its columns are, then write all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from headway.web.accounts.audit import Audit, facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.register.columns import BY_NAME, DATES, FACTOR, MANY, guessed, readable_days
from headway.web.register.models import Comment, Improvement, Sheet
from headway.web.register.operations.filing import new_record
from headway.web.register.queries.backlogs import formula_of
from headway.web.register.queries.sheets import read_sheet
from headway.web.register.scoring import Formula
from headway.web.register.sheet_file import Table
from headway.web.register.sheet_rows import RowRead
from headway.web.register.states import RaisedFrom, State
from headway.web.register.worth_columns import part_of, row_of
from headway.web.vision.models import Entity

TOLD = ("id", "name", "digest", "mapping", "day_first", "leave_out", "imported_at", "made")


def take_in(table: Table, *, name: str, content: bytes, by: User, entity: Entity) -> Sheet:
    """Keep a table that was read, with a first guess at its columns. Rows that name no place go to `entity`."""
    demand(by, May.MANAGE, unit=entity.unit)
    mapping = guessed(table.columns)
    dates = [table.columns.index(column) for column, field in mapping.items() if field in DATES]
    with operation("register.take_in_sheet", by=by, organisation=entity.unit.organisation) as audit:
        sheet = Sheet.objects.create(
            organisation=entity.unit.organisation, entity=entity, person=by, name=name[:200], read_at=timezone.now(),
            digest=hashlib.sha256(content).hexdigest(), columns=list(table.columns), rows=[list(row) for row in table.rows],
            mapping=mapping, day_first=readable_days(row[place] for row in table.rows for place in dates))
        audit.line(sheet, after=facts_of(sheet, *TOLD))
    return sheet


def map_sheet(sheet: Sheet, *, by: User, mapping: Mapping[str, str], day_first: bool | None, leave_out: bool) -> Sheet:
    """Say which field each column fills, which of day and month stands first, whether faulty rows are left out."""
    demand(by, May.MANAGE, unit=sheet.entity.unit)
    with operation("register.map_sheet", by=by, organisation=sheet.organisation) as audit:
        newest = _waiting(sheet)
        known = {column: field for column, field in mapping.items() if column in newest.columns and field}
        wrong = next((field for field in known.values() if field not in BY_NAME and not field.startswith(FACTOR)
                      and part_of(field) is None), None)
        if wrong is not None:
            raise Declined("no_such_field", name=wrong)
        twice = next((field for field in known.values() if field not in ("entity", "comment")
                      and list(known.values()).count(field) > 1), None)
        if twice is not None:
            raise Declined("field_filled_twice", name=twice)
        before = facts_of(newest, *TOLD)
        newest.mapping, newest.day_first, newest.leave_out = known, day_first, leave_out
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest, *TOLD))
    return newest


def ask_for_import(sheet: Sheet, *, by: User) -> jobs.Job:
    """Ask for the import. Raises `Declined`: rows_are_faulty, nothing_to_import, is_imported_already."""
    demand(by, May.MANAGE, unit=sheet.entity.unit)
    with operation("register.ask_for_import", by=by, organisation=sheet.organisation) as audit:
        newest = _waiting(sheet)
        _to_write(newest, by=by)
        audit.line(newest, after={"asked": True})
        return jobs.ask("register.import_sheet", by=by.pk, key=f"sheet-{sheet.pk}-{timezone.now().isoformat()}", sheet=sheet.pk)


def import_rows(sheet: Sheet) -> int:
    """Write the rows, in the caller's transaction: all that are to be written, or none."""
    by = sheet.person
    demand(by, May.MANAGE, unit=sheet.entity.unit)
    with operation("register.import_sheet", by=by, organisation=sheet.organisation) as audit:
        newest = _waiting(sheet)
        rows, formulas = _to_write(newest, by=by), dict[int, Formula]()
        made: list[tuple[RowRead, Improvement]] = []
        for row in rows:
            entity = row.fields.get("entity") or sheet.entity
            formula = formulas.setdefault(entity.pk, formula_of(entity)) if entity.pk not in formulas else formulas[entity.pk]
            made.append((row, _record_of(row, entity=entity, formula=formula, by=by, audit=audit)))
        _join_parents(made, newest)
        newest.imported_at, newest.made = timezone.now(), len(made)
        newest.rows = []   # what they held is in the records now
        newest.save()
        audit.line(newest, after=facts_of(newest, *TOLD))
    return len(made)


def _record_of(row: RowRead, *, entity: Entity, formula: Formula, by: User, audit: Audit) -> Improvement:
    given: dict[str, Any] = {name: value for name, value in row.fields.items() if name not in ("entity", "title", "idea", *MANY)}
    given.setdefault("origin", RaisedFrom.IMPORT)
    given["state"] = State(given.get("state", State.IDEA))
    if given["state"] != State.CLOSED:
        given.pop("closure", None)
    made = new_record(entity=entity, title=row.fields["title"], idea=row.fields.get("idea", ""), formula=formula,
                      factors=row.factors, imported=row.kept, **given)
    if row.comment:
        Comment.objects.create(improvement=made, by=by, at=made.state_since, text=row.comment)
    many = {name: row.fields[name] for name in MANY if name in row.fields}
    for name, rows in many.items():
        getattr(made, name).set(rows)
    audit.line(made, after=facts_of(made) | {name: sorted(one.pk for one in rows) for name, rows in many.items()})
    for (group, _place), worth in sorted(row.worth.items()):
        told = row_of(made, group, worth, by=by)
        told.save(force_insert=True)
        audit.line(told, after=facts_of(told))
    return made


def _join_parents(made: list[tuple[RowRead, Improvement]], sheet: Sheet) -> None:
    by_number = {number: record for row, record in made
                 for number in (row.fields.get("origin_reference", ""), row.own_number) if number}
    for row, record in made:
        if row.parent:
            above = by_number.get(row.parent) or Improvement.objects.filter(organisation=sheet.organisation).filter(
                number=row.parent).first() or Improvement.objects.filter(
                organisation=sheet.organisation, origin_reference=row.parent).first()
            if above is not None and above.pk != record.pk:
                record.parent = above
                record.save(update_fields=["parent"])


def _to_write(sheet: Sheet, *, by: User) -> list[RowRead]:
    read = read_sheet(sheet, person=by)
    faulty = sum(row.is_faulty for row in read)
    if faulty and not sheet.leave_out:
        raise Declined("rows_are_faulty", rows=faulty)
    fine = [row for row in read if not row.is_faulty]
    if not fine:
        raise Declined("nothing_to_import")
    return fine


def _waiting(sheet: Sheet) -> Sheet:
    newest = Sheet.objects.select_for_update(of=("self",)).select_related("entity__unit__organisation", "organisation",
                                                                        "person").get(pk=sheet.pk)
    if newest.imported_at:
        raise Declined("is_imported_already", name=newest.name)
    return newest
