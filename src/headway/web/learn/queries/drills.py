"""Drills: a scenario's four questions, what was answered, and the reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404

from headway.framework import Kind, Pack, pack
from headway.framework.term import Term
from headway.learn.course import Scenario
from headway.learn.models import why
from headway.triage import Task, triage
from headway.web.learn.models import Drill, DrillAnswer, Study
from headway.web.learn.questions import course_of

ASKED = ("trigger", "step", "activity", "level")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a question on a scenario; `reason` is said once the question is answered."""

    id: str
    label: str
    reason: str
    is_key: bool
    picked: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four questions, in the row above the options."""

    asked: str
    answer: str
    right: bool | None
    here: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the scenario; `cue` is true where it speaks for the key."""

    text: str
    cue: bool


@dataclass(frozen=True, slots=True)
class DrillPage:
    """A scenario at one of its questions. `told` holds once it is answered; `brought`: by a wrong answer."""

    number: int
    of: int
    scenario: Scenario
    asked: str
    told: bool
    story: Sequence[Stretch]
    steps: Sequence[Step]
    choices: Sequence[Choice]
    cues: Sequence[str]
    disagrees: str
    brought: bool

    @property
    def key(self) -> Choice:
        return next(choice for choice in self.choices if choice.is_key)


def scenarios_of(drill: Drill) -> Mapping[str, Scenario]:
    """The drill's scenarios in their order; one that its course holds no longer is passed over."""
    held = {scenario.id: scenario for scenario in course_of(drill.study).scenarios}
    return {id: held[id] for id in drill.scenarios if id in held}


def scenario_of(drill: Drill, id: str) -> Scenario:
    """404 where the drill has none such."""
    if (found := scenarios_of(drill).get(id)) is None:
        raise Http404
    return found


def answers_of(drill: Drill) -> dict[tuple[str, str], DrillAnswer]:
    return {(row.scenario, row.asked): row for row in drill.answers.all()}


def first_open(drill: Drill) -> tuple[str, str] | None:
    """The first question without an answer; None when all are answered."""
    done = answers_of(drill)
    return next(((scenario, asked) for scenario in scenarios_of(drill) for asked in ASKED if (scenario, asked) not in done), None)


def drill_page(drill: Drill, scenario: str, asked: str) -> DrillPage:
    done = answers_of(drill)
    told, words = scenario_of(drill, scenario), vocabulary(drill.study)
    given = done.get((scenario, asked))
    cues = cues_for(told, asked) if given else ()
    return DrillPage(
        drill.scenarios.index(scenario) + 1, len(drill.scenarios), told, asked, given is not None,
        stretches(told.text, cues), [_step(words, told, each, done, here=each == asked) for each in ASKED],
        choices(drill.study, told, asked, picked=given.label if given else None), cues, given.disagrees if given else "",
        scenario in drill.brought)


def _step(words: Pack, told: Scenario, asked: str, done: Mapping[tuple[str, str], DrillAnswer], *, here: bool) -> Step:
    row = done.get((told.id, asked))
    label = labelled(words, asked, told.findings[asked].label) if row else ""
    return Step(asked, label, row.was_right if row else None, here)


def labelled(words: Pack, asked: str, id: str) -> str:
    term = words.find(Kind(asked), id)
    return term.label if term else id


def choices(study: Study, told: Scenario, asked: str, *, picked: str | None) -> list[Choice]:
    """All terms of the kind, each with why it is or is not meant here."""
    finding = told.findings[asked]
    words = vocabulary(study)
    terms = words.of(Kind(asked))
    right = next(term for term in terms if term.id == finding.label)
    return [Choice(term.id, term.label, _reason(words, term, right, finding.reason), term is right, term.id == picked)
            for term in terms]


def _reason(words: Pack, term: Term, right: Term, found: str) -> str:
    return found if term is right else why(words, term, right)


def cues_for(told: Scenario, asked: str) -> Sequence[str]:
    """The words by which Headway itself reads the text so, where it reads it as the course does."""
    answer = triage(told.text).answer(Task(asked))
    cues = next((candidate.cues for candidate in answer.two if candidate.id == told.findings[asked].label), ())
    return [cue for cue in cues if not any(cue != other and cue in other for other in cues)]


def stretches(text: str, cues: Sequence[str]) -> list[Stretch]:
    """The text cut at its cues.

    >>> [(part.text, part.cue) for part in stretches("They set a goal.", ["set a goal"])]
    [('They ', False), ('set a goal', True), ('.', False)]
    """
    words = sorted((cue for cue in cues if cue.strip()), key=len, reverse=True)
    if not words:
        return [Stretch(text, False)]
    parts = re.split(r"\b(" + "|".join(map(re.escape, words)) + r")\b", text, flags=re.IGNORECASE)
    return [Stretch(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def vocabulary(study: Study | None) -> Pack:
    """The vocabulary of the course that a study is about."""
    return pack(course_of(study).pack)


def seen_scenarios(study: Study) -> list[str]:
    """Scenarios in the order in which they were last drilled, the longest ago first."""
    rows = DrillAnswer.objects.filter(drill__study=study).order_by("at").values_list("scenario", flat=True)
    last = {scenario: place for place, scenario in enumerate(rows)}
    return sorted(last, key=lambda scenario: last[scenario])


def score(drill: Drill) -> Sequence[tuple[str, int, int]]:
    """(question, right, of) of a drill."""
    rows = list(drill.answers.all())
    return [(asked, sum(row.was_right for row in rows if row.asked == asked), sum(row.asked == asked for row in rows))
            for asked in ASKED]
