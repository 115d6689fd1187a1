"""The day on which something changed, and for whom; with it the gate of step 5."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.act.models import Intervention, Pilot, Reach, Recording
from headway.web.act.queries import interventions_of, step_facts
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.plan.models import Option
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.models import Improvement
from headway.web.register.operations import complete_step
from headway.web.register.operations.ground_rules import demand_open, demand_running
from headway.web.vision.models import Entity

STEP, JUDGED = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed, since when, for whom. `recording` answers whether it changes how things are recorded."""

    what: str
    starts_on: date
    exposed: str
    recording: Recording
    reach: Reach = Reach.ALL
    in_full_on: date | None = None
    recording_note: str = ""
    pilot: Pilot | None = None
    entities: Sequence[Entity] = ()


def date_intervention(improvement: Improvement, *, by: User, change: Change) -> Intervention:
    """Date a change that has happened. Where step 5 is done already (a roll-out, say), it is done again with this one too.

    Raises `Declined`: starts_in_the_future, in_full_before_start, exposed_unknown, recording_not_told, pilot_not_named,
    roll_out_without_pilot, pilot_elsewhere, exposed_elsewhere, record_is_closed.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("act.date_intervention", by=by, organisation=improvement.organisation) as audit:
        newest = Improvement.objects.select_for_update(of=("self",)).select_related("unit__organisation", "organisation").get(
            pk=improvement.pk)
        demand_open(newest)
        _check(newest, change)
        row = Intervention(improvement=newest, set_by=by, follows=_carried_on(newest, change),
                           option=Option.objects.filter(improvement=newest, chosen_at__isnull=False).first())
        _filled(row, change)
        audit.line(row, after=_told(row))
        if newest.route[STEP - 1] == "d":
            _done(newest, by=by)
    return row


def correct_intervention(intervention: Intervention, *, by: User, change: Change, seen: int | None = None) -> Intervention:
    """Correct what was recorded; not behind a verdict that stands on it."""
    improvement = intervention.improvement
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("act.correct_intervention", by=by, organisation=improvement.organisation) as audit:
        newest = _unjudged(improvement)
        row = locked(intervention, seen=seen)
        _demand_in_force(row)
        before = _told(row)
        _check(newest, change)
        _filled(row, change)
        audit.line(row, before=before, after=_told(row))
        if newest.route[STEP - 1] == "d":
            _done(newest, by=by)
    return row


def withdraw_intervention(intervention: Intervention, *, by: User, reason: str) -> Intervention:
    """Take an entry back that should not have been made; it is kept with the reason. (What was undone is not taken back.)"""
    improvement = intervention.improvement
    demand_running(by, improvement)
    with operation("act.withdraw_intervention", by=by, organisation=improvement.organisation) as audit:
        newest = _unjudged(improvement)
        row = locked(intervention)
        _demand_in_force(row)
        if newest.route[STEP - 1] == "d" and not interventions_of(newest).exclude(pk=row.pk).exists():
            raise Declined("last_intervention")
        before = facts_of(row, "id", "withdrawn_at", "withdrawn_because")
        row.withdrawn_at, row.withdrawn_because = timezone.now(), reason
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "withdrawn_at", "withdrawn_because"))
        if newest.route[STEP - 1] == "d":
            _done(newest, by=by)
    return row


def undo_intervention(intervention: Intervention, *, by: User, undone_on: date, because: str) -> Intervention:
    """The change was taken back in the world on a day; it stays on record as what was tried."""
    improvement = intervention.improvement
    demand_running(by, improvement)
    today = timezone.localdate()
    with operation("act.undo_intervention", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        row = locked(intervention)
        _demand_in_force(row)
        if undone_on < row.starts_on:
            raise Declined("undone_before_it_began", field="undone_on")
        if undone_on > today:
            raise Declined("starts_in_the_future", field="undone_on")
        before = facts_of(row, "id", "undone_on", "undone_because")
        row.undone_on, row.undone_because = undone_on, because
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "undone_on", "undone_because"))
    return row


def settle_action(improvement: Improvement, *, by: User) -> Improvement:
    """Step 5 is done: a day on which something changed, and who or what was exposed to it.

    Raises `Declined`: no_intervention, and what `complete_step` declines.
    """
    demand_running(by, improvement)
    with operation("act.settle_action", by=by, organisation=improvement.organisation) as audit:
        done = _done(improvement, by=by)
        audit.line(done, after={"step": STEP})
    return done


def _done(improvement: Improvement, *, by: User) -> Improvement:
    rows = list(interventions_of(improvement))
    if not rows:
        raise Declined("no_intervention")
    facts = step_facts(rows)
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return complete_step(improvement, STEP, by=by, evidence=Evidence(
        kind=EvidenceKind.RECORD, digest=digest, facts=facts, href=reverse("act:action", args=[improvement.pk])))


def _unjudged(improvement: Improvement) -> Improvement:
    newest = Improvement.objects.select_for_update(of=("self",)).select_related("unit__organisation", "organisation").get(
        pk=improvement.pk)
    demand_open(newest)
    if newest.route[JUDGED - 1] == "d":
        raise Declined("intervention_is_judged")
    return newest


def _demand_in_force(row: Intervention) -> None:
    if row.withdrawn_at is not None:
        raise Declined("intervention_is_withdrawn")


def _check(improvement: Improvement, change: Change) -> None:
    if change.starts_on > timezone.localdate():
        raise Declined("starts_in_the_future", field="starts_on")
    if change.in_full_on is not None and change.in_full_on < change.starts_on:
        raise Declined("in_full_before_start", field="in_full_on")
    if not change.exposed.strip():
        raise Declined("exposed_unknown", field="exposed")
    if change.recording == Recording.YES and not change.recording_note.strip():
        raise Declined("recording_not_told", field="recording_note")
    if change.reach == Reach.PILOT and change.pilot is None:
        raise Declined("pilot_not_named", field="pilot")
    if change.pilot is not None and change.pilot.improvement_id != improvement.pk:
        raise Declined("pilot_elsewhere", field="pilot")
    for entity in change.entities:
        if entity.unit.organisation_id != improvement.organisation_id:
            raise Declined("exposed_elsewhere", field="entities", name=entity.name)
    if change.reach == Reach.ROLL_OUT and _carried_on(improvement, change) is None:
        raise Declined("roll_out_without_pilot", field="reach")


def _carried_on(improvement: Improvement, change: Change) -> Intervention | None:
    """The pilot's intervention that a roll-out carries on: of the pilot named, else the newest."""
    if change.reach != Reach.ROLL_OUT:
        return None
    tried = Intervention.objects.filter(improvement=improvement, reach=Reach.PILOT, withdrawn_at=None)
    return (tried if change.pilot is None else tried.filter(pilot=change.pilot)).order_by("-starts_on", "-pk").first()


def _filled(row: Intervention, change: Change) -> None:
    row.what, row.starts_on, row.in_full_on, row.reach = change.what, change.starts_on, change.in_full_on, change.reach
    row.exposed, row.recording, row.recording_note = change.exposed.strip(), change.recording, change.recording_note
    row.pilot = change.pilot
    row.save()
    row.entities.set(change.entities)


def _told(row: Intervention) -> dict[str, object]:
    return facts_of(row) | {"entities": sorted(row.entities.values_list("pk", flat=True))}
