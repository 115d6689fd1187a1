"""Saved views, the public link, rules of conversion, letters: what is kept beside the records."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from headway.web.accounts.models import Organisation, User
from headway.web.register.letters import Occasion
from headway.web.register.models import Backlog, ConversionRule, IdeaLink, LetterChoice, SavedView
from headway.web.register.scoring import EXPRESSIONS, formula
from headway.web.register.states import FormulaKind


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a list shows it."""

    pk: int
    name: str
    query: str
    own: bool


def views_of(person: User, organisation: Organisation) -> tuple[View, ...]:
    """One's own and those that are shared. One query."""
    rows = SavedView.objects.filter(Q(person=person) | Q(shared=True), organisation=organisation).order_by("name", "pk")
    return tuple(View(row.pk, row.name, row.query, row.person_id == person.pk) for row in rows)


def usual_stale_days() -> int:
    return int(Backlog().stale_days)


def said_formula(kind: FormulaKind) -> str:
    return str(formula(EXPRESSIONS[kind]))


def rules(organisation: Organisation) -> tuple[ConversionRule, ...]:
    return tuple(ConversionRule.objects.filter(organisation=organisation).select_related("signed_by")
                 .order_by("unit", "-rule_version"))


def idea_link(organisation: Organisation) -> IdeaLink | None:
    return IdeaLink.objects.filter(organisation=organisation).first()


def open_idea_link(word: str) -> IdeaLink | None:
    """The link behind a word, while it is open."""
    return IdeaLink.objects.filter(word=word, is_open=True).select_related("organisation", "entity__unit__organisation").first()


def wanted_letters(person: User) -> list[str]:
    unwanted = set(LetterChoice.objects.filter(person=person).values_list("occasion", flat=True))
    return [occasion for occasion in Occasion.values if occasion not in unwanted]
