"""Governance reviews: planned, held with an agenda that filled itself, decided in; policies."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, date
from typing import Any, Final

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Unit, User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.vision.agenda import Point
from headway.web.vision.models import (
    AgendaPoint,
    Cadence,
    DecisionState,
    GovernanceDecision,
    GovernanceReview,
    Policy,
    ReviewState,
)
from headway.web.vision.operations.records import added, changed, check, check_fields, in_order, same_organisation
from headway.web.vision.queries.agenda_points import gathered

MONTHS: Final[dict[str, int]] = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}


def plan_review(*, person: User, unit: Unit, **values: Any) -> GovernanceReview:
    return added(GovernanceReview(unit=unit, **values), by=person, what=May.GOVERN, verb="plan_review")


def change_review(*, person: User, review: GovernanceReview, seen: int | None = None, **values: Any) -> GovernanceReview:
    return changed(review, by=person, what=May.GOVERN, verb="change_review", seen=seen, values=values, still=_still_planned)


def cancel_review(*, person: User, review: GovernanceReview) -> GovernanceReview:
    return changed(review, by=person, what=May.GOVERN, verb="cancel_review", seen=None, still=_still_planned,
                   values={"state": ReviewState.CANCELLED})


def _still_planned(review: GovernanceReview) -> None:
    if review.state != ReviewState.PLANNED:
        raise Declined("review_is_over")


def put_on_agenda(*, person: User, review: GovernanceReview, **values: Any) -> AgendaPoint:
    """A point that a person wants to be spoken of; `values` are title, note, entity."""
    demand(person, May.CONTRIBUTE, unit=review.unit)
    with operation("vision.put_on_agenda", by=person, organisation=review.unit.organisation) as audit:
        held = locked(review)   # so that nobody holds it at the same moment
        _still_planned(held)
        point = AgendaPoint(review=held, put_by=person, **values)
        check_fields(point)
        if point.entity is not None:
            same_organisation(review.unit.organisation, point.entity, field="entity")
        point.save(force_insert=True)
        audit.line(point, after=facts_of(point))
    return point


def take_off_agenda(*, person: User, point: AgendaPoint) -> None:
    """A point that a person put there, by that person or whoever governs, while nothing is decided on it."""
    if point.put_by_id != person.pk:
        demand(person, May.GOVERN, unit=point.review.unit)
    else:
        demand(person, May.CONTRIBUTE, unit=point.review.unit)
    _still_planned(point.review)
    if point.decisions.exists():
        raise Declined("point_is_decided")
    with operation("vision.take_off_agenda", by=person, organisation=point.review.unit.organisation) as audit:
        audit.line(point, before=facts_of(point))
        point.delete()


def hold_review(*, person: User, review: GovernanceReview, on: date, minutes: str = "",
                seen: int | None = None) -> GovernanceReview:
    """It took place: keep its agenda as it stood, and plan the next where it comes round."""
    demand(person, May.GOVERN, unit=review.unit)
    with operation("vision.hold_review", by=person, organisation=review.unit.organisation) as audit:
        newest = locked(review, seen=seen)
        _still_planned(newest)
        before = facts_of(newest)
        newest.state, newest.held_on, newest.minutes = ReviewState.HELD, on, minutes
        check_fields(newest)
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest))
        for sort in gathered(newest.unit, as_of=on):
            for point in sort.points:
                _kept_point(newest, code=sort.code, point=point)
        if newest.cadence in MONTHS:
            following = GovernanceReview.objects.create(
                unit=newest.unit, title=newest.title, cadence=newest.cadence, chair=newest.chair, follows=newest,
                planned_on=months_later(newest.planned_on, MONTHS[newest.cadence]))
            audit.line(following, after=facts_of(following))
    return newest


def _kept_point(review: GovernanceReview, *, code: str, point: Point) -> AgendaPoint:
    return AgendaPoint.objects.get_or_create(review=review, code=code, key=point.key[:120], defaults={
        "title": point.title[:300], "note": point.note[:2000], "address": point.address[:300], "entity_id": point.entity_id})[0]


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def decide(*, person: User, review: GovernanceReview, decision: str, code: str = "", key: str = "",
           point: AgendaPoint | None = None, **values: Any) -> GovernanceDecision:
    """What the review decides; on a point of its agenda, or on one that stands there by itself (its code and key)."""
    demand(person, May.GOVERN, unit=review.unit)
    if review.state == ReviewState.CANCELLED:
        raise Declined("review_is_over")
    if point is not None and point.review_id != review.pk:
        raise Declined("no_such_point")
    with operation("vision.decide", by=person, organisation=review.unit.organisation) as audit:
        if code and point is None:
            point = _point_that_stands(review, code=code, key=key)
        row = GovernanceDecision(unit=review.unit, review=review, point=point, decision=decision, **values)
        if point is not None and row.entity is None:
            row.entity = point.entity
        check(row)
        row.save(force_insert=True)
        audit.line(row, after=facts_of(row))
    return row


def _point_that_stands(review: GovernanceReview, *, code: str, key: str) -> AgendaPoint:
    kept = AgendaPoint.objects.filter(review=review, code=code, key=key).first()
    if kept is not None:
        return kept
    for sort in gathered(review.unit, as_of=review.planned_on, only=code):
        for point in sort.points:
            if point.key == key and review.state == ReviewState.PLANNED:
                return _kept_point(review, code=code, point=point)
    raise Declined("no_such_point")


def change_decision(*, person: User, row: GovernanceDecision, seen: int | None = None, **values: Any) -> GovernanceDecision:
    """Its words, who sees to it by when, or its state; `values` may hold the field `decision`."""
    return changed(row, by=person, what=May.GOVERN, verb="change_decision", seen=seen, values=values)


def carry_out(*, person: User, row: GovernanceDecision, seen: int | None = None) -> GovernanceDecision:
    """It is done, says whoever sees to it, or who governs. Raises `Declined`: not_permitted, decision_is_over."""
    def still_open(newest: GovernanceDecision) -> None:
        if newest.state != DecisionState.OPEN:
            raise Declined("decision_is_over")

    what = May.SUGGEST if row.owner_id == person.pk else May.GOVERN
    return changed(row, by=person, what=what, verb="carry_out", seen=seen, still=still_open, values={"state": DecisionState.DONE})


def add_policy(*, person: User, unit: Unit, **values: Any) -> Policy:
    return added(Policy(unit=unit, **values), by=person, what=May.GOVERN, verb="add_policy", rule=_policy_days)


def change_policy(*, person: User, policy: Policy, seen: int | None = None, **values: Any) -> Policy:
    return changed(policy, by=person, what=May.GOVERN, verb="change_policy", seen=seen, values=values, rule=_policy_days)


def _policy_days(policy: Policy) -> None:
    in_order(policy.in_force_on, policy.withdrawn_on, field="withdrawn_on")
