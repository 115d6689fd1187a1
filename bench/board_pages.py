"""The board, the backlog and the page of an improvement on a large register: queries and CPU milliseconds of each.

Fills an SQLite database of its own with 100,000 improvements of one organisation and 1,000 measures with five years of
weekly points, then asks for each page as a signed-in person does, through every middleware, and takes the median of
CPU times. Nothing is cached between two requests but what a running server keeps (compiled templates).
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import numpy as np

ROUNDS, WARM = 15, 3
UNITS, ENTITIES, MEASURES, WEEKS, CHUNK = 40, 300, 1_000, 260, 2_000
STARTS = date(2021, 11, 1)   # a Monday
# Share of improvements that are closed, withdrawn, ideas, on hold, under way: a register that was kept for years.
STATES = (("closed", .62), ("withdrawn", .08), ("idea", .23), ("on_hold", .01), ("under_way", .06))
GOAL_QUERIES, GOAL_MS = 12, 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--improvements", type=int, default=100_000)
    parser.add_argument("--data", help="a folder to keep the database in; filled only if it is empty")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        os.environ["HEADWAY_DATA"] = asked.data or folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "headway.web.project.settings"
        import django
        django.setup()
        measure(asked.improvements)


def measure(improvements: int) -> None:
    from django.core.management import call_command

    from headway.web.accounts.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not User.objects.exists():
        fill(improvements)
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from django.urls import reverse

    from headway.web.review.models import Verdict
    from headway.web.vision.models import Entity, EntityKind
    judged = Verdict.objects.order_by("pk").values_list("improvement_id", flat=True)[7]
    service = Entity.objects.filter(kind=EntityKind.SERVICE).values_list("pk", flat=True)[3]
    pages = {"board": reverse("board:home"), "board of a service": reverse("board:entity", args=[service]),
             "backlog": reverse("register:backlog"), "backlog by score": reverse("register:backlog") + "?order=score&state=all",
             "improvement": reverse("board:improvement", args=[judged]),
             "working page": reverse("register:improvement", args=[judged]) + "?step=6",
             "services": reverse("board:kind")}
    told = {name: of_page(address) for name, address in pages.items()}
    for name, (queries, ms, size) in told.items():
        print(f"{name:20} {queries:3} queries {ms:7.1f} CPU ms {size / 1024:7.0f} kB")
    keep(told, improvements)


def of_page(address: str) -> tuple[int, float, int]:
    """(queries, median CPU ms, bytes) of one page, asked by the administrator."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from headway.web.accounts.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email="owner@example.org"))
    taken = []
    for turn in range(WARM + ROUNDS):
        began = cpu()
        answer = client.get(address)
        if turn >= WARM:
            taken.append((cpu() - began) * 1000)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries), median(taken), len(answer.content)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def keep(told: dict[str, tuple[int, float, int]], improvements: int) -> None:
    from record import record

    most = max(ms for _queries, ms, _size in told.values())
    record("board_pages", claim=f"List, board and improvement page on {improvements:,} improvements and {MEASURES:,} measures",
           ratio=most / GOAL_MS, goal=f"each at most {GOAL_QUERIES} queries and {GOAL_MS} CPU ms (ratio at most 1)",
           ours={"what": "the dearest page", "value": most, "unit": "CPU ms"},
           peer={"what": "the goal", "value": float(GOAL_MS), "unit": "CPU ms"},
           notes="; ".join(f"{name}: {queries} queries, {ms:.1f} CPU ms" for name, (queries, ms, _size) in told.items()))


def fill(improvements: int) -> None:
    """The whole database, in transactions of one table each."""
    from django.db import transaction

    began = time.perf_counter()
    rng = np.random.default_rng(4)
    place = Place(rng)
    with transaction.atomic():
        rows = place.improvements(improvements)
        place.around(rows)
        kpis = place.measures()
        place.judged(rows, kpis)
    print(f"filled in {time.perf_counter() - began:.0f} s")


