"""Options, approvals and policies as a person sees them: finished values, few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from headway.framework import Pack
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, may, standing
from headway.web.accounts.roles import May
from headway.web.aim.models import Target
from headway.web.plan.models import Approval, ApprovalPolicy, Option
from headway.web.plan.sizes import Because, digest_of, told_plan, wants_approval
from headway.web.register.evidence import GRADE_OF, EvidenceKind
from headway.web.register.models import Improvement
from headway.web.register.operations import runs
from headway.web.vision.models import AS_IS, StreamStep
from headway.web.vision.queries import term_label

TIED = ("improvement__unit__organisation", "improvement__organisation", "improvement__entity", "target__baseline", "stream__unit")
GRADE_TYPED = GRADE_OF[EvidenceKind.ESTIMATE]   # a range that somebody typed is expected, on an estimate


@dataclass(frozen=True, slots=True)
class Seen:
    """What a plan-check said: `says` in a sentence; `holds` is whether it is still about what the option hopes for."""

    says: str
    weeks: int | None
    smallest: tuple[tuple[str, str], ...]
    at: datetime | None
    holds: bool
    can_be: bool     # whether it can be computed: a target with points, and a change hoped for


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an approver, and the answer."""

    pk: int
    by: str
    at: datetime
    words: str
    open: bool
    granted: bool | None
    answered_by: str
    answered_at: datetime | None
    answer: str
    holds: bool      # whether the plan is still the one that was asked about
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    description: str
    activity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """An option in words."""

    pk: int | None            # None: doing nothing, of which nobody has written anything yet
    name: str
    description: str
    does_nothing: bool
    cost: str
    effort: str
    benefit: str
    grade: str
    note: str
    risk: str
    exposure: str
    answer: str
    gain: tuple[str, ...]
    work: tuple[str, ...]
    target: str
    hope: str
    stream: str
    stream_pk: int | None
    seen: Seen
    chosen: bool
    because: str
    withdrawn: bool
    withdrawn_because: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Step 4 of one improvement."""

    options: tuple[OptionLine, ...]
    withdrawn: tuple[OptionLine, ...]
    chosen: OptionLine | None
    wants: tuple[str, ...]
    approvals: tuple[Asked, ...]
    approved: bool
    asked: bool
    settled: bool
    may_edit: bool
    may_run: bool

    @property
    def is_empty(self) -> bool:
        return all(line.pk is None for line in self.options) and not self.withdrawn


def visible(person: User, pk: int) -> Option:
    """An option of an improvement in sight, or 404."""
    found = Option.objects.filter(in_sight(person, field="improvement__unit"), pk=pk).select_related(*TIED).first()
    if found is None:
        raise Http404
    return found


def visible_approval(person: User, pk: int) -> Approval:
    found = (Approval.objects.filter(in_sight(person, field="option__improvement__unit"), pk=pk)
             .select_related("option__improvement__unit__organisation", "option__improvement__organisation",
                             "option__improvement__entity", "option__stream", "asked_by").first())
    if found is None:
        raise Http404
    return found


def policy_for(improvement: Improvement) -> ApprovalPolicy | None:
    """The policy of the backlog, else that of the organisation. One query."""
    rows = list(ApprovalPolicy.objects.filter(Q(entity=None) | Q(entity=improvement.entity_id),
                                              organisation=improvement.organisation_id))
    return max(rows, key=lambda row: row.entity_id is not None, default=None)


def policies(person: User, organisation: Organisation) -> QuerySet[ApprovalPolicy]:
    return (ApprovalPolicy.objects.filter(Q(entity=None) | in_sight(person, field="entity__unit"), organisation=organisation)
            .select_related("entity__unit").order_by("entity__name"))


def policies_in_sight(person: User) -> QuerySet[ApprovalPolicy]:
    """Those of organisations that this person belongs to."""
    return (ApprovalPolicy.objects.filter(organisation__in=standing(person).organisations())
            .filter(Q(entity=None) | in_sight(person, field="entity__unit")).select_related("entity__unit", "organisation"))


def to_be(option: Option) -> list[StreamStep]:
    """The to-be picture of the option's stream. One query, none without a stream."""
    if option.stream_id is None:
        return []
    return list(StreamStep.objects.filter(stream=option.stream_id, picture=option.picture).order_by("position"))


