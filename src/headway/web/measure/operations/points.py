"""What counting found becomes the points of measures, and what was kept of service levels and surveys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from headway.kpi.series import Period, Series
from headway.report.shape import shape
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.ground.version import VERSION
from headway.web.measure import kept
from headway.web.measure.counting import Counted
from headway.web.measure.models import Attainment, Kpi, Point, PointSet, ServiceLevel, Survey
from headway.web.measure.operations.intake import aware

COURSE_STEPS = 60


def store_points(found: Sequence[Counted], *, by: User | None, organisation: Organisation) -> int:
    """Store what was counted; a measure whose figures and data are the same as before is left alone. Returns how many changed.

    Points on which nothing stands make room: only the newest and the kept ones stay.
    """
    anew = [(one, digest) for one in found if (digest := _changed(one)) is not None]
    if not anew:
        return 0
    with operation("measure.store_points", by=by, organisation=organisation) as audit:
        for one, digest in anew:
            row = Kpi.objects.select_for_update(of=("self",)).get(pk=one.row.pk)
            if row.definition != one.row.definition:   # it was changed while it was counted; a job for the new one waits
                continue
            before = {"newest": row.newest_id}
            row.newest = _stored(row, one, digest=digest)
            row.save(update_fields=["newest"])
            row.point_sets.filter(kept=False).exclude(pk=row.newest.pk).delete()
            audit.line(row, before=before, after={"newest": row.newest_id, "digest": digest, "n": one.series.n,
                                                  "data_digest": one.data_digest})
        if not audit.lines:
            audit.line(anew[0][0].row, after={"superseded": True})
    return len(anew)


def _changed(one: Counted) -> str | None:
    """The digest of what was counted, or None where it is what stands there already."""
    digest = kept.digest_of(kept.told_kpi(one.series.kpi), one.series.points)
    now = PointSet.objects.filter(pk=one.row.newest_id).values_list(
        "digest", "data_digest", "definition", "empty_because", "facts").first() if one.row.newest_id else None
    same = (digest, one.data_digest, one.row.definition, one.series.empty_because or "", dict(one.facts))
    return None if now == same else digest


def _stored(row: Kpi, one: Counted, *, digest: str) -> PointSet:
    series, state = one.series, one.state
    lower, upper = state.usual or (None, None)
    made = PointSet.objects.create(
        kpi=row, definition=row.definition, digest=digest, data_digest=one.data_digest,
        as_of=aware(series.as_of) if series.as_of else None, period=series.period.value, n=series.n, value=series.value,
        settle_hours=series.settle_hours, empty_because=series.empty_because or "", facts=dict(one.facts),
        now=state.now, lower=lower, upper=upper, stable=state.stable, moving=state.moving, n_points=state.n_points,
        library=VERSION, told=kept.told_kpi(series.kpi), state=kept.told_state(state), course=course_of(series),
        findings=kept.told_findings(one.findings))
    Point.objects.bulk_create((Point(
        set=made, starts_on=point.starts_on, n=point.n, value=point.value, sum=point.sum, sum_squares=point.sum_squares,
        settled=point.settled, thin=point.thin, partial=point.partial, suspect=point.suspect) for point in series.points),
        batch_size=1000)
    return made


def course_of(series: Series) -> list[float]:
    """A few dozen values for the small drawing of lists: the newest ones where there are more."""
    return [value for _, value in shape(series)][-COURSE_STEPS:]


def store_attainments(found: Sequence[tuple[ServiceLevel, Series]], *, by: User | None, organisation: Organisation) -> int:
    """What was counted for service levels, by period: cases, kept, and whether the agreed share was attained."""
    changed = 0
    for level, series in found:
        before = {row.starts_on: row for row in level.attainments.all()}
        anew = [row for row in attained(level, series) if not _alike(before.get(row.starts_on), row)]
        if not anew:
            continue
        with operation("measure.count_attainment", by=by, organisation=organisation) as audit:
            level.attainments.filter(starts_on__in=[row.starts_on for row in anew]).delete()
            Attainment.objects.bulk_create(anew)
            audit.line(level, after={"periods": len(anew), "newest": max(row.starts_on for row in anew).isoformat()})
        changed += len(anew)
    return changed


def attained(level: ServiceLevel, series: Series) -> list[Attainment]:
    """Each period's count. A period without cases, or whose last cases are too young to judge, is neither kept nor missed."""
    found = []
    for point in series.points:
        if point.starts_on < level.starts_on.replace(day=1) and series.period is Period.MONTH:
            continue
        if point.starts_on < level.starts_on and series.period is not Period.MONTH:
            continue
        if level.ends_on is not None and point.starts_on > level.ends_on:
            continue
        over = point.settled and not point.partial
        share = None if point.value is None else float(point.value)
        told = None if share is None or not over else share >= level.target
        found.append(Attainment(service_level=level, starts_on=point.starts_on, n=point.n, kept=point.sum, share=share,
                                attained=told, over=over))
    return found


def _alike(before: Attainment | None, after: Attainment) -> bool:
    names = ("n", "kept", "share", "attained", "over")
    return before is not None and all(getattr(before, name) == getattr(after, name) for name in names)


def store_survey(survey: Survey, results: dict[str, Any], *, by: User | None) -> None:
    """The results of a questionnaire as they were counted."""
    with operation("measure.count_survey", by=by, organisation=survey.unit.organisation) as audit:
        row = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
        before = facts_of(row, "id", "counted_at")
        row.results, row.counted_at = results, timezone.now()
        row.save(update_fields=["results", "counted_at"])
        audit.line(row, before=before, after=facts_of(row, "id", "counted_at") | {"answers": results["answers"]})
