"""A new organisation is an entity from its first day: it has a page, a backlog and measures of its own."""

from __future__ import annotations

from headway.web.accounts.audit import Audit, facts_of
from headway.web.accounts.founding import when_founded
from headway.web.accounts.models import Unit, User
from headway.web.vision.models import Entity, EntityKind


@when_founded
def the_organisation_as_an_entity(unit: Unit, founder: User, audit: Audit) -> None:
    entity = Entity.objects.create(unit=unit, kind=EntityKind.ORGANISATION, name=unit.name)
    audit.line(entity, after=facts_of(entity))