def pictures(option: Option, pack: Pack) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The stream as it is and as it would be. One query."""
    rows = list(StreamStep.objects.filter(stream=option.stream_id, picture__in=(AS_IS, option.picture)).order_by("position"))

    def told(picture: str) -> tuple[Step, ...]:
        return tuple(Step(row.name, row.description, term_label(row.activity, chosen=pack, written_in=row.pack)) for row in rows
                     if row.picture == picture)

    return told(AS_IS), told(option.picture)


def plan_of(improvement: Improvement, person: User, *, pack: Pack) -> Plan:
    """Step 4 as its page shows it. Four queries."""
    rows = list(Option.objects.filter(improvement=improvement).select_related("target__baseline", "stream")
                .defer("target__baseline__state", "target__baseline__notes").order_by("-does_nothing", "pk"))
    lines = [line_of(row, pack=pack) for row in rows]
    if not any(row.does_nothing for row in rows):
        lines.insert(0, line_of(Option(improvement=improvement, does_nothing=True, name=_("Do nothing")), pack=pack))
    chosen = next((row for row in rows if row.chosen_at is not None), None)
    wants = wants_approval(chosen, policy_for(improvement)) if chosen else ()
    asked = approvals_of(chosen, person, improvement) if chosen else ()
    settled = improvement.route[3] == "d"
    return Plan(
        options=tuple(line for line in lines if not line.withdrawn), withdrawn=tuple(line for line in lines if line.withdrawn),
        chosen=next((line for line in lines if line.chosen), None), wants=tuple(map(said_because, wants)), approvals=asked,
        approved=any(one.granted and one.holds for one in asked), asked=any(one.open for one in asked), settled=settled,
        may_edit=not settled and may(person, May.CONTRIBUTE, unit=improvement.unit),
        may_run=not settled and runs(person, improvement))


def approvals_of(option: Option, person: User, improvement: Improvement) -> tuple[Asked, ...]:
    """The questions about an option, the newest first. Two queries."""
    rows = list(Approval.objects.filter(option=option).select_related("asked_by", "answered_by").order_by("-pk"))
    digest = digest_of(told_plan(option, to_be(option))) if rows else ""
    approves = may(person, May.APPROVE, unit=improvement.unit)
    return tuple(Asked(
        pk=row.pk, by=str(row.asked_by or "–"), at=row.asked_at, words=row.words, open=row.answered_at is None,
        granted=row.granted, answered_by=str(row.answered_by or "–"), answered_at=row.answered_at, answer=row.answer,
        holds=row.digest == digest,
        may_answer=approves and row.answered_at is None and person.pk not in requesters(row, improvement)) for row in rows)


def requesters(approval: Approval, improvement: Improvement) -> set[int | None]:
    """Who must not answer it: whoever asked, raised the improvement, made the option or chose it."""
    option = approval.option
    return {approval.asked_by_id, improvement.raised_by_id, option.made_by_id, option.chosen_by_id}


def line_of(row: Option, *, pack: Pack) -> OptionLine:
    return OptionLine(
        pk=row.pk, name=row.name, description=row.description, does_nothing=row.does_nothing,
        cost=amount(row.cost, row.cost_low, row.cost_high, row.cost_unit, str(row.get_cost_recurrence_display())),
        effort="" if row.effort_days is None else _("%(days)s days") % {"days": floatformat(row.effort_days, "-1g")},
        benefit=amount(row.benefit, row.benefit_low, row.benefit_high, row.benefit_unit,
                       str(row.get_benefit_recurrence_display())),
        grade="" if row.benefit is None else _("expected, %(grade)s") % {"grade": GRADE_TYPED.label}, note=row.benefit_note,
        risk=row.risk, exposure=exposure(row), answer=row.answer_to_risk,
        gain=terms(row.gain_activities, row, pack), work=terms(row.work_activities, row, pack),
        target=str(row.target) if row.target else "", hope=row.hope_given, stream=row.stream.name if row.stream else "",
        stream_pk=row.stream_id, seen=seen_of(row), chosen=row.chosen_at is not None, because=row.chosen_because,
        withdrawn=row.withdrawn_at is not None, withdrawn_because=row.withdrawn_because, version=row.version)


def terms(keys: Iterable[str], row: Option, pack: Pack) -> tuple[str, ...]:
    return tuple(term_label(key, chosen=pack, written_in=row.pack) for key in keys)


def amount(value: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str, recurrence: str) -> str:
    """"12,000 EUR (9,000–15,000), one-off"; empty where nothing was said."""
    if value is None:
        return ""
    told = f"{floatformat(value, '-2g')} {unit}"
    if low is not None or high is not None:
        told += f" ({'?' if low is None else floatformat(low, '-2g')}–{'?' if high is None else floatformat(high, '-2g')})"
    return f"{told}, {recurrence[:1].lower()}{recurrence[1:]}"


def exposure(row: Option) -> str:
    """Likelihood times harm, with its arithmetic."""
    if row.likelihood is None or row.harm is None:
        return ""
    return _("likely %(likelihood)s × bad %(harm)s = %(product)s of 25") % {
        "likelihood": row.likelihood, "harm": row.harm, "product": row.likelihood * row.harm}


def asked_for(row: Option) -> dict[str, Any]:
    """What a plan-check of this option is asked for now."""
    target: Target | None = row.target
    return {"target": row.target_id, "baseline": target.baseline_id if target else None, "hope": row.hope,
            "value": target.value if target else None}


def can_be_checked(row: Option) -> bool:
    """Whether there are points and a change hoped for."""
    return row.hope is not None and row.target is not None and row.target.kpi_id is not None


def seen_of(row: Option) -> Seen:
    told: dict[str, Any] = row.plan_check
    return Seen(says=told.get("says", ""), weeks=told.get("weeks_needed"),
                smallest=tuple((one["after"], one["effect"]) for one in told.get("told", ())), at=row.plan_checked_at,
                holds=bool(told) and row.plan_checked_for == asked_for(row), can_be=can_be_checked(row))


def said_because(because: Because) -> str:
    """Why an approval is wanted, in a sentence."""
    return {
        "effort": _("It takes %(has)s days; from %(limit)s days on the policy wants an approval."),
        "cost": _("It costs up to %(has)s; from %(limit)s on the policy wants an approval."),
        "effort_unknown": _("It does not say its effort; from %(limit)s days on the policy wants an approval."),
        "cost_unknown": _("It does not say its cost; from %(limit)s on the policy wants an approval."),
        "cost_in_another_unit": _("Its cost of %(has)s can't be held against the policy's %(limit)s, so an approval is wanted."),
    }[because.code] % {"has": because.has, "limit": because.limit}


@dataclass(frozen=True, slots=True)
class Panel:
    """Step 4 on the improvement's page: the chosen plan among how many."""

    chosen: OptionLine | None
    options: Sequence[OptionLine]


def step_panel(improvement: Improvement, person: User) -> Panel | None:
    """Two queries at most, one for the words of the framework."""
    from headway.web.vision.queries import pack_of

    rows = list(Option.objects.filter(improvement=improvement, withdrawn_at=None).select_related("target", "stream")
                .order_by("-does_nothing", "pk"))
    if not rows:
        return None
    pack = pack_of(improvement.organisation)
    lines = [line_of(row, pack=pack) for row in rows]
    return Panel(next((line for line in lines if line.chosen), None), lines)
