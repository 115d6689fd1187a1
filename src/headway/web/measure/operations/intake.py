"""What the job of an upload writes: that it was taken in, that it asks, or that it is refused. Headway itself is the writer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from headway.eventlog.log import EventLog
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Refused
from headway.web.accounts.audit import Facts, facts_of, operation
from headway.web.ground.declined import Declined
from headway.web.measure import kept
from headway.web.measure.models import Holds, Source, Upload, UploadState
from headway.web.measure.operations.sources import TOLD_OF_AN_UPLOAD, ask_to_count

# Refusals that a person can answer by saying how the file is to be read.
QUESTIONS = frozenset({
    "ambiguous_dates", "mixed_dates", "dates_contradicted", "unreadable_dates", "all_dates_equal", "no_time_column",
    "two_time_columns", "no_ticket_column", "no_activity_column", "unknown_column", "duplicate_mapping", "not_confirmed",
    "unknown_zone", "zone_differs", "no_rows_left", "source_mismatch", "source_shape",
})


def record_taken_in(upload: Upload, log: EventLog, *, digest: str, again: bool) -> None:
    """The account of an import, and the source as it now stands. `again`: the log held this file already."""
    with operation("measure.take_in", by=upload.by, organisation=upload.source.unit.organisation) as audit:
        row = _held(upload)
        before = facts_of(row, *TOLD_OF_AN_UPLOAD)
        same = Upload.objects.filter(source=row.source, digest=row.digest, state=UploadState.TAKEN_IN).order_by("-at").first()
        if again and same is not None:
            row.rows_read, row.rows_used, row.rejected = same.rows_read, same.rows_used, same.rejected
            row.rejected_file, row.findings = same.rejected_file, same.findings
            row.new, row.changed, row.same = 0, 0, log.quality.tickets
        else:
            _account(row, log)
        _ended(row, UploadState.TAKEN_IN)
        source = Source.objects.select_for_update().get(pk=row.source_id)
        source.tickets, source.as_of, source.digest = log.quality.tickets, aware(log.as_of), digest
        source.opened_from, source.opened_to = log.opened_from.date(), log.opened_to.date()
        source.fields_known = {field.value: known.value for field, known in log.quality.fields.items()}
        source.read_as = told_reading(log.reading)
        source.save()
        audit.line(row, before=before, after=facts_of(row, *TOLD_OF_AN_UPLOAD))
        ask_to_count(source, by=upload.by, because=f"upload-{row.pk}-{row.attempt}")


def _account(row: Upload, log: EventLog) -> None:
    quality = log.quality
    row.rows_read, row.rows_used, row.rejected = quality.rows_read, quality.rows_used, dict(quality.rejected)
    row.rejected_file = (quality.rejected_file or "").replace("\\", "/").rpartition("/")[2]
    row.new, row.changed, row.same = log.new, log.changed, log.same
    row.findings = kept.told_findings(quality.findings)


def record_list(upload: Upload, *, rows: int) -> None:
    """A list of outages or changes that can be read; it takes the place of the former one."""
    with operation("measure.take_in", by=upload.by, organisation=upload.source.unit.organisation) as audit:
        row = _held(upload)
        before = facts_of(row, *TOLD_OF_AN_UPLOAD)
        row.rows_read = row.rows_used = row.new = rows
        _ended(row, UploadState.TAKEN_IN)
        audit.line(row, before=before, after=facts_of(row, *TOLD_OF_AN_UPLOAD))
        ask_to_count(row.source, by=upload.by, because=f"upload-{row.pk}-{row.attempt}")


def record_refused(upload: Upload, refused: Refused | Declined, *, columns: Sequence[str] = (),
                   proposed: Sequence[tuple[str, str]] = ()) -> None:
    """That a file can't be read as it stands: a question where a person can answer it, else a refusal."""
    with operation("measure.refuse_upload", by=upload.by, organisation=upload.source.unit.organisation) as audit:
        row = _held(upload)
        before = facts_of(row, *TOLD_OF_AN_UPLOAD)
        asks = row.holds == Holds.TICKETS and refused.code in QUESTIONS and bool(columns)
        row.state = UploadState.ASKS if asks else UploadState.REFUSED
        row.refused_code, row.refused_facts = refused.code, plain(refused.facts)
        row.columns = list(columns)
        row.proposed = [{"field": field, "column": column} for field, column in proposed]
        row.save()
        audit.line(row, before=before, after=facts_of(row, *TOLD_OF_AN_UPLOAD))


def _held(upload: Upload) -> Upload:
    return (Upload.objects.select_for_update(of=("self",)).select_related("source__unit__organisation", "by")
            .get(pk=upload.pk))


def _ended(row: Upload, state: UploadState) -> None:
    row.state, row.taken_in_at, row.refused_code, row.refused_facts = state, timezone.now(), "", {}
    row.save()


def plain(facts: Facts) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}


def aware(moment: datetime) -> datetime:
    """A log's moment for the database: one without a zone is taken as written, in the zone of this Headway."""
    return moment if moment.tzinfo is not None else timezone.make_aware(moment)


def told_reading(reading: Reading) -> dict[str, Any]:
    """How a file was read, for the page that shows and changes it."""
    orders = sorted({moment.order for moment in reading.moments.values()})
    return {"columns": {field.value: column for field, column in reading.mapping.items()}, "all_columns": list(reading.columns),
            "orders": orders, "zone": reading.zone or "", "milestones": {label: mark.value for label, mark in
                                                                        reading.milestones.items()},
            "shape": reading.shape.value, "preset": reading.preset or "", "sla_inverted": reading.sla_inverted,
            "proposed": [field.value for field in reading.proposed]}
