"""Services, practices, teams: each in one row, and how its improvement goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import CharField, Count, F, QuerySet, Sum, Value
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.board.queries.counted import CLOSED, YEAR
from headway.web.board.queries.scope import Scope
from headway.web.ground.cursor import Page, page_of
from headway.web.register.models import STEPS, Tally
from headway.web.register.queries.ways import usual_stale_days
from headway.web.register.states import State
from headway.web.review.models import GAINS, Answer
from headway.web.vision.models import Entity, EntityKind
from headway.web.vision.queries.sight import seen_by

KINDS: Final[Mapping[str, tuple[EntityKind, str | Promise]]] = {
    "services": (EntityKind.SERVICE, _("Services")), "offerings": (EntityKind.OFFERING, _("Offerings")),
    "practices": (EntityKind.PRACTICE, _("Practices")), "teams": (EntityKind.TEAM, _("Teams")),
    "value-streams": (EntityKind.VALUE_STREAM, _("Value streams"))}


NONE: Final = {"ideas": 0, "under_way": 0, "old": 0, "gains": 0, "worse": 0, "closed": 0}


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity; `closed` in the last 365 days, gains and losses by verdicts in force."""

    pk: int
    name: str
    owner: str
    ideas: int
    under_way: int
    old: int
    gains: int
    worse: int
    closed: int


def kind_of(word: str) -> EntityKind:
    """The kind behind the word of an address, or 404."""
    if word not in KINDS:
        raise Http404
    return KINDS[word][0]


def entity_rows(scope: Scope, kind: EntityKind, *, now: datetime, after: str | None = None) -> Page[EntityRow]:
    """A page of one kind by name. Two queries."""
    rows = seen_by(scope.person, Entity, organisation=scope.organisation).filter(kind=kind,
        retired_on=None).select_related("owner")
    page = page_of(rows, order=("name", "pk"), after=after)
    found = _counts(scope, [row.pk for row in page.items], now=now)
    return Page(items=[EntityRow(pk=row.pk, name=row.name, owner=str(row.owner or ""), **(NONE | found.get(row.pk, {})))
                       for row in page.items], next=page.next)


def _counts(scope: Scope, pks: Sequence[int], *, now: datetime) -> dict[int, dict[str, int]]:
    """What is counted of each entity, from its improvements and from their verdicts. One query."""
    late = now - timedelta(days=usual_stale_days())
    tallies, improvements = scope.tallies(Tally).filter(entity__in=pks), scope.in_places(pks)
    judged = scope.verdicts().filter(improvement__entity__in=pks)
    found: dict[int, dict[str, int]] = {}
    first, *others = (
        _alike("ideas", tallies.filter(state=State.IDEA), many=Sum("many")),
        _alike("under_way", tallies.filter(state=State.UNDER_WAY), many=Sum("many")),
        _alike("old", improvements.filter(state=State.UNDER_WAY, step__in=STEPS, step_since__lt=late)),
        _alike("closed", improvements.filter(**CLOSED, state_since__gte=now - YEAR)),
        _alike("gains", judged.filter(answer__in=GAINS), entity="improvement__entity_id"),
        _alike("worse", judged.filter(answer=Answer.WORSE), entity="improvement__entity_id"))
    for entity, sort, many in first.union(*others, all=True):
        found.setdefault(entity, {})[sort] = many
    return found


def _alike(sort: str, rows: QuerySet[Any], *, entity: str = "entity_id", many: Any = None) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().annotate(at=F(entity), sort=Value(sort, CharField(max_length=9))).values_list(
        "at", "sort").annotate(count=many or Count("pk"))
    return found
