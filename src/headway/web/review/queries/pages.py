"""What stands on the pages of this slice and on the improvement's page at step 6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from headway.report.words.numbers import day
from headway.report.words.verdict_facts import method_lines
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, may, sees_all_of
from headway.web.accounts.roles import May
from headway.web.register.models import Improvement
from headway.web.review import kept
from headway.web.review.models import LONG, Decision, Question, RefusedComparison, Role, Verdict, VerdictInput
from headway.web.review.queries import cards
from headway.web.review.queries.cards import RefusedCard, VerdictCard

MOST_LOOKS = 60   # of former looks that a page lists


@dataclass(frozen=True, slots=True)
class StepValue:
    """Step 6 on the improvement's page: the newest verdict whole, the others short, what was refused."""

    verdicts: tuple[VerdictCard, ...]
    refused: tuple[RefusedCard, ...]
    contributes: bool


def step_panel(improvement: Improvement, person: User) -> StepValue:
    """Two queries."""
    verdicts = [cards.card_of(row, whole=not place) for place, row in enumerate(cards.in_force(improvement))]
    refused = [cards.refused_of(row, verdicts=verdicts) for row in cards.refused_in_force(improvement)]
    return StepValue(tuple(verdicts), tuple(refused), may(person, May.CONTRIBUTE, unit=improvement.unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """A verdict in one row of a list."""

    pk: int
    improvement: int
    number: str
    title: str
    entity: str
    measure: str
    mark: SafeString
    headline: str
    says: str
    look_again_on: date | None
    is_due: bool
    judged_at: datetime
    decided: str


def line_of(row: Verdict, *, today: date) -> VerdictLine:
    return VerdictLine(
        pk=row.pk, improvement=row.improvement_id, number=row.improvement.number, title=row.improvement.title,
        entity=row.improvement.entity.name, measure=row.measure, mark=cards.mark_of(row), headline=row.headline, says=row.says,
        look_again_on=row.look_again_on, is_due=row.look_again_on is not None and row.look_again_on <= today,
        judged_at=row.judged_at, decided=cards.decided_of(row))


def in_organisation(person: User, organisation: Organisation) -> QuerySet[Verdict]:
    """All verdicts in force that this person sees in an organisation, each with its improvement and entity."""
    rows = Verdict.objects.filter(organisation=organisation, replaced_at=None)
    seen = rows if sees_all_of(person, organisation) else rows.filter(in_sight(person, field="improvement__unit"))
    return seen.select_related("improvement__entity").defer(*LONG)


def to_look_at_again(rows: QuerySet[Verdict], *, today: date) -> QuerySet[Verdict]:
    """Those whose day has come, of questions that are still asked."""
    return rows.filter(look_again_on__lte=today, question__ended_at=None)


@dataclass(frozen=True, slots=True)
class FormerLook:
    pk: int | None
    at: datetime
    what: str
    measure: str
    replaced: bool
    decided: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    kind: str
    reason: str
    who: str
    at: datetime
    verdict: int
    measure: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that newer points are judged by; `waits` where nothing was judged by it yet."""

    pk: int
    measure: str
    change: str
    looks: str
    waits: bool
    may_look: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementVerdicts:
    verdicts: tuple[VerdictCard, ...]
    refused: tuple[RefusedCard, ...]
    questions: tuple[OpenQuestion, ...]
    looks: tuple[FormerLook, ...]
    decisions: tuple[DecisionLine, ...]


def of_improvement(improvement: Improvement) -> ImprovementVerdicts:
    """Everything that was asked of an improvement. Six queries."""
    verdicts = [card_of_first(row, place) for place, row in enumerate(cards.in_force(improvement))]
    refused = [cards.refused_of(row, verdicts=verdicts) for row in cards.refused_in_force(improvement)]
    return ImprovementVerdicts(
        verdicts=tuple(verdicts), refused=tuple(refused), questions=_questions(improvement, verdicts, refused),
        looks=former_looks(Verdict.objects.filter(improvement=improvement),
                           RefusedComparison.objects.filter(improvement=improvement)),
        decisions=decisions_of(Decision.objects.filter(improvement=improvement)))


def card_of_first(row: Verdict, place: int) -> VerdictCard:
    return cards.card_of(row, whole=not place)


def _questions(
    improvement: Improvement, verdicts: list[VerdictCard], refused: list[RefusedCard],
) -> tuple[OpenQuestion, ...]:
    judged = {card.question: card for card in verdicts}
    known = {*judged, *(card.question for card in refused)}
    rows = (Question.objects.filter(improvement=improvement, ended_at=None).select_related("kpi", "intervention")
            .order_by("-asked_at", "-pk"))
    return tuple(OpenQuestion(
        pk=row.pk, measure=row.kpi.name, change=f"{row.intervention.what}, {day(row.intervention.starts_on)}",
        looks=_("judged again with all newer data") if row.looks_planned is None else _("%(planned)s looks are planned") % {
            "planned": row.looks_planned},
        waits=row.pk not in known, may_look=row.looks_planned is not None and row.looks_planned > 1) for row in rows)


def former_looks(verdicts: QuerySet[Verdict], refused: QuerySet[RefusedComparison]) -> tuple[FormerLook, ...]:
    """Verdicts and refusals together, newest first. Two queries."""
    found = [FormerLook(row.pk, row.judged_at, row.headline, row.measure, row.replaced_at is not None, cards.decided_of(row))
             for row in verdicts.defer(*LONG).order_by("-judged_at", "-pk")[:MOST_LOOKS]]
    found += [FormerLook(None, row.at, _("not compared: %(why)s") % {"why": cards.sentence_of(row)}, row.after_what,
                         row.replaced_at is not None, "") for row in refused.order_by("-at", "-pk")[:MOST_LOOKS]]
    return tuple(sorted(found, key=lambda look: look.at, reverse=True))


def decisions_of(rows: QuerySet[Decision]) -> tuple[DecisionLine, ...]:
    found = rows.select_related("by", "verdict").defer("verdict__told", "verdict__drawn").order_by("-pk")[:MOST_LOOKS]
    return tuple(DecisionLine(row.get_kind_display(), row.reason, str(row.by or "–"), row.at, row.verdict_id,
                              row.verdict.measure) for row in found)


@dataclass(frozen=True, slots=True)
class InputLine:
    role: str
    name: str
    points: str
    digest: str
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    on: str
    what: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictPage:
    """One verdict, whole, as it was judged then."""

    card: VerdictCard
    grounds: SafeString
    in_force: bool
    library: str
    digest: str
    method: tuple[tuple[str, str], ...]
    inputs: tuple[InputLine, ...]
    exposed: str
    recording: str
    events: tuple[Event, ...]
    looks: tuple[FormerLook, ...]
    decisions: tuple[DecisionLine, ...]


def verdict_page(row: Verdict) -> VerdictPage:
    """From a row that `visible_verdict` read. Four queries."""
    judged, around = kept.judgement_of(row.drawn), row.circumstances
    question = row.question
    return VerdictPage(
        card=cards.card_of(row, whole=True), grounds=cards.grounds_of(judged), library=row.library, digest=row.digest,
        in_force=row.replaced_at is None,
        method=tuple((str(term), str(told)) for term, told in method_lines(judged)), inputs=_inputs(row),
        exposed=around.get("exposed", ""), recording=_recording(around),
        events=tuple(Event(day(one["on"]), one["what"], one["note"]) for one in around.get("events", ())),
        looks=former_looks(question.verdicts.exclude(pk=row.pk), question.refused.all()),
        decisions=decisions_of(row.decisions.all()))


def _inputs(row: Verdict) -> tuple[InputLine, ...]:
    rows = (VerdictInput.objects.filter(verdict=row).select_related("point_set").order_by("pk")
            .annotate(points=Count("point_set__points"))
            .defer("point_set__state", "point_set__told", "point_set__findings", "point_set__course", "point_set__facts"))
    return tuple(InputLine(
        str(Role(one.role).label), one.name, _("%(points)s points, counted on %(day)s") % {
            "points": one.points, "day": day(one.point_set.measured_at.date())}, one.digest[:12],
        "" if one.tolerated is None else _("%(size)s %% worse is tolerated") % {"size": f"{one.tolerated * 100:g}"})
        for one in rows)


def _recording(around: dict[str, str]) -> str:
    if around.get("recording") == "yes":
        return _("The change also changes how things are recorded, so a part of the difference may be that: %(note)s") % {
            "note": around.get("recording_note") or _("nobody said how.")}
    if around.get("recording") == "not_known":
        return _("Whether the change also changes how things are recorded is not known yet.")
    return ""
