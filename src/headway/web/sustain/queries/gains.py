"""Gains held: improvements whose last verdict says better, and was not taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight
from headway.web.register.queries.records import in_register
from headway.web.review.models import GAINS, LONG, Answer, Decision, DecisionKind, Verdict
from headway.web.review.queries.cards import mark_of
from headway.web.sustain.models import Alarm
from headway.web.vision.models import Entity

GIVEN_UP = (DecisionKind.UNDO, DecisionKind.STOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """A gain in one row. `worse` says that another measure of the same improvement is told to be worse."""

    verdict: int
    improvement: int
    number: str
    title: str
    entity: str
    measure: str
    mark: SafeString
    headline: str
    says: str
    judged_on: date
    watched: bool
    worse: bool


def gains_held() -> QuerySet[Verdict]:
    """The verdicts in force that say better, of changes that stand: undone or stopped ones are no gains held."""
    given_up = Decision.objects.filter(verdict__question__intervention=OuterRef("question__intervention"), kind__in=GIVEN_UP)
    others = Verdict.objects.filter(improvement=OuterRef("improvement"), replaced_at=None, answer=Answer.WORSE)
    watched = Alarm.objects.filter(improvement=OuterRef("improvement"), ended_at=None, no_alarm="")
    return (Verdict.objects.filter(replaced_at=None, answer__in=GAINS, question__intervention__undone_on=None,
                                   question__intervention__withdrawn_at=None).exclude(Exists(given_up))
            .annotate(is_watched=Exists(watched), is_worse=Exists(others)).select_related("improvement__entity").defer(*LONG))


def of_entity(entity: Entity, person: User) -> QuerySet[Verdict]:
    """The gains held by one service, offering, practice, team, value stream or the organisation itself, newest first."""
    return (gains_held().filter(in_sight(person, field="improvement__unit"), improvement__entity=entity)
            .order_by("-judged_at", "-pk"))


def of_organisation(organisation: Organisation, person: User) -> QuerySet[Verdict]:
    return gains_held().filter(Exists(in_register(person, organisation).filter(pk=OuterRef("improvement"))),
                               organisation=organisation)


def gain_of(row: Verdict) -> Gain:
    """From a row that `gains_held` read."""
    return Gain(verdict=row.pk, improvement=row.improvement_id, number=row.improvement.number, title=row.improvement.title,
                entity=row.improvement.entity.name, measure=row.measure, mark=mark_of(row), headline=row.headline, says=row.says,
                judged_on=row.judged_at.date(), watched=row.is_watched, worse=row.is_worse)   # type: ignore[attr-defined]
