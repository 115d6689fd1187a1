"""The page of a record: everything on it as finished values, in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.template.defaultfilters import filesizeformat

from headway.framework import Pack
from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight, standing
from headway.web.register.evidence import GRADE_OF, EvidenceKind
from headway.web.register.markdown import rendered
from headway.web.register.models import Backlog, ConversionRule, Improvement, QuickWin, Watcher
from headway.web.register.queries.backlogs import formula_in
from headway.web.register.queries.numbers import numbers_of
from headway.web.register.queries.records import LED_TO
from headway.web.register.queries.route import PastStep, Stop, past_step, stops_of
from headway.web.register.states import Column, LinkKind, Realised, Recurrence
from headway.web.register.step_panel import contributed
from headway.web.vision.queries import term_label

MOST_TALK = 300


@dataclass(frozen=True, slots=True)
class Related:
    """What stands around a record: stakeholder, expectation, part, next iteration, double."""

    kind: str
    pk: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A benefit or a cost. `column` is "cost" for what was spent."""

    pk: int
    column: str
    what: str
    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str
    recurrence: str
    realised: str
    evidence: str
    grade: str
    note: str
    version: int
    money: Decimal | None   # by the rule of conversion that is in force for its unit
    currency: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, with its markdown rendered and cleaned."""

    pk: int
    who: str
    own: bool
    at: datetime
    html: str
    edited: bool
    removed: bool
    version: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A link elsewhere or a file."""

    pk: int
    kind: str
    reference: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class FilledPanel:
    """What a slice shows of its step."""

    template: str
    value: object | None
    link: str
    label: str
    for_all: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything that the page of one improvement tells; nothing is left to compute."""

    improvement: Improvement
    stops: tuple[Stop, ...]
    shown: Stop
    panels: tuple[FilledPanel, ...]
    history: tuple[PastStep, ...]
    around: tuple[Related, ...]
    amounts: tuple[Amount, ...]
    comments: tuple[Said, ...]
    links: tuple[Thing, ...]
    files: tuple[Thing, ...]
    score: float | None
    arithmetic: str
    formula: str
    lacking: tuple[str, ...]
    waiting_days: int
    stale: bool
    watching: bool
    question: bool    # whether an approver is asked for a quick win
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    level: str = ""

    def amounts_in(self, column: str) -> tuple[Amount, ...]:
        return tuple(amount for amount in self.amounts if amount.column == column)

    @property
    def columns(self) -> tuple[tuple[str, str, tuple[Amount, ...]], ...]:
        """(code, name, benefits) of each column, in order."""
        return tuple((column.value, str(column.label), self.amounts_in(column)) for column in Column)

    @property
    def costs(self) -> tuple[Amount, ...]:
        return self.amounts_in("cost")


def record(person: User, pk: int) -> Improvement:
    """The record with what its page asks of the row itself, or 404. One query."""
    found = (Improvement.objects.filter(in_sight(person), pk=pk).select_related(*LED_TO, "entity__backlog").annotate(
        watched=Exists(Watcher.objects.filter(improvement=OuterRef("pk"), person=person)),
        asked=Exists(QuickWin.objects.filter(improvement=OuterRef("pk"), granted=None))).first())
    if found is None:
        raise Http404
    return found


def record_page(improvement: Improvement, *, person: User, chosen: Pack, now: datetime, step: int | None = None) -> RecordPage:
    """The page; `step` is the stop that is looked at, else the one at hand. Four queries and those of the step's panels."""
    records = list(improvement.step_records.select_related("by").order_by("-pk"))
    stops = stops_of(improvement, records, questions=[term.label for term in chosen.steps])
    shown = stops[(step if step is not None and 0 < step < 8 else improvement.step) - 1]
    backlog: Backlog = getattr(improvement.entity, "backlog", None) or Backlog(entity=improvement.entity)
    formula = formula_in(backlog)
    score, waiting = formula.of(numbers_of(improvement)), max(0, (now - improvement.step_since).days)
    comments, links, files = _talk(improvement, person)
    return RecordPage(
        improvement=improvement, stops=stops, shown=shown, panels=_panels(improvement, person, shown.number),
        history=tuple(past_step(one) for one in records), around=_around(improvement, person),
        amounts=_amounts(improvement, on=now.date()),
        comments=comments, links=links, files=files, score=score.value, arithmetic=score.arithmetic, formula=str(formula),
        lacking=score.lacking, waiting_days=waiting, stale=waiting > backlog.stale_days and improvement.is_live,
        watching=bool(getattr(improvement, "watched", False)), question=bool(getattr(improvement, "asked", False)),
        terms=terms_of(improvement, chosen), level=term_label(improvement.level, chosen=chosen, written_in=improvement.pack))


def terms_of(improvement: Improvement, chosen: Pack) -> dict[str, tuple[str, ...]]:
    """The vocabulary's words in the record, by field."""
    return {name: tuple(term_label(key, chosen=chosen, written_in=improvement.pack) for key in getattr(improvement, name))
            for name in ("practices", "gain_activities", "work_activities", "dimensions", "principles")}


def _panels(improvement: Improvement, person: User, step: int) -> tuple[FilledPanel, ...]:
    return tuple(FilledPanel(template=panel.template, value=panel.value(improvement, person), link=panel.link,
                             label=str(panel.label), for_all=panel.for_all) for panel in contributed() if panel.step == step)


