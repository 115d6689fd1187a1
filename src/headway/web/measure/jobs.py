"""Work over a second: a file goes into the event store, measures are counted, questionnaires too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from headway.connect.lists import read_changes, read_outages
from headway.engine.part import values_of
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.web.accounts.models import User
from headway.web.ground import jobs
from headway.web.ground.jobs import Run, job
from headway.web.measure import counting, reading_file, store
from headway.web.measure.models import Holds, Kpi, Origin, ServiceLevel, Source, Survey, Upload, UploadState
from headway.web.measure.operations import intake, points
from headway.web.measure.queries import answers, ties
from headway.web.measure.survey_results import result_of
from headway.web.vision.operations import SeenValue, propose_mapping


@job("measure.take_in")
def take_in(run: Run, *, upload: int, attempt: int) -> None:
    """Take an uploaded file into its source's log. Killed at any moment the former log stays whole; twice is as good as once."""
    row = Upload.objects.select_related("source__unit__organisation", "by").get(pk=upload)
    page = reverse("measure:upload", args=[row.pk])
    if row.state != UploadState.WAITING or row.attempt != attempt:
        with run.ending(leads_to=page):
            return
    looked = reading_file.Looked()
    try:
        log = _read(row, looked=looked, run=run)
    except Refused as refused:
        columns = reading_file.columns_of(store.path_of(row)) if row.holds == Holds.TICKETS else ()
        with run.ending(leads_to=page, refused=refused.code):
            intake.record_refused(row, refused, columns=columns, proposed=looked.proposed)
        return
    if isinstance(log, int):
        with run.ending(leads_to=page, rows=log):
            intake.record_list(row, rows=log)
        return
    seen = [SeenValue(field.value, value, tickets) for field, value, tickets in values_of(log)]
    account, again = _account_of(row, log)
    with run.ending(leads_to=page, tickets=log.quality.tickets):
        intake.record_taken_in(row, account, digest=store.digest_of_log(row.source), again=again)
        if seen:
            propose_mapping(person=None, unit=row.source.unit, source=row.source.name, values=seen, on=timezone.localdate())


def _read(row: Upload, *, looked: reading_file.Looked, run: Run) -> EventLog | int:
    """The log, or how many entries a list has."""
    if row.holds == Holds.OUTAGES:
        return len(read_outages(store.path_of(row)))
    if row.holds == Holds.CHANGES:
        return len(read_changes(store.path_of(row)))
    return reading_file.taken_in(store.path_of(row), wishes=row.source.wishes, workspace=store.workspace_of(row.source).folder,
                                 source=row.source.folder, looked=looked, run=run)


def _account_of(row: Upload, log: EventLog) -> tuple[EventLog, bool]:
    """The log with the account of the import that made it, and whether another upload brought this very file before.

    A worker that died after its import has left the work done and not told: then the store holds the account.
    """
    if log.new or log.changed:
        return log, False
    if row.source.uploads.filter(digest=row.digest, state=UploadState.TAKEN_IN).exclude(pk=row.pk).exists():
        return log, True
    stored, imports = store.log_of(row.source), store.workspace_of(row.source).manifest(row.source.folder).imports
    # for a file alone the store's digest is that of its bytes
    return (stored if stored is not None and imports[-1]["digest"] == row.digest else log), False


@job("measure.count_source")
def count_source(run: Run, *, source: int) -> None:
    """Count every measure of a source, entity by entity; each entity's points are stored as soon as they are there."""
    row = Source.objects.select_related("unit__organisation").get(pk=source)
    rows = list(_rows().filter(source=row, retired_on=None).order_by("entity_id", "pk"))
    by, lists, (log, digest) = _person(run), _lists_of(row), store.state_of(row)
    groups = [list(group) for _, group in groupby(rows, key=lambda kpi: kpi.entity_id)]
    for place, group in enumerate(groups):
        run.progress(done=place, total=len(groups))
        points.store_points(list(_counted(group, row, log, lists=lists, digest=digest)), by=by,
                            organisation=row.unit.organisation)
    _count_levels(row, log, lists=lists, by=by)
    with run.ending(leads_to=reverse("measure:source", args=[row.pk]), measures=len(rows)):
        return


def _rows() -> QuerySet[Kpi]:
    return Kpi.objects.select_related("entity", "unit__organisation", "source__unit", "question__survey")


def _person(run: Run) -> User | None:
    return User.objects.filter(pk=run.job.person_id or 0).first()


def _counted(
    rows: Sequence[Kpi], source: Source, log: EventLog | None, *, lists: counting.Lists, digest: str,
) -> Iterator[counting.Counted]:
    """The measures of one entity of one source."""
    if log is None:
        yield from (counting.nothing(row, because="no_log") for row in rows)
        return
    means = ties.of_entity(rows[0].entity, source)
    raw = None if means is None else counting.spelt_in(log, means)
    mark = "" if means is None else sha256(repr(means).encode()).hexdigest()[:16]
    yield from counting.counted_in_log(log, rows, ties=raw, hours=source.hours, country=source.country, data_digest=digest,
                                       lists=lists, facts={"ties": mark})


