"""Sources and uploads: a file comes in, is kept, and a job takes it in; questions about its columns are answered here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from headway.connect.public_holidays import public_holidays
from headway.connect.wishes import check_zone
from headway.eventlog.fields import Field
from headway.eventlog.reading import Milestone
from headway.kpi.business_hours import read_hours
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Unit, User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure import store
from headway.web.measure.models import Holds, Source, Upload, UploadState

TOLD_OF_AN_UPLOAD = ("id", "source", "holds", "name", "size", "digest", "state", "refused_code", "rows_read", "rows_used",
                     "rejected", "new", "changed", "same")


def add_source(*, person: User, unit: Unit, name: str, zone: str = "", hours: str = "", country: str = "") -> Source:
    """A ticket system whose exports will come in. Raises `Refused` for a zone, hours or a country that are none."""
    demand(person, May.CONTRIBUTE, unit=unit)
    _check(zone=zone, hours=hours, country=country)
    with operation("measure.add_source", by=person, organisation=unit.organisation) as audit:
        if Source.objects.filter(unit=unit, name=name).exists():
            raise Declined("source_is_named", name=name, field="name")
        source = Source.objects.create(unit=unit, name=name, zone=zone, hours=hours, country=country)
        audit.line(source, after=facts_of(source))
    return source


def edit_source(*, person: User, source: Source, seen: int | None, hours: str, country: str) -> Source:
    """The business hours of a source; its measures on that clock are counted again."""
    demand(person, May.CONTRIBUTE, unit=source.unit)
    _check(zone="", hours=hours, country=country)
    with operation("measure.edit_source", by=person, organisation=source.unit.organisation) as audit:
        row = locked(source, seen=seen)
        before = facts_of(row)
        row.hours, row.country = hours, country
        row.save()
        audit.line(row, before=before, after=facts_of(row))
        ask_to_count(row, by=person, because=f"hours-{row.version}")
    return row


def retire_source(*, person: User, source: Source, seen: int | None = None) -> Source:
    """A source that takes no more files; its log, its measures and what stands on them stay."""
    demand(person, May.MANAGE, unit=source.unit)
    with operation("measure.retire_source", by=person, organisation=source.unit.organisation) as audit:
        row = locked(source, seen=seen)
        before = facts_of(row, "id", "retired_on")
        row.retired_on = timezone.localdate()
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "retired_on"))
    return row


def _check(*, zone: str, hours: str, country: str) -> None:
    if zone:
        check_zone(zone)
    if hours:
        read_hours(hours)
    if country:
        if not hours:
            raise Declined("holidays_without_hours", field="hours")
        public_holidays(country, years=range(2024, 2026))


def upload(*, person: User, source: Source, name: str, chunks: Iterable[bytes], holds: str = Holds.TICKETS) -> Upload:
    """Keep a file and ask for the job that takes it in. The same file again changes nothing in the log."""
    demand(person, May.CONTRIBUTE, unit=source.unit)
    if source.retired_on is not None:
        raise Declined("source_is_retired")
    stored_as, size, digest = store.keep(chunks, name=name)
    try:
        with operation("measure.upload", by=person, organisation=source.unit.organisation) as audit:
            row = Upload.objects.create(source=source, holds=holds, name=name[:200], stored_as=stored_as, size=size,
                                        digest=digest, by=person)
            _ask(row, by=person)
            audit.line(row, after=facts_of(row, *TOLD_OF_AN_UPLOAD))
    except BaseException:   # no row names the file, so nobody would ever remove it
        store.forget(stored_as)
        raise
    return row


def _ask(row: Upload, *, by: User) -> None:
    job = jobs.ask("measure.take_in", by=by.pk, key=f"upload-{row.pk}-{row.attempt}", upload=row.pk, attempt=row.attempt)
    row.job = job.pk
    row.save(update_fields=["job"])


def answer_reading(
    *, person: User, upload: Upload, columns: Mapping[str, str] | None = None, dates: str | None = None, zone: str | None = None,
    milestones: Mapping[str, str] | None = None, sla_inverted: bool | None = None,
) -> Upload:
    """Say how a file is to be read, and try again; the source's later files are read in the same way.

    `columns` ties fields to columns ("" sets a field aside); what is not said stays as it was.
    """
    demand(person, May.CONTRIBUTE, unit=upload.source.unit)
    with operation("measure.answer_reading", by=person, organisation=upload.source.unit.organisation) as audit:
        row = Upload.objects.select_for_update(of=("self",)).select_related("source__unit__organisation").get(pk=upload.pk)
        if row.state == UploadState.WAITING:
            raise Declined("upload_is_at_work")
        if row.holds != Holds.TICKETS:
            raise Declined("lists_have_no_mapping")
        source = locked(row.source)
        before = facts_of(source)
        source.wishes = wishes_with(source.wishes, columns=columns, dates=dates, zone=zone, milestones=milestones,
                                    sla_inverted=sla_inverted)
        source.zone = str(source.wishes.get("zone") or "")
        source.save()
        row.state, row.attempt = UploadState.WAITING, row.attempt + 1
        row.refused_code, row.refused_facts, row.proposed = "", {}, []
        row.save()
        _ask(row, by=person)
        audit.line(source, before=before, after=facts_of(source))
    return row


def wishes_with(
    wishes: Mapping[str, Any], *, columns: Mapping[str, str] | None, dates: str | None, zone: str | None,
    milestones: Mapping[str, str] | None, sla_inverted: bool | None,
) -> dict[str, Any]:
    """What was wished, with what is wished now. Raises `Declined` (`unknown_field_name`, `unknown_milestone`)."""
    if odd := [name for name in columns or {} if name not in tuple(Field)]:
        raise Declined("unknown_field_name", field_name=odd[0])
    if odd := [name for name in (milestones or {}).values() if name not in tuple(Milestone)]:
        raise Declined("unknown_milestone", milestone=odd[0])
    if zone:
        check_zone(zone)
    told = dict(wishes)
    told["columns"] = dict(wishes.get("columns", {})) | dict(columns or {})
    told["milestones"] = dict(wishes.get("milestones", {})) | dict(milestones or {})
    said = {"dates": dates, "zone": zone, "sla_inverted": sla_inverted}
    return told | {name: value for name, value in said.items() if value is not None}


def withdraw_upload(*, person: User, upload: Upload) -> Upload:
    """Set a file aside that is not in the log: it is removed from the disk, and the row tells that it was here."""
    demand(person, May.CONTRIBUTE, unit=upload.source.unit)
    with operation("measure.withdraw_upload", by=person, organisation=upload.source.unit.organisation) as audit:
        row = Upload.objects.select_for_update(of=("self",)).select_related("source").get(pk=upload.pk)
        if row.state not in (UploadState.ASKS, UploadState.REFUSED):
            raise Declined("upload_is_in_the_log")
        before = facts_of(row, *TOLD_OF_AN_UPLOAD)
        row.state = UploadState.WITHDRAWN
        row.save(update_fields=["state"])
        audit.line(row, before=before, after=facts_of(row, *TOLD_OF_AN_UPLOAD))
    store.forget(row.stored_as)
    return row


def ask_to_count(source: Source, *, by: User | None, because: str) -> jobs.Job:
    """Have all measures of a source counted again, once for each cause."""
    return jobs.ask("measure.count_source", by=by.pk if by else None, key=f"source-{source.pk}-{because}", source=source.pk)
