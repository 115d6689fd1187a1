"""Sources, measures and what stands on them, made by the operations; a small log whose answers can be counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from headway.web.ground import jobs
from headway.web.measure import operations
from headway.web.measure.models import (
    Baseline,
    CapabilityAssessment,
    Direction,
    Family,
    Kpi,
    Origin,
    ServiceLevel,
    Source,
    Survey,
    UnitOfMeasure,
    Upload,
)
from headway.web.register import operations as register
from headway.web.register import queries
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity, EntityKind, SourceValue
from headway.web.vision.operations import Meaning, accept_mapping
from serving import until
from web.people import MARK, Team
from web.register.examples import under_way
from web.vision.made import entity

HEADER = "number,opened_at,resolved_at,category,assignment_group,made_sla"
CATEGORIES = ("exam", "mail", "print")
FIRST = datetime(2024, 1, 1, 8)
Row = tuple[str, ...]


def ticket_rows(*, weeks: int = 20, a_day: int = 6, first: datetime = FIRST, hours: float = 6.0, begin: int = 0) -> list[Row]:
    """Tickets of working days: the i-th takes `hours` and some, by a pattern that repeats; categories take turns."""
    found: list[Row] = []
    for day in range(7 * weeks):
        start = first + timedelta(days=day)
        if start.weekday() > 4:
            continue
        for place in range(a_day):
            number = begin + len(found)
            opened = start + timedelta(minutes=61 * place)
            took = hours * (1 + (number * 7 % 11) / 5)
            found.append((f"T{number:05}", told(opened), told(opened + timedelta(hours=took)), CATEGORIES[number % 3],
                          f"desk {number % 2}", "true" if took <= 2 * hours else "false"))
    return found


def told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def csv_of(rows: Sequence[Row], header: str = HEADER) -> bytes:
    return ("\n".join([header, *map(",".join, rows)]) + "\n").encode()


def source(team: Team, name: str = "", **more: Any) -> Source:
    name = name or f"{MARK} tickets {Source.objects.count()}"
    return operations.add_source(person=team.owner, unit=team.root, name=name, **more)


def upload(team: Team, to: Source | None = None, content: bytes | None = None, *, name: str = f"{MARK}.csv",
           holds: str = "tickets") -> Upload:
    """A file that waits for its job."""
    return operations.upload(person=team.owner, source=to or source(team), name=name, holds=holds,
                             chunks=[csv_of(ticket_rows()) if content is None else content])


def taken_in(team: Team, to: Source | None = None, content: bytes | None = None, **more: Any) -> Upload:
    """A file, and what became of it."""
    made = upload(team, to, content, **more)
    work()
    made.refresh_from_db()
    return made


def work() -> None:
    """All jobs done. Beside a running server its worker may hold one, or have just asked for one: that is waited for."""
    with suppress(AssertionError):
        until(_is_idle, within=10)
    failed = jobs.Job.objects.filter(state=jobs.State.FAILED).values_list("kind", "failure_code", "failure_facts")
    waiting = jobs.Job.objects.filter(state=jobs.State.WAITING).values_list("kind", "attempts")
    assert (list(failed), list(waiting)) == ([], [])


def _is_idle() -> bool:
    jobs.run_until_idle()
    return not jobs.Job.objects.filter(state__in=(jobs.State.WAITING, jobs.State.RUNNING)).exists()


def rejecting(team: Team) -> Upload:
    """A file of which one row can't be used."""
    return taken_in(team, source(team), csv_of([*ticket_rows(weeks=2), (f"{MARK}", "soon", "", "exam", "desk 0", "")]))


def whole(team: Team) -> Entity:
    return queries.whole(team.organisation)


def service(team: Team, name: str = f"{MARK} exams", **more: Any) -> Entity:
    return entity(team, EntityKind.SERVICE, name, **more)


def means(team: Team, value: str, of: Entity, *, field: str = "category", from_on: date | None = None) -> None:
    row = SourceValue.objects.get(unit=team.root, field=field, value=value)
    accept_mapping(person=team.owner, organisation=team.organisation, meanings=[Meaning(row, entity=of)], from_on=from_on)


def kpi(team: Team, of: Entity | None = None, **more: Any) -> Kpi:
    """A measure of one's own, without points."""
    given: dict[str, Any] = {"name": f"{MARK} calls {Kpi.objects.count()}", "family": Family.UTILITY, "origin": Origin.OWN,
                             "measured_in": UnitOfMeasure.SCORE, "direction": Direction.DOWN}
    return operations.add_kpi(person=team.owner, entity=of or whole(team), **(given | more))


def own_points(team: Team, row: Kpi, values: Sequence[float], *, n: int | None = None, first: date = date(2024, 1, 1)) -> None:
    operations.put_points(person=team.owner, kpi=row, points=[
        (first + timedelta(days=7 * week), value, n) for week, value in enumerate(values)])


def with_points(team: Team, **more: Any) -> Kpi:
    """A measure with twenty weeks of points, counted."""
    row = kpi(team, **more)
    own_points(team, row, [40.0 + week * 7 % 5 for week in range(20)])
    work()
    return Kpi.objects.get(pk=row.pk)


def shipped(team: Team, of: Entity, to: Source, *measures: str) -> list[Kpi]:
    return operations.add_shipped(person=team.owner, entity=of, source=to, measures=measures)


def improvement(team: Team, **more: Any) -> Improvement:
    """An improvement whose vision is settled: step 2 is at hand."""
    return register.complete_first_step(under_way(team, **more), by=team.owner)


def baseline(team: Team) -> Baseline:
    return operations.freeze_baseline(person=team.owner, improvement=improvement(team), kpi=with_points(team), remark=MARK)


def practice(team: Team) -> Entity:
    return entity(team, EntityKind.PRACTICE, f"{MARK} incident work")


def survey(team: Team, **more: Any) -> Survey:
    given: dict[str, Any] = {
        "title": f"{MARK} survey", "greeting": MARK, "opens_on": date(2020, 1, 1), "closes_on": date(2090, 1, 1),
        "questions": [("rating", f"How was {MARK}?"), ("yes_no", "Was it solved?"), ("words", "What else?")]}
    return operations.make_survey(person=team.owner, entity=whole(team), **(given | more))


def assessment(team: Team) -> CapabilityAssessment:
    return operations.begin_assessment(person=team.owner, entity=practice(team), on=date(2024, 5, 6))


def level(team: Team) -> ServiceLevel:
    to = source(team)
    [row] = shipped(team, whole(team), to, "within_72h")
    return operations.agree_level(person=team.owner, entity=whole(team), kpi=row, name=f"{MARK} within a day", target=.9,
                                  period="month", starts_on=date(2024, 1, 1))