def _lists_of(source: Source) -> counting.Lists:
    """The newest list of outages and of changes that were given beside the tickets."""
    outages, changes = (source.uploads.filter(holds=holds, state=UploadState.TAKEN_IN).order_by("-taken_in_at", "-pk").first()
                        for holds in (Holds.OUTAGES, Holds.CHANGES))
    return counting.Lists(outages=read_outages(store.path_of(outages)) if outages else None,
                          changes=read_changes(store.path_of(changes)) if changes else None)


def _count_levels(source: Source, log: EventLog | None, *, lists: counting.Lists, by: User | None,
                  kpis: Sequence[int] | None = None) -> None:
    """What was kept of each service level on this source's measures, period by period as it was agreed."""
    if log is None:
        return
    levels = list(ServiceLevel.objects.filter(kpi__source=source, **({} if kpis is None else {"kpi__in": kpis}))
                  .select_related("unit__organisation"))
    for level in levels:
        row = _rows().get(pk=level.kpi_id)
        row.period = level.period
        found = list(_counted([row], source, log, lists=lists, digest=""))
        points.store_attainments([(level, one.series) for one in found], by=by, organisation=level.unit.organisation)


@job("measure.count_kpis")
def count_kpis(run: Run, *, kpis: list[int]) -> None:
    """Count these measures anew; they are of one entity, and of one source if they are of any."""
    rows = list(_rows().filter(pk__in=kpis, retired_on=None))
    by = _person(run)
    ticketed = [row for row in rows if row.origin == Origin.LOG]
    found = [_of_points(row) for row in rows if row.origin != Origin.LOG]
    if ticketed and (source := ticketed[0].source) is not None:
        (log, digest), lists = store.state_of(source), _lists_of(source)
        found += _counted(ticketed, source, log, lists=lists, digest=digest)
        _count_levels(source, log, lists=lists, by=by, kpis=[row.pk for row in ticketed])
    leads_to = reverse("measure:kpi", args=[rows[0].pk]) if len(rows) == 1 else reverse("measure:kpis")
    with run.ending(leads_to=leads_to, measures=len(rows)):
        if rows:
            points.store_points(found, by=by, organisation=rows[0].unit.organisation)


def _of_points(row: Kpi) -> counting.Counted:
    given = answers.points_of_question(row) if row.origin == Origin.SURVEY else [
        (point.starts_on, point.value, 1 if point.n is None else point.n) for point in row.own_points.order_by("starts_on")]
    return counting.counted_points(row, given, data_digest=sha256(repr(given).encode()).hexdigest() if given else "")


@job("measure.count_survey")
def count_survey(run: Run, *, survey: int) -> None:
    """Count a questionnaire's answers, and the measures that stand on its questions."""
    row = Survey.objects.select_related("unit__organisation").get(pk=survey)
    questions = [(question.pk, str(question.asks)) for question in row.questions.all()]
    given = list(row.answers.order_by("pk").values_list("values", flat=True))
    results = result_of(questions, given, asked=row.asked).told()
    kpis = [_of_points(kpi) for kpi in _rows().filter(question__survey=row, retired_on=None)]
    with run.ending(leads_to=reverse("measure:survey", args=[row.pk]), answers=len(given)):
        points.store_survey(row, results, by=_person(run))
        points.store_points(kpis, by=_person(run), organisation=row.unit.organisation)


@job("measure.sweep_uploads", every=timedelta(days=1))
def sweep_uploads(run: Run) -> None:
    """Files that no upload has."""
    store.sweep(timezone.now())


@job("measure.keep_up", every=timedelta(minutes=10))
def keep_up(run: Run) -> None:
    """Where values have come to mean another entity since the points were counted, count them again."""
    for source in Source.objects.filter(retired_on=None).exclude(digest="").select_related("unit"):
        kpis = Kpi.objects.filter(source=source, retired_on=None).select_related("entity", "newest").defer("newest__state")
        marks: dict[int, str] = {}
        for kpi in kpis:
            if kpi.entity_id not in marks:
                means = ties.of_entity(kpi.entity, source)
                marks[kpi.entity_id] = "" if means is None else sha256(repr(means).encode()).hexdigest()[:16]
            if kpi.newest is None or kpi.newest.facts.get("ties") != marks[kpi.entity_id]:
                jobs.ask("measure.count_kpis", key=f"ties-{kpi.pk}-{source.digest[:16]}-{marks[kpi.entity_id]}", kpis=[kpi.pk])
