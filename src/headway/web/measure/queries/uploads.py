"""Sources and uploads as their pages show them: the account of every row, and the question that a file asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from headway.eventlog.fields import MOMENTS, Field, Provenance
from headway.eventlog.refused import Refused
from headway.report.words import quality
from headway.report.words.numbers import NONE, number, span, times
from headway.report.words.refusals import refusal
from headway.web.accounts.models import Organisation, User
from headway.web.ground.jobs import Progress, of_person, progress_of
from headway.web.measure import kept
from headway.web.measure.models import Holds, Source, Upload, UploadState
from headway.web.measure.queries.kpi_page import Account, accounts_of
from headway.web.measure.queries.sight import seen_by

# What a refusal asks for: the field of the form that answers it.
ASKED_FIELD = {"no_ticket_column": Field.TICKET, "no_activity_column": Field.ACTIVITY, "all_dates_equal": Field.OPENED}
ABOUT_DATES = ("ambiguous_dates", "mixed_dates", "dates_contradicted")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage:
    """The account of one upload. `rows` must add up: read = used + rejected."""

    name: str
    state: str
    said: str
    rows: str
    rejected: tuple[tuple[str, str], ...]
    rejected_file: bool
    merged: str
    findings: tuple[Account, ...]
    size: str
    digest: str
    progress: Progress | None


def sources(person: User, organisation: Organisation) -> QuerySet[Source]:
    return seen_by(person, Source, organisation=organisation).filter(retired_on=None).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in a list, finished."""

    pk: int
    name: str
    unit: str
    tickets: str
    opened: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class UploadLine:
    pk: int
    name: str
    at: datetime
    by: str
    state: str
    rows: str


def source_line(row: Source) -> SourceLine:
    opened = span(row.opened_from, row.opened_to, short=True, joined=" – ") if row.opened_from and row.opened_to else ""
    return SourceLine(row.pk, row.name, row.unit.name, number(row.tickets) if row.tickets else "", opened, row.as_of)


def upload_line(row: Upload) -> UploadLine:
    taken = row.state == UploadState.TAKEN_IN
    rows = _("%(used)s of %(read)s") % {"used": number(row.rows_used), "read": number(row.rows_read)} if taken else NONE
    return UploadLine(row.pk, row.name, row.at, str(row.by) if row.by else "", row.get_state_display(), rows)


def upload_page(upload: Upload, *, person: User) -> UploadPage:
    """One upload, finished. The progress is shown to whoever started it."""
    job = of_person(person.pk, upload.job) if upload.job and upload.state == UploadState.WAITING else None
    taken = upload.state == UploadState.TAKEN_IN
    return UploadPage(
        name=upload.name, state=upload.state, said=said_of(upload),
        rows=_("%(read)s read = %(used)s used + %(rejected)s rejected") % {
            "read": times(upload.rows_read, "row"), "used": number(upload.rows_used),
            "rejected": number(upload.rows_rejected)} if taken else "",
        rejected=tuple((quality.rejected(code), times(count, "row")) for code, count in upload.rejected.items()),
        rejected_file=bool(upload.rejected_file),
        merged=merged_of(upload) if taken else "", findings=accounts_of(kept.findings_of(upload.findings)),
        size=size_of(upload.size), digest=upload.digest, progress=progress_of(job) if job else None)


def merged_of(upload: Upload) -> str:
    """What a file brought to the log."""
    if upload.holds != Holds.TICKETS:
        return _("%(rows)s, in place of the former list") % {"rows": times(upload.rows_read, "row")}
    if not upload.new and not upload.changed:
        return _("Nothing new: the log holds all of it already.")
    return _("%(new)s new tickets, %(changed)s changed, %(same)s the same") % {
        "new": number(upload.new), "changed": number(upload.changed), "same": number(upload.same)}


def said_of(upload: Upload) -> str:
    """Why a file was not taken in: the library's sentence, without what it says to those who type commands."""
    told = refusal(refused_of(upload)) if upload.refused_code else ""
    parts = [part for part in re.split(r"(?<=\.) ", told) if " --" not in part and "`headway" not in part]
    return " ".join(parts) or told


def refused_of(upload: Upload) -> Refused:
    facts: dict[str, Any] = {name: tuple(fact) if isinstance(fact, list) else fact
                             for name, fact in upload.refused_facts.items()}
    return Refused(upload.refused_code, **facts)


def asked_fields(upload: Upload) -> tuple[Field, ...]:
    """The fields that a file's question is about, to stand first on the mapping page."""
    if upload.refused_code in ASKED_FIELD:
        return (ASKED_FIELD[upload.refused_code],)
    told = upload.refused_facts.get("field")
    found = [Field(told)] if told in tuple(Field) else [
        Field(name) for name in upload.refused_facts.get("fields", []) if name in tuple(Field)]
    found += [Field(one["field"]) for one in upload.proposed]
    if upload.refused_code in ("unreadable_dates", "no_rows_left") and not found:
        columns = upload.source.wishes.get("columns", {}) | upload.source.read_as.get("columns", {})
        found = [field for field in MOMENTS if field.value in columns] or [Field.OPENED]
    return tuple(dict.fromkeys(found))


def asks_for_dates(upload: Upload) -> bool:
    return upload.refused_code in ABOUT_DATES


def size_of(size: int) -> str:
    megabytes = size / (1 << 20)
    return f"{number(megabytes, decimals=1)} MB" if megabytes >= 1 else f"{number(max(1, size // 1024))} kB"


def fields_of(source: Source) -> tuple[tuple[str, str, str], ...]:
    """(field, column, how it came to be known) of a source, what is absent last."""
    columns = source.read_as.get("columns", {})
    told = [(Field(name), Provenance(known)) for name, known in source.fields_known.items()]
    ordered = sorted(told, key=lambda pair: pair[1] is Provenance.ABSENT)
    return tuple((quality.field_name(field), columns.get(field.value, ""), quality.PROVENANCE[known]) for field, known in ordered)
