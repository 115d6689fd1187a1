"""How the backlog of an entity is kept; without a row of its own it has the usual ways."""

from __future__ import annotations

from headway.web.register.models import Backlog
from headway.web.register.queries.records import Place
from headway.web.register.scoring import EXPRESSIONS, Formula, formula
from headway.web.register.states import FormulaKind
from headway.web.vision.models import Entity


def backlog_of(entity: Entity | Place) -> Backlog:
    """The backlog's ways: its row, or one with the defaults that is not kept yet."""
    return Backlog.objects.filter(entity_id=entity.pk).first() or Backlog(entity_id=entity.pk)


def formula_of(entity: Entity | Place) -> Formula:
    return formula_in(backlog_of(entity))


def formula_in(backlog: Backlog) -> Formula:
    kind = FormulaKind(backlog.formula)
    return formula(backlog.expression if kind is FormulaKind.CUSTOM else EXPRESSIONS[kind])
