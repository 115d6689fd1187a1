"""New records: an idea in two fields, by whoever signs in or by the public link; the next iteration of a record."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.models import IdeaLink, Improvement, Numbering
from headway.web.register.operations.ground_rules import settle_numbers
from headway.web.register.scoring import Formula
from headway.web.register.states import RaisedFrom, State
from headway.web.vision.models import Entity

GAP = 2 ** 32   # between two places of the order: 32 moves to the same place before all are spaced anew
CARRIED_ON = ("parent_id", "pack", "level", "practices", "gain_activities", "work_activities", "dimensions", "principles",
              "objective_id", "no_objective", "outcome", "provider_part", "consumer_part", "provider_costs", "consumer_costs",
              "provider_risks", "consumer_risks", "owner_id", "sponsor_id", "coordinator_id", "approver_id", "size",
              "effort_days", "timescale", "priority", "urgency", "impact", "factors")


def file_idea(*, person: User, entity: Entity, title: str, idea: str) -> Improvement:
    """What anybody who signs in may do: say in two fields what could be better."""
    demand(person, May.SUGGEST, unit=entity.unit)
    with operation("register.file_idea", by=person, organisation=entity.unit.organisation) as audit:
        made = new_record(entity=entity, title=title, idea=idea, raised_by=person)
        audit.line(made, after=facts_of(made))
        jobs.ask("register.find_doubles", by=person.pk, key=str(made.pk), improvement=made.pk)
    return made


def file_public_idea(link: IdeaLink, *, title: str, idea: str) -> Improvement:
    """The same from somebody who does not sign in, by the organisation's link while it is open."""
    with operation("register.file_public_idea", by=None, organisation=link.organisation) as audit:
        if not IdeaLink.objects.select_for_update().get(pk=link.pk).is_open:
            raise Declined("idea_link_is_closed")
        made = new_record(entity=link.entity, title=title, idea=idea, origin=RaisedFrom.PUBLIC_IDEA)
        audit.line(made, after=facts_of(made))
        jobs.ask("register.find_doubles", key=str(made.pk), improvement=made.pk)
    return made


def keep_idea_link(*, person: User, organisation: Organisation, entity: Entity, is_open: bool, anew: bool = False) -> IdeaLink:
    """Open or close the public link; `anew` gives it another word, so that the old one leads nowhere."""
    demand(person, May.ADMINISTER, unit=root(organisation))
    with operation("register.keep_idea_link", by=person, organisation=organisation) as audit:
        link = IdeaLink.objects.select_for_update().filter(organisation=organisation).first()
        before = facts_of(link, "entity", "is_open") if link else None
        link = locked(link) if link else IdeaLink(organisation=organisation, word=secrets.token_urlsafe(24))
        link.word = secrets.token_urlsafe(24) if anew else link.word
        link.entity, link.is_open = entity, is_open
        link.save()
        audit.line(link, before=before, after=facts_of(link, "entity", "is_open") | {"anew": anew})
    return link


def next_iteration(improvement: Improvement, *, by: User, title: str, idea: str) -> Improvement:
    """A further record that begins where this one ended: same place, same objective, same people, its own seven steps."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.begin_next_iteration", by=by, organisation=improvement.organisation) as audit:
        carried = {name: getattr(improvement, name) for name in CARRIED_ON}
        made = new_record(entity=improvement.entity, title=title, idea=idea, raised_by=by, origin=RaisedFrom.ITERATION,
                          previous=improvement, origin_reference=improvement.number, **carried)
        made.stakeholders.set(improvement.stakeholders.all())
        made.expectations.set(improvement.expectations.all())
        audit.line(made, after=facts_of(made))
    return made


def new_record(*, entity: Entity, title: str, idea: str = "", state: State = State.IDEA, raised_by: User | None = None,
               formula: Formula | None = None, now: datetime | None = None, **fields: Any) -> Improvement:
    """A row with the next number, last in the order. Call it inside an operation, which tells the audit."""
    organisation, now = entity.unit.organisation, now or timezone.now()
    numbering = next_number(organisation)
    made = Improvement(**{
        "unit": entity.unit, "organisation": organisation, "number": f"I-{numbering.last:06}", "title": title.strip(),
        "idea": idea.strip(), "entity": entity, "pack": organisation.pack, "raised_by": raised_by,
        "raised_on": timezone.localdate(now), "state": state, "state_since": now, "step_since": now,
        "rank": numbering.last * GAP, **fields})
    settle_numbers(made, by=formula)
    made.save(force_insert=True)
    return made


def next_number(organisation: Organisation) -> Numbering:
    """The organisation's count, one further and locked until the transaction ends."""
    Numbering.objects.get_or_create(organisation=organisation)
    numbering = Numbering.objects.select_for_update().get(organisation=organisation)
    numbering.last += 1
    numbering.save()
    return numbering
