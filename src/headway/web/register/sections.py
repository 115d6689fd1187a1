"""The backlog and the improvements by step on the page of a service, practice, team …"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.queries import in_sight
from headway.web.register.models import STEPS, Improvement, Tally
from headway.web.register.queries.route import NAMES, line_of
from headway.web.register.states import OPEN, State
from headway.web.vision.sections import Asked, Section, contribute

SHOWN = 8


@dataclass(frozen=True, slots=True)
class ShownRow:
    pk: int
    number: str
    title: str
    owner: str
    line: SafeString
    state: str


@dataclass(frozen=True, slots=True)
class EntityBacklog:
    """The first of the backlog, how many there are, and how many under way stand at each step."""

    rows: tuple[ShownRow, ...]
    many: int
    steps: tuple[tuple[int, str, int], ...]   # (step, its name, how many are under way at it)


def backlog_of_entity(asked: Asked) -> EntityBacklog:
    """Two queries."""
    own = Improvement.objects.filter(in_sight(asked.person), entity=asked.entity, state__in=OPEN)
    rows = tuple(ShownRow(pk=row.pk, number=row.number, title=row.title, owner=str(row.owner) if row.owner else "",
                          line=line_of(row), state="" if row.state == State.UNDER_WAY else str(State(row.state).label))
                 for row in own.select_related("owner").order_by("rank", "pk")[:SHOWN])
    counted = list(Tally.objects.filter(in_sight(asked.person), entity=asked.entity, state__in=OPEN).order_by()
                   .values_list("state", "step").annotate(counted=Sum("many")))
    at = {step: sum(many for state, found, many in counted if found == step and state == State.UNDER_WAY) for step in STEPS}
    return EntityBacklog(rows=rows, many=sum(many for _state, _step, many in counted),
                         steps=tuple((step, str(NAMES[step - 1]), at[step]) for step in STEPS))


contribute(Section(key="backlog", order=20, heading=_("Backlog"), template="register/entity_backlog.html",
                   value=backlog_of_entity, queries=2))
