"""What this slice shows on an entity's page: what is under way there, by step, and the way to its board."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from headway.web.accounts.queries import in_sight
from headway.web.register.models import Improvement
from headway.web.register.queries.route import Line, line_of
from headway.web.register.states import State
from headway.web.vision.sections import Asked, Section, contribute

MOST = 12


@dataclass(frozen=True, slots=True)
class UnderWay:
    pk: int
    number: str
    title: str
    line: Line


def under_way(asked: Asked) -> tuple[UnderWay, ...]:
    """One query: what is furthest first."""
    rows = Improvement.objects.filter(in_sight(asked.person), entity=asked.entity, state=State.UNDER_WAY).order_by(
        "-step", "-step_since", "-pk")[:MOST]
    return tuple(UnderWay(row.pk, row.number, row.title, line_of(row)) for row in rows)


contribute(Section(key="board", order=30, heading=_("Improvements by step"), template="board/entity_under_way.html",
                   value=under_way, queries=1))
