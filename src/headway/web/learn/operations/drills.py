"""Drills: scenarios drawn, those not seen lately first; answers, and disagreement with the key."""

from __future__ import annotations

import random

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from headway.learn.course import SCENARIO_MINUTES
from headway.learn.parallel import parallel_scenario
from headway.web.ground.declined import Declined
from headway.web.learn.models import Drill, DrillAnswer, Study
from headway.web.learn.operations.sittings import new_seed
from headway.web.learn.operations.study import count_work
from headway.web.learn.queries.drills import ASKED, choices, first_open, scenario_of, scenarios_of, seen_scenarios
from headway.web.learn.questions import course_of

SCENARIOS = 6
LONGEST = 9      # scenarios, with those that wrong answers bring


def begin_drill(study: Study, *, many: int = SCENARIOS, chapter: str | None = None) -> Drill:
    """Scenarios of the course, or of one chapter. Raises `Declined("nothing_to_ask")`."""
    seed = new_seed()
    seen = seen_scenarios(study)
    pool = [scenario.id for scenario in course_of(study).scenarios if chapter is None or scenario.chapter == chapter]
    random.Random(seed).shuffle(pool)
    pool.sort(key=lambda id: seen.index(id) if id in seen else -1)
    if not pool:
        raise Declined("nothing_to_ask")
    return Drill.objects.create(study=study, seed=seed, scenarios=pool[:many], started_at=timezone.now())


def answer_drill(drill: Drill, *, scenario: str, asked: str, label: str) -> DrillAnswer:
    """Keep the first answer to a question; its reasons are shown at once, so that a second would say nothing.

    Raises `Declined("no_such_option")`.
    """
    if scenario not in drill.scenarios or asked not in ASKED:
        raise Http404
    told = scenario_of(drill, scenario)
    if label not in {choice.id for choice in choices(drill.study, told, asked, picked=None)}:
        raise Declined("no_such_option")
    with transaction.atomic():
        row, new = DrillAnswer.objects.get_or_create(drill=drill, scenario=scenario, asked=asked, defaults={
            "label": label, "was_right": told.findings[asked].label == label, "at": timezone.now()})
        if new:
            count_work(drill.study, SCENARIO_MINUTES / len(ASKED))
        if new and not row.was_right:
            _drill_again(drill, scenario, asked)
        if first_open(drill) is None:
            Drill.objects.filter(pk=drill.pk, ended_at=None).update(ended_at=timezone.now())
    return row


def _drill_again(drill: Drill, scenario: str, asked: str) -> None:
    """A scenario answered wrongly brings one more where the same answer is right, unless such a one is still to come."""
    held = Drill.objects.select_for_update().get(pk=drill.pk)
    told = scenarios_of(held)
    if len(told) >= LONGEST or scenario in {*held.brought, *held.brought.values()}:
        return
    done = {*held.answers.values_list("scenario", flat=True)}
    if any(each.findings[asked].label == told[scenario].findings[asked].label for id, each in told.items() if id not in done):
        return
    again = parallel_scenario(told[scenario], asked, course_of(held.study), seed=held.seed, drilled=held.scenarios)
    if again is not None:
        drill.scenarios = held.scenarios = [*held.scenarios, again.id]
        drill.brought = held.brought = {**held.brought, again.id: scenario}
        held.save()


def disagree(drill: Drill, *, scenario: str, asked: str, why: str) -> DrillAnswer:
    """Keep why a learner holds their own answer for the better one; whoever teaches reads it without a name."""
    row = drill.answers.filter(scenario=scenario, asked=asked).first()
    if row is None:
        raise Http404
    row.disagrees = why
    row.save()
    return row
