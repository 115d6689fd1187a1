"""The steps of a value stream: set as a whole, so that their order is always one that somebody saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headway.framework import Kind
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.vision.models import AS_IS, TO_BE, Entity, EntityKind, StreamStep
from headway.web.vision.operations.records import check_fields, same_organisation
from headway.web.vision.queries.packs import pack_of

PICTURES = (AS_IS, TO_BE)   # those that people draw by hand; a later slice may keep others


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is written: `activity` is the key of a term, as in "activity/engage", or empty."""

    name: str
    description: str = ""
    activity: str = ""
    practice: Entity | None = None
    team: Entity | None = None


def set_steps(*, person: User, stream: Entity, steps: Sequence[Step], picture: str = AS_IS,
              seen: int | None = None) -> list[StreamStep]:
    """The steps of one picture of a stream, in this order; what stood there before is in the audit.

    Raises `Declined`: not_permitted, no_stream, unknown_term, wrong_kind, belongs_elsewhere, cannot_be_kept, changed_meanwhile.
    """
    demand(person, May.OWN, unit=stream.unit)
    if stream.kind != EntityKind.VALUE_STREAM:
        raise Declined("no_stream")
    with operation("vision.set_steps", by=person, organisation=stream.unit.organisation) as audit:
        newest = locked(stream, seen=seen)
        newest.save(update_fields=["version", "changed_at"])
        before = StreamStep.objects.filter(stream=newest, picture=picture).order_by("position")
        told_before = [facts_of(step) for step in before]
        written_in = dict(StreamStep.objects.filter(stream=newest).values_list("activity", "pack"))
        before.delete()
        made = [_made(step, stream=newest, picture=picture, position=position, written_in=written_in)
                for position, step in enumerate(steps, start=1)]
        StreamStep.objects.bulk_create(made)
        audit.line(newest, before={"picture": picture, "steps": told_before},
                   after={"picture": picture, "steps": [facts_of(step) for step in made]})
    return made


def _made(step: Step, *, stream: Entity, picture: str, position: int, written_in: dict[str, str]) -> StreamStep:
    chosen = pack_of(stream.unit.organisation)
    of_now = step.activity in chosen.terms and chosen.terms[step.activity].kind is Kind.ACTIVITY
    if step.activity and not of_now and step.activity not in written_in:
        raise Declined("unknown_term", term=step.activity)
    for field, entity, kind in (("practice", step.practice, EntityKind.PRACTICE), ("team", step.team, EntityKind.TEAM)):
        if entity is not None:
            same_organisation(stream.unit.organisation, entity, field=field)
            if entity.kind != kind:
                raise Declined("wrong_kind", field=field, name=entity.name)
    row = StreamStep(stream=stream, picture=picture, position=position, name=step.name, description=step.description,
                     pack=_pack_of(step, chosen=chosen.id if of_now else "", written_in=written_in),
                     activity=step.activity, practice=step.practice, team=step.team)
    check_fields(row)
    return row


def _pack_of(step: Step, *, chosen: str, written_in: dict[str, str]) -> str:
    """The framework that a step's activity is a word of: the one chosen now, or the one that it was written in."""
    return chosen or written_in.get(step.activity, "") if step.activity else ""


def copy_picture(*, person: User, stream: Entity, to: str, of: str = AS_IS, seen: int | None = None) -> list[StreamStep]:
    """Begin another picture with the steps of this one, as a to-be begins with the as-is."""
    steps = [Step(name=row.name, description=row.description, activity=row.activity, practice=row.practice, team=row.team)
             for row in StreamStep.objects.filter(stream=stream, picture=of).select_related("practice__unit", "team__unit")
             .order_by("position")]
    return set_steps(person=person, stream=stream, steps=steps, picture=to, seen=seen)