def _text(value: str) -> Any:
    return Cast(Value(value), TextField())


def _around(improvement: Improvement, person: User) -> tuple[Related, ...]:
    """In one query, out of three tables."""
    def told(rows: QuerySet[Any], kind: Any, text: str, note: Any) -> Any:
        return rows.order_by().annotate(told_kind=kind, told_text=Cast(text, TextField()), told_note=note).values_list(
            "unit_id", "told_kind", "pk", "told_text", "told_note")

    parts = [told(Improvement.objects.filter(**{name: improvement}), _text(kind), "title", Cast("number", TextField()))
             for kind, name in (("part", "parent"), ("next", "previous"), ("double", "same_as"))]
    holders = told(improvement.stakeholders.all(), _text("stakeholder"), "name", Cast("kind", TextField()))
    wants = told(improvement.expectations.all(), _text("expectation"), "statement",
                 Cast("stakeholder__name", TextField()))
    found = holders.union(wants, *parts, all=True)
    seen = standing(person).units   # asked here, so that the database looks up few rows rather than a whole unit's
    return tuple(sorted((Related(*row) for unit, *row in found if unit in seen), key=lambda one: (one.kind, one.text)))


def _amounts(improvement: Improvement, *, on: date) -> tuple[Amount, ...]:
    """Benefits with what they are worth by the rule in force, and costs, in one query."""
    nothing = Cast(Value(None), improvement.benefits.model._meta.get_field("low"))
    names = ("told_column", "pk", "what", "amount", "told_low", "told_high", "unit", "recurrence", "told_realised", "told_kind",
             "told_note", "version", "told_worth", "told_currency")
    rule = ConversionRule.objects.filter(organisation=improvement.organisation_id, unit__iexact=OuterRef("unit"),
                                         since__lte=on).order_by("-since", "-rule_version")
    benefits = improvement.benefits.order_by().annotate(
        told_column=F("column"), told_low=F("low"), told_high=F("high"), told_realised=F("realised"),
        told_kind=F("evidence_kind"), told_note=F("note"), told_worth=Subquery(rule.values("worth")[:1]),
        told_currency=Subquery(rule.values("currency")[:1])).values_list(*names)
    blank = Cast(Value(""), CharField())
    costs = improvement.costs.order_by().annotate(
        told_column=Cast(Value("cost"), CharField()), told_low=nothing, told_high=nothing, told_realised=blank, told_kind=blank,
        told_note=blank, told_worth=Cast(Value(None), ConversionRule._meta.get_field("worth")),
        told_currency=blank).values_list(*names)
    return tuple(sorted((_amount(row) for row in benefits.union(costs, all=True)), key=lambda one: one.pk))


def _amount(row: Sequence[Any]) -> Amount:
    column, pk, what, amount, low, high, unit, recurrence, realised, kind, note, version, worth, currency = row
    return Amount(pk=pk, column=column, what=what, amount=amount, low=low, high=high, unit=unit,
                  recurrence=str(Recurrence(recurrence).label), version=version,
                  realised=str(Realised(realised).label) if realised not in ("", Realised.NEITHER) else "",
                  evidence=str(EvidenceKind(kind).label) if kind else "",
                  grade=str(GRADE_OF[EvidenceKind(kind)].label) if kind else "", note=note,
                  money=amount * worth if worth is not None else None, currency=currency or "")


def _talk(improvement: Improvement, person: User) -> tuple[tuple[Said, ...], tuple[Thing, ...], tuple[Thing, ...]]:
    """Comments, links and files, in one query."""
    names = ("told", "pk", "at", "told_by", "first", "second", "third", "fourth", "told_version", "edited")
    one, never = Value(1), Cast(Value(None), improvement.comments.model._meta.get_field("edited_at"))

    def row(rows: Any, told: str, *texts: Any, version: Any = one, edited: Any = never) -> Any:
        places = {name: Cast(text, TextField()) for name, text in zip(names[4:8], texts, strict=True)}
        return rows.order_by().annotate(told=_text(told), told_by=F("by_id"), told_version=version, edited=edited,
                                        **places).values_list(*names)

    found = row(improvement.comments, "comment", "text", "by__name", "by__email", Value(""), version=F("version"),
                edited=F("edited_at")).union(
        row(improvement.links, "link", "kind", "reference", "title", "address"),
        row(improvement.attachments.filter(removed_at=None), "file", "name", "content_type", "size", Value("")), all=True)
    rows = sorted(found, key=lambda row: (row[2], row[1]))
    comments = tuple(_said(row, person) for row in rows if row[0] == "comment")[-MOST_TALK:]
    links = tuple(Thing(row[1], str(LinkKind(row[4]).label), row[5], row[6], row[7]) for row in rows if row[0] == "link")
    files = tuple(Thing(row[1], row[5], filesizeformat(row[6]), row[4], "") for row in rows if row[0] == "file")
    return comments, links, files


def _said(row: Sequence[Any], person: User) -> Said:
    _told, pk, at, by, text, name, address, _fourth, version, edited = row
    return Said(pk=pk, who=name or address or "–", own=by == person.pk and bool(text), at=at, html=rendered(text),
                edited=edited is not None, removed=not text, version=version)
