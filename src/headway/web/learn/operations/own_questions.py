"""Questions from the organisation's own closed improvements: made, read by a reviewer, released or not."""

from __future__ import annotations

import random

from django.utils import timezone

from headway.framework import pack
from headway.learn.from_records import masked, proposed
from headway.triage import triage
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, may
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.learn.models import OwnQuestion, Sitting, SittingKind, Study
from headway.web.learn.operations.sittings import Drawn, begin, new_seed
from headway.web.learn.queries.classes import demand_teaching
from headway.web.learn.queries.own_questions import closed_without_questions, entries_of, names_in, released
from headway.web.learn.questions import as_json

ASKED = 10
TOLD = ("improvement", "step", "masked", "read_as", "released")


def propose_questions(*, person: User, organisation: Organisation) -> list[OwnQuestion]:
    """Make questions of closed improvements that none were made of yet; nobody is asked them before a reviewer says so.

    Raises `Declined`: not_permitted, nothing_to_propose.
    """
    demand_teaching(person, organisation)
    with operation("learn.propose_questions", by=person, organisation=organisation) as audit:
        Organisation.objects.select_for_update().get(pk=organisation.pk)   # two at once would make the same ones
        made = _proposed(person, organisation)
        if not made:
            raise Declined("nothing_to_propose")
        for row in made:
            row.save()
            audit.line(row, after=facts_of(row, *TOLD))
    return made


def _proposed(person: User, organisation: Organisation) -> list[OwnQuestion]:
    names, seed = names_in(organisation), new_seed()
    made: list[OwnQuestion] = []
    for improvement in closed_without_questions(person, organisation):
        if not may(person, May.TEACH, unit=improvement.unit):
            continue
        entries = list(entries_of(improvement))
        read_as = {entry.text: triage(entry.text).step.first.id for entry in entries}
        made += [OwnQuestion(unit=improvement.unit, improvement=improvement, step=each.item.fragment.split()[-1],
                             question=as_json(each.item.question), masked=each.masked, read_as=each.read_as or "")
                 for each in proposed(entries, pack=pack(), names=names, seed=seed, read_as=read_as)]
    return made


def release(question: OwnQuestion, *, person: User, released: bool, seen: int | None = None) -> OwnQuestion:
    """Let a question be asked, or not; a released one can be taken back."""
    demand(person, May.TEACH, unit=question.unit)
    with operation("learn.release_question", by=person, organisation=question.unit.organisation) as audit:
        row = locked(question, seen=seen)
        before = facts_of(row, *TOLD)
        row.released, row.answered_by, row.answered_at = released, person, timezone.now()
        row.save()
        audit.line(row, before=before, after=facts_of(row, *TOLD))
    return row


def mask_more(question: OwnQuestion, *, person: User, words: str) -> OwnQuestion:
    """Mask words that the program missed. Raises `Declined("not_in_the_text")`."""
    demand(person, May.TEACH, unit=question.unit)
    with operation("learn.mask_question", by=person, organisation=question.unit.organisation) as audit:
        row = locked(question)
        before = facts_of(row, *TOLD)
        text, gap, asks = str(row.question["stem"]).rpartition("\n\n")
        text, many = masked(text, names=[words])
        if not many:
            raise Declined("not_in_the_text")
        row.question = {**row.question, "stem": text + gap + asks}
        row.masked += many
        row.save()
        audit.line(row, before=before, after=facts_of(row, *TOLD))
    return row


def begin_own_quiz(study: Study, *, person: User) -> Sitting:
    """Some of the released questions, with reasons at once. Never part of an exam. Raises `Declined("nothing_to_ask")`."""
    seed = new_seed()
    pool = released(person, study.organisation)
    drawn = random.Random(seed).sample(pool, min(ASKED, len(pool)))
    return begin(study, SittingKind.OWN, seed=seed, drawn=Drawn(drawn))
