"""A register of 100,000 improvements and 1,000 measures with five years of weekly points, laid into a database in bulk.

It is one that was kept for years: what is old is mostly closed, what is new mostly open. Four divisions stand beneath the
organisation, and 36 units beneath them, each with services, practices and teams of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import numpy as np

UNITS, DIVISIONS, ENTITIES, MEASURES, WEEKS, CHUNK = 40, 4, 300, 1_000, 260, 2_000
STARTS = date(2021, 11, 1)   # a Monday
# Shares of the older four fifths and of the newer fifth.
STATES = {"closed": (.75, .10), "withdrawn": (.09, .04), "idea": (.12, .65), "on_hold": (.01, .02), "under_way": (.03, .19)}
OLD: Final = .8
YEARS, OTHERS = 5, 200   # how long it was kept, and how many people have a role beside those who look
CLOSURES: Final = ("kept", "kept", "kept", "partly_kept", "stopped", "undone", "handed_over")
# Who looks: one at the root, one of a division (a quarter of everything), the owner of one unit, a member of a team.
PEOPLE: Final = {"at the root": "owner@example.org", "of a division": "division@example.org",
                 "owner of a unit": "unit@example.org", "member of a team": "member@example.org"}


def is_there() -> bool:
    from headway.web.accounts.models import User

    return User.objects.filter(email=PEOPLE["member of a team"]).exists()


def fill(improvements: int) -> None:
    """The whole database, in transactions of one table each."""
    from django.db import transaction

    from headway.web.register.operations import fold_tallies

    began = time.perf_counter()
    rng = np.random.default_rng(4)
    place = Place(rng)
    with transaction.atomic():
        rows = place.improvements(improvements)
        place.around(rows)
        kpis = place.measures()
        place.judged(rows, kpis)
    while fold_tallies():   # as the worker does each hour
        pass
    print(f"filled in {time.perf_counter() - began:.0f} s")


class Place:
    """One organisation with its units, entities and people, into which rows are laid in bulk."""

    def __init__(self, rng: np.random.Generator) -> None:
        from django.utils import timezone

        from headway.web.accounts import operations, queries
        from headway.web.accounts.models import User
        from headway.web.accounts.roles import Role
        from headway.web.vision.models import Entity, EntityKind

        self.rng, self.now = rng, timezone.now()
        people = [User.objects.create_user(email=email, password=None, name=who.capitalize()) for who, email in PEOPLE.items()]
        self.owner = people[0]
        self.organisation = operations.found_organisation(name="University", administrator=self.owner)
        root = queries.root(self.organisation)
        self.units = [root]
        for number in range(UNITS):
            above = root if number < DIVISIONS else self.units[1 + number % DIVISIONS]
            self.units.append(operations.add_unit(person=self.owner, parent=above, name=f"Unit {number}"))
        for person, unit, role in zip(people[1:], (self.units[1], self.units[-1], self.units[-2]),
                                      (Role.MANAGER, Role.OWNER, Role.CONTRIBUTOR), strict=True):
            operations.grant(person=self.owner, to=person, unit=unit, role=role)
        others = [User.objects.create_user(email=f"person{number}@example.org", password=None, name=f"Person {number}")
                  for number in range(OTHERS)]
        for number, person in enumerate(others):
            operations.grant(person=self.owner, to=person, unit=self.units[number % len(self.units)], role=Role.CONTRIBUTOR)
        self.people = [*people, *others]
        kinds = (EntityKind.SERVICE, EntityKind.PRACTICE, EntityKind.TEAM)
        self.entities = Entity.objects.bulk_create([
            Entity(unit=self.units[number % len(self.units)], kind=kinds[number % 3], name=f"Entity {number}")
            for number in range(ENTITIES)])

    def improvements(self, many: int) -> Sequence[Any]:
        from headway.web.register.models import NO_DATE, NO_SCORE, Improvement, StepRecord

        older = int(OLD * many)
        states = [str(state) for part, size in enumerate((older, many - older))
                  for state in self.rng.choice(list(STATES), size=size, p=[shares[part] for shares in STATES.values()])]
        rows = []
        for number, state in enumerate(states):
            entity = self.entities[int(self.rng.integers(len(self.entities)))]
            step = 1 if state == "idea" else 7 if state == "closed" else int(self.rng.integers(1, 8))
            done = "d" * (7 if state == "closed" else step - 1)
            score, age = float(self.rng.gamma(2, 3)), YEARS * (1 - number / many)
            raised = self.now - timedelta(days=365 * age)
            since = raised + float(self.rng.uniform()) * (self.now - raised)
            due = raised.date() + timedelta(days=200) if number % 3 == 0 else None
            rows.append(Improvement(
                organisation=self.organisation, unit_id=entity.unit_id, entity=entity, number=f"I-{number:06}",
                title=f"Improvement {number} of what people meet every day", idea="Somebody waits too long.",
                owner=self.people[number % len(self.people)], raised_on=raised.date(), state=state, state_since=since,
                step_since=since, step=step, route=done.ljust(7, "."), rank=number, score=score, score_order=score or NO_SCORE,
                due_on=due, due_order=due or NO_DATE, is_quick_win=number % 20 == 0,
                closure=("quick_win" if number % 20 == 0 else CLOSURES[number % len(CLOSURES)]) if state == "closed" else "",
                factors={"value": 3, "effort": 2}))
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
            for row in rows[::3] for column in ("expected", "forecast", "verified")
            if column != "verified" or (row.state == "closed" and row.pk % 5 == 0)],
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
        ready += [row for row in rows[::20] if row.state == "closed"][:3 * len(kpis) - len(ready)]
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
        question=question, improvement_id=question.improvement_id, organisation_id=question.improvement.organisation_id, look=1,
        answer=judged.verdict.value, measure=measure,
        headline="Told", says=str(told["says"]), before=judged.before, after=now, after_low=low, after_high=high,
        target=judged.target, look_again_on=judged.look_again, decided="keep" if question.pk % 2 else "", digest="0",
        library="0", told=told, drawn=drawn, judged_at=at)


def chunks(rows: Sequence[Any], *, size: int = CHUNK) -> Iterator[Sequence[Any]]:
    for first in range(0, len(rows), size):
        yield rows[first:first + size]
