"""What people say of how Headway reads ideas, and what is learnt from it on request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.utils import timezone

from headway.framework import Kind
from headway.triage import Duplicate, Task, worth_of
from headway.triage.weights import shipped
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, may, may_in_all_of, root
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job
from headway.web.ground.versions import locked
from headway.web.register.models import Correction, Double, Improvement, Learnt
from headway.web.register.queries.reading import examples_in, text_of, triaged
from headway.web.vision.queries.packs import pack_of

LEAST = 10            # ideas; with fewer a figure of cross-validation says nothing
TOLD_OF_LEARNING = ("id", "organisation", "number", "digest", "worth", "in_force")
FIELDS = {Task.LEVEL: Kind.LEVEL, Task.ACTIVITY: Kind.ACTIVITY}


def may_correct(person: User, improvement: Improvement) -> bool:
    """Whoever raised it, and whoever works on records there."""
    own = improvement.raised_by_id == person.pk and may(person, May.SUGGEST, unit=improvement.unit)
    return own or may(person, May.CONTRIBUTE, unit=improvement.unit)


def correct(improvement: Improvement, *, by: User, task: Task, label: str) -> Correction:
    """Say what it is about, against Headway's proposal or with it; a level or an activity goes into the record's field too.

    Raises `Declined`: not_permitted, unknown_label.
    """
    if not may_correct(by, improvement):
        raise Declined("not_permitted")
    told, _ = triaged(improvement)
    answer = told.answer(task)
    if label not in {candidate.id for candidate in answer.ranked}:
        raise Declined("unknown_label", label=label[:80])
    with operation("register.correct", by=by, organisation=improvement.organisation) as audit:
        newest = locked(improvement)
        before = facts_of(newest, "level", "work_activities")
        row, _ = Correction.objects.update_or_create(improvement=newest, task=task, defaults={
            "label": label, "proposed": answer.first.id, "sure": answer.sure, "by": by, "at": timezone.now()})
        audit.line(row, after=facts_of(row))
        key = f"{FIELDS[task]}/{label}" if task in FIELDS else ""
        if key and key in pack_of(newest.organisation).terms:
            newest.level = key if task is Task.LEVEL else newest.level
            newest.work_activities = [key] if task is Task.ACTIVITY else newest.work_activities
            newest.save()
            audit.line(newest, before=before, after=facts_of(newest, "level", "work_activities"))
    return row


def mark_principle(improvement: Improvement, *, by: User, principle: str) -> Improvement:
    """Say that a guiding principle is in play, or, said once more, that it is not. `principle` is the id of its term.

    Raises `Declined`: not_permitted, unknown_label.
    """
    if not may_correct(by, improvement):
        raise Declined("not_permitted")
    term = pack_of(improvement.organisation).find(Kind.PRINCIPLE, principle)
    if term is None:
        raise Declined("unknown_label", label=principle[:80])
    with operation("register.mark_principle", by=by, organisation=improvement.organisation) as audit:
        newest = locked(improvement)
        before, held = facts_of(newest, "principles"), list(newest.principles)
        newest.principles = [key for key in held if key != term.key] if term.key in held else [*held, term.key]
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest, "principles"))
    return newest


def keep_doubles(improvement: Improvement, found: Sequence[tuple[Improvement, Duplicate]]) -> None:
    """What was found anew takes the place of what was found before; inside the job's last transaction."""
    Double.objects.filter(improvement=improvement).delete()
    Double.objects.bulk_create(Double(improvement=improvement, other=other, likeness=each.likeness, shared=list(each.shared))
                               for other, each in found)


def may_see_learning(person: User, organisation: Organisation) -> bool:
    """Who may have Headway learn from the corrections, and who reads all."""
    return any(may_in_all_of(person, what, organisation) for what in (May.MANAGE, May.AUDIT))


def demand_learning(person: User, organisation: Organisation) -> None:
    if not may_see_learning(person, organisation):
        raise Declined("not_permitted")


def ask_to_learn(organisation: Organisation, *, by: User) -> Job:
    """Learn from the corrections so far, by a job."""
    demand(by, May.MANAGE, unit=root(organisation))
    _demand_enough(Correction.objects.filter(improvement__organisation=organisation).values("improvement").distinct().count())
    with operation("register.ask_to_learn", by=by, organisation=organisation) as audit:
        audit.line(organisation, after={"learn": True})
        return jobs.ask("register.learn", by=by.pk, organisation=organisation.pk, person=by.pk)


def _demand_enough(many: int) -> None:
    if many < LEAST:
        raise Declined("too_few_corrections", many=many, least=LEAST)


def learn_now(organisation: Organisation, *, by: User) -> Learnt:
    """A new version of the organisation's weights. One that reads fewer texts right than before does not come into force."""
    labels: dict[int, dict[str, str]] = {}
    kept = Correction.objects.filter(improvement__organisation=organisation).select_related("improvement")
    texts = {}
    for correction in kept.order_by("improvement_id", "task"):
        labels.setdefault(correction.improvement_id, {})[correction.task] = correction.label
        texts[correction.improvement_id] = text_of(correction.improvement)
    told = [{"text": texts[pk], "labels": given} for pk, given in labels.items()]
    _demand_enough(len(told))
    worth = worth_of(shipped(), examples_in(told))
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    better = sum(each.after for each in worth) >= sum(each.before for each in worth)
    with operation("register.learn", by=by, organisation=organisation) as audit:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        former = Learnt.objects.filter(organisation=organisation).order_by("-number").first()
        if better:
            Learnt.objects.filter(organisation=organisation).update(in_force=False)
        made = Learnt.objects.create(
            organisation=organisation, number=former.number + 1 if former else 1, examples=told, digest=digest,
            worth=[asdict(each) for each in worth], in_force=better, by=by, at=timezone.now())
        audit.line(made, after=facts_of(made, *TOLD_OF_LEARNING))
    return made


def unlearn(organisation: Organisation, *, by: User) -> None:
    """Read ideas by the shipped weights again; the versions stay to be looked at."""
    demand(by, May.MANAGE, unit=root(organisation))
    with operation("register.unlearn", by=by, organisation=organisation) as audit:
        audit.line(organisation, after={"learnt": None})
        Learnt.objects.filter(organisation=organisation).update(in_force=False)
