"""Services, practices, teams: each in one row, and how its improvement goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.board.queries.counted import YEAR
from headway.web.board.queries.scope import Scope
from headway.web.ground.cursor import Page, page_of
from headway.web.register.queries.ways import usual_stale_days
from headway.web.register.states import State
from headway.web.review.models import GAINS, Answer, Verdict
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
    """A page of one kind by name. Three queries."""
    rows = seen_by(scope.person, Entity, organisation=scope.organisation).filter(kind=kind,
        retired_on=None).select_related("owner")
    page = page_of(rows, order=("name", "pk"), after=after)
    found = _counts(scope, [row.pk for row in page.items], now=now)
    return Page(items=[EntityRow(pk=row.pk, name=row.name, owner=str(row.owner or ""), **(NONE | found.get(row.pk, {})))
                       for row in page.items], next=page.next)


def _counts(scope: Scope, pks: Sequence[int], *, now: datetime) -> dict[int, dict[str, int]]:
    """What is counted of each entity, from its improvements and from their verdicts."""
    late = now - timedelta(days=usual_stale_days())
    improvements: Any = scope.improvements().filter(entity__in=pks).order_by().values(at=F("entity_id")).annotate(
        ideas=Count("pk", filter=Q(state=State.IDEA)), under_way=Count("pk", filter=Q(state=State.UNDER_WAY)),
        old=Count("pk", filter=Q(state=State.UNDER_WAY, step_since__lt=late)),
        closed=Count("pk", filter=Q(state=State.CLOSED, state_since__gte=now - YEAR)))
    verdicts: Any = scope.of(Verdict).filter(improvement__entity__in=pks, replaced_at=None).order_by().values(
        at=F("improvement__entity_id")).annotate(
        gains=Count("pk", filter=Q(answer__in=GAINS)), worse=Count("pk", filter=Q(answer=Answer.WORSE)))
    found: dict[int, dict[str, int]] = {}
    for row in (*improvements, *verdicts):
        found.setdefault(row["at"], {}).update((name, many) for name, many in row.items() if name != "at")
    return found