class Place:
    """One organisation with its units, entities and people, into which rows are laid in bulk."""

    def __init__(self, rng: np.random.Generator) -> None:
        from django.utils import timezone

        from headway.web.accounts import operations, queries
        from headway.web.accounts.models import User
        from headway.web.vision.models import Entity, EntityKind

        self.rng, self.now = rng, timezone.now()
        self.owner = User.objects.create_user(email="owner@example.org", password=None, name="Owner")
        self.organisation = operations.found_organisation(name="University", administrator=self.owner)
        root = queries.root(self.organisation)
        self.units = [root, *(operations.add_unit(person=self.owner, parent=root,
                                                  name=f"Unit {number}") for number in range(UNITS))]
        kinds = (EntityKind.SERVICE, EntityKind.PRACTICE, EntityKind.TEAM)
        self.entities = Entity.objects.bulk_create([
            Entity(unit=self.units[number % len(self.units)], kind=kinds[number % 3], name=f"Entity {number}")
            for number in range(ENTITIES)])

    def improvements(self, many: int) -> Sequence[Any]:
        from headway.web.register.models import NO_SCORE, Improvement, StepRecord

        states = self.rng.choice([name for name, _share in STATES], size=many, p=[share for _name, share in STATES])
        rows = []
        for number, state in enumerate(states):
            entity = self.entities[int(self.rng.integers(len(self.entities)))]
            step = 1 if state == "idea" else 7 if state == "closed" else int(self.rng.integers(1, 8))
            done = "d" * (7 if state == "closed" else step - 1)
            score = float(self.rng.gamma(2, 3))
            rows.append(Improvement(
                organisation=self.organisation, unit_id=entity.unit_id, entity=entity, number=f"I-{number:06}",
                title=f"Improvement {number} of what people meet every day", idea="Somebody waits too long.", owner=self.owner,
                raised_on=self.day(5), state=state, state_since=self.moment(3),
                                    step_since=self.moment(1 if state == "under_way" else 3),
                step=step, route=done.ljust(7, "."), rank=number, score=score, score_order=score or NO_SCORE,
                closure="kept" if state == "closed" else "", factors={"value": 3, "effort": 2}))
        made = Improvement.objects.bulk_create(rows, batch_size=CHUNK)
        for part in chunks(made):
            StepRecord.objects.bulk_create([
                StepRecord(improvement=row, step=step, state="done", by=self.owner, at=self.now, evidence_kind="record",
                           grade="stated",
                           facts={"what": "hours", "level": "16.0 h"}) for row in part for step in range(1,
                               row.route.count("d") + 1)])
        return made

    def around(self, rows: Sequence[Any]) -> None:
        """Benefits of every third, lessons of every fourth that was closed, alarms of every fifth."""
        from headway.web.register.models import Benefit
        from headway.web.sustain.models import Alarm, Lesson

        Benefit.objects.bulk_create([
            Benefit(improvement=row, column=column, what="time", amount=Decimal(100), low=Decimal(60), high=Decimal(140),
                    unit="hours" if row.pk % 2 else "EUR", recurrence="yearly")
            for row in rows[::3] for column in ("expected", "verified" if row.state == "closed"
                                                and row.pk % 5 == 0 else "forecast")],
            batch_size=CHUNK)
        Lesson.objects.bulk_create([Lesson(improvement=row, title="Ask first", happened="Nobody was asked.", advice="Ask.")
                                    for row in rows if row.state == "closed" and row.pk % 4 == 0], batch_size=CHUNK)
        Alarm.objects.bulk_create([Alarm(improvement=row, watches="the mean", threshold="over 12 h", response="call")
                                   for row in rows if row.state == "closed" and row.pk % 5 == 0], batch_size=CHUNK)

    def measures(self) -> Sequence[Any]:
        from headway.web.measure.models import Kpi, Point, PointSet

        kpis = Kpi.objects.bulk_create([
            Kpi(unit_id=self.entities[number % ENTITIES].unit_id, entity=self.entities[number % ENTITIES], name=f"Hours {number}",
                family="warranty", origin="own", measured_in="hours", direction="down",
                period="week") for number in range(MEASURES)])
        sets = PointSet.objects.bulk_create([
            PointSet(kpi=kpi, definition=1, digest=f"{kpi.pk:064}", period="week", n=WEEKS * 30, library="0", told={}, state={},
                     n_points=WEEKS) for kpi in kpis])
        for part in chunks(sets, size=40):
            Point.objects.bulk_create([
                Point(set=one, starts_on=STARTS + timedelta(weeks=week), n=30, value=float(value))
                for one in part for week, value in enumerate(self.rng.gamma(16, 1, size=WEEKS))], batch_size=CHUNK * 5)
        for kpi, one in zip(kpis, sets, strict=True):
            kpi.newest = one
        Kpi.objects.bulk_update(kpis, ["newest"], batch_size=200)
        return kpis

    def judged(self, rows: Sequence[Any], kpis: Sequence[Any]) -> None:
        """Three verdicts a measure, of improvements closed or in steps 6 and 7; the judgements repeat, their rows do not."""
        from headway.report.verdict_document import as_json
        from headway.web.act.models import Intervention
        from headway.web.measure.models import Baseline
        from headway.web.review.models import Question, Verdict

        known = [judgement(self.rng, factor) for factor in (.6, .75, .9, 1.0, 1.3)]
        drawn = [(told, as_json(judged), judged) for told, judged in known]
        ready = [row for row in rows if row.state == "under_way" and row.step > 5]
        ready += [row for row in rows if row.state == "closed"][:3 * len(kpis) - len(ready)]
        pairs = list(zip(ready, (kpis[number % len(kpis)] for number in range(len(ready))), strict=True))
        changes = Intervention.objects.bulk_create([
            Intervention(improvement=row, what="Chatbot", starts_on=STARTS + timedelta(weeks=200), exposed="callers",
                         recording="no")
            for row, _kpi in pairs], batch_size=CHUNK)
        baselines = Baseline.objects.bulk_create([
            Baseline(improvement=row, kpi=kpi, what=kpi.name, measured_in="hours", digest="0", library="0", signed_by=self.owner)
            for row, kpi in pairs], batch_size=CHUNK)
        questions = Question.objects.bulk_create([
            Question(improvement=row, intervention=change, kpi=kpi, baseline=baseline, asked_at=self.now)
            for (row, kpi), change, baseline in zip(pairs, changes, baselines, strict=True)], batch_size=CHUNK)
        Verdict.objects.bulk_create([
            verdict(question, kpi.name, *drawn[place % len(drawn)], at=self.moment(2))
            for place, (question, (_row, kpi)) in enumerate(zip(questions, pairs, strict=True))], batch_size=200)

    def moment(self, years: float) -> datetime:
        return self.now - timedelta(days=float(self.rng.uniform(0, 365 * years)))

    def day(self, years: float) -> date:
        return self.moment(years).date()


