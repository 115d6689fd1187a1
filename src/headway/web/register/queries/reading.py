"""How Headway reads an idea: what it is about, by the shipped weights or the organisation's own, and what says much the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q

from headway.framework import Kind, pack
from headway.triage import Duplicate, Example, Model, Task, Triage, adapted, near_duplicates, triage
from headway.triage.weights import shipped
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight
from headway.web.register.models import Double, Improvement, Learnt

KINDS = {Task.TRIGGER: Kind.TRIGGER, Task.STEP: Kind.STEP, Task.ACTIVITY: Kind.ACTIVITY, Task.LEVEL: Kind.LEVEL}
SHOWN = 2             # candidates offered at first, the others one click further
WORDS_ASKED, LONG_WORD, MOST_COMPARED, MOST_DOUBLES = 12, 5, 2000, 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible answer: its share, the cues that speak for it, whether a person chose it."""

    id: str
    label: str
    share: int
    cues: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four questions; not `sure`: Headway abstains and only shows what it could be."""

    task: str
    sure: bool
    first: tuple[Choice, ...]
    others: tuple[Choice, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class LikeThis:
    pk: int
    number: str
    title: str
    state: str
    share: int
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """An idea as it is shown to a person: four questions, the guiding principles it shows, records in their sight that say
    much the same, and whose weights read it."""

    questions: tuple[Question, ...]
    principles: tuple[Choice, ...]   # that its words show, the strongest first; none where they show none
    doubles: tuple[LikeThis, ...]
    learnt: int | None   # the version of the organisation's own weights


def text_of(improvement: Improvement) -> str:
    return f"{improvement.title}. {improvement.idea}".strip()


def label_of(task: Task, id: str) -> str:
    """In the vocabulary's words; a step with its number."""
    term = pack().find(KINDS[task], id)
    if term is None:
        return id.replace("_", " ")
    return f"{term.number} {term.label}" if task is Task.STEP else term.label


def last_learnt(organisation: Organisation) -> Learnt | None:
    """The version in force, if the organisation has weights of its own."""
    return Learnt.objects.filter(organisation=organisation, in_force=True).order_by("-number").first()


@lru_cache(maxsize=8)
def _model(pk: int, digest: str) -> Model:
    return adapted(shipped(), examples_in(Learnt.objects.get(pk=pk).examples))


def examples_in(told: list[dict[str, Any]]) -> list[Example]:
    return [Example(each["text"], {Task(task): label for task, label in each["labels"].items()}) for each in told]


def triaged(improvement: Improvement) -> tuple[Triage, Learnt | None]:
    """By the organisation's own weights where it has any; they follow from the kept corrections and stay in memory."""
    learnt = last_learnt(improvement.organisation)
    model = _model(learnt.pk, learnt.digest) if learnt else None
    return triage(text_of(improvement), model=model), learnt


def read(improvement: Improvement, *, person: User) -> Read:
    """Four queries."""
    told, learnt = triaged(improvement)
    chosen: Mapping[str, str] = dict(improvement.corrections.values_list("task", "label"))
    seen = Double.objects.filter(in_sight(person, field="other__unit"), improvement=improvement).select_related("other")
    doubles = tuple(LikeThis(pk=row.other_id, number=row.other.number, title=row.other.title,
                             state=row.other.get_state_display(), share=round(100 * row.likeness), shared=tuple(row.shared))
                    for row in seen.order_by("-likeness", "pk"))
    return Read(questions=tuple(_question(told, task, chosen) for task in KINDS), principles=_principles(told, improvement),
                doubles=doubles,
                learnt=learnt.number if learnt else None)


def _principles(told: Triage, improvement: Improvement) -> tuple[Choice, ...]:
    known = {candidate.id: term for candidate in told.principles if (term := pack().find(Kind.PRINCIPLE, candidate.id))}
    return tuple(Choice(id=each.id, label=known[each.id].label, share=round(100 * each.score), cues=each.cues[:3],
                        chosen=known[each.id].key in improvement.principles) for each in told.principles if each.id in known)


def _question(told: Triage, task: Task, chosen: Mapping[str, str]) -> Question:
    answer = told.answer(task)
    choices = [Choice(id=each.id, label=label_of(task, each.id), share=round(100 * each.score), cues=each.cues[:3],
                      chosen=chosen.get(task) == each.id) for each in answer.ranked]
    choices.sort(key=lambda choice: not choice.chosen)   # what a person chose stands first
    return Question(task=task.value, sure=answer.sure, first=tuple(choices[:SHOWN]), others=tuple(choices[SHOWN:]),
                    answered=task in chosen)


def doubles_of(improvement: Improvement) -> list[tuple[Improvement, Duplicate]]:
    """Records of the same organisation that say much the same, in whole or by title; among those that share a long word."""
    words = [word for word in dict.fromkeys("".join(letter if letter.isalnum() else " " for letter in text_of(improvement))
                                            .lower().split()) if len(word) >= LONG_WORD]
    shared = Q()
    for word in sorted(words, key=len, reverse=True)[:WORDS_ASKED]:
        shared |= Q(title__icontains=word[:LONG_WORD]) | Q(idea__icontains=word[:LONG_WORD])
    if not shared:
        return []
    others = list(Improvement.objects.filter(shared, organisation=improvement.organisation).exclude(pk=improvement.pk)
                  .order_by("-pk")[:MOST_COMPARED])
    likest: dict[int, Duplicate] = {}
    for mine, theirs in ((text_of(improvement), [text_of(other) for other in others]),
                         (improvement.title, [other.title for other in others])):
        for each in near_duplicates(mine, among=theirs):
            if each.index not in likest or each.likeness > likest[each.index].likeness:
                likest[each.index] = each
    found = sorted(likest.values(), key=lambda each: (-each.likeness, each.index))
    return [(others[each.index], each) for each in found[:MOST_DOUBLES]]
