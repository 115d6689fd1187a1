"""Fields that choose among what a person sees."""

from __future__ import annotations

from django import forms

from headway.web.accounts.models import Organisation, User
from headway.web.measure.models import CriteriaSet, Kpi, Question
from headway.web.measure.queries.sight import seen_by
from headway.web.vision.models import Entity, EntityKind


class EntityField(forms.ModelChoiceField[Entity]):
    """Services, practices, teams and the organisation itself, with their kind."""

    def label_from_instance(self, entity: Entity) -> str:
        return entity.name if entity.kind == EntityKind.ORGANISATION else f"{entity.name} ({entity.get_kind_display().lower()})"


class KpiField(forms.ModelChoiceField[Kpi]):
    """Measures, with whose they are."""

    def label_from_instance(self, kpi: Kpi) -> str:
        return f"{kpi.name} ({kpi.entity.name})"


class QuestionField(forms.ModelChoiceField[Question]):
    """Questions, with the survey that asks them."""

    def label_from_instance(self, question: Question) -> str:
        return f"{question.survey.title}: {question.text}"


class CriteriaField(forms.ModelChoiceField[CriteriaSet]):
    def label_from_instance(self, criteria: CriteriaSet) -> str:
        return criteria.name


def choose_entities(field: forms.Field, *, person: User, organisation: Organisation, kind: str = "") -> None:
    assert isinstance(field, forms.ModelChoiceField)
    rows = seen_by(person, Entity, organisation=organisation).filter(retired_on=None).order_by("kind", "name")
    field.queryset = rows.filter(kind=kind) if kind else rows


def choose_kpis(field: forms.Field, *, person: User, organisation: Organisation, **only: object) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    rows = seen_by(person, Kpi, organisation=organisation).filter(retired_on=None, **only).select_related("entity")
    field.queryset = rows.order_by("entity__name", "name")