def judgement(rng: np.random.Generator, factor: float) -> tuple[Any, Any]:
    """A judgement on five years of weeks, as it is kept and as it is."""
    import headway
    from headway.web.review import kept

    values = rng.gamma(16, 1, size=WEEKS) * np.where(np.arange(WEEKS) < 200, 1, factor)
    points = [(STARTS + timedelta(weeks=week), float(value), 30) for week, value in enumerate(values)]
    judged = headway.did_we_get_there(points, change=STARTS + timedelta(weeks=200), direction="down", kind="duration",
                                      target=12.0)
    return kept.told_judgement(judged), judged


def verdict(question: Any, measure: str, drawn: Any, told: Any, judged: Any, *, at: datetime) -> Any:
    from headway.web.review.models import Verdict

    now, low, high = judged.after if judged.after is not None else (None, None, None)
    return Verdict(
        question=question, improvement_id=question.improvement_id, look=1, answer=judged.verdict.value, measure=measure,
        headline="Told", says=str(told["says"]), before=judged.before, after=now, after_low=low, after_high=high,
                   target=judged.target,
        look_again_on=judged.look_again, digest="0", library="0", told=told, drawn=drawn, judged_at=at)


def chunks(rows: Sequence[Any], *, size: int = CHUNK) -> Iterator[Sequence[Any]]:
    for first in range(0, len(rows), size):
        yield rows[first:first + size]


if __name__ == "__main__":
    main()
