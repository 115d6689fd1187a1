"""What this slice shows on an entity's page: metrics of utility and of warranty, and capability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.queries import in_sight, may
from headway.web.accounts.roles import May
from headway.web.measure.models import CapabilityAssessment, Family, Kpi
from headway.web.measure.queries import rows
from headway.web.measure.queries.rows import KpiRow
from headway.web.vision.models import AS_IS, Entity, EntityKind, StreamStep
from headway.web.vision.sections import Asked, Section, contribute

MOST = 40   # measures of one entity that its page shows; the list of measures has all
WANTED = (Family.UTILITY, Family.WARRANTY)


@dataclass(frozen=True, slots=True)
class FamilyRows:
    label: str
    rows: tuple[KpiRow, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Measures by family, utility and warranty first; `missing` are those two where none is taken."""

    families: tuple[FamilyRows, ...]
    missing: tuple[str, ...]
    contributes: bool


def metrics_of(asked: Asked) -> Metrics:
    """One query."""
    found = rows.with_figures(Kpi.objects.filter(in_sight(asked.person), entity=asked.entity, retired_on=None))
    lines = rows.rows_of(found.order_by("name", "pk")[:MOST])
    by_family = {family: tuple(line for line in lines if line.family == family) for family in Family}
    return Metrics(
        families=tuple(FamilyRows(str(family.label), there) for family, there in by_family.items() if there),
        missing=tuple(str(family.label).partition(":")[0].lower() for family in WANTED if not by_family[family]),
        contributes=may(asked.person, May.CONTRIBUTE, unit=asked.entity.unit))


@dataclass(frozen=True, slots=True)
class CapabilityLine:
    pk: int
    on: date
    level: int
    open: bool


@dataclass(frozen=True, slots=True)
class Capability:
    lines: tuple[CapabilityLine, ...]
    contributes: bool


def capability_of(asked: Asked) -> Capability:
    """One query: the newest assessments."""
    found = CapabilityAssessment.objects.filter(entity=asked.entity).order_by("-on", "-pk")[:5]
    return Capability(tuple(CapabilityLine(row.pk, row.on, row.level, row.ended_at is None) for row in found),
                      may(asked.person, May.CONTRIBUTE, unit=asked.entity.unit))


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A practice and the level that its newest assessment found; None where none has ended yet."""

    pk: int
    name: str
    level: int | None
    on: date | None


MOST_PRACTICES = 12


def capability_behind(asked: Asked) -> tuple[PracticeLine, ...]:
    """The practices that an entity rests on, each by itself, never averaged. One query.

    Of the organisation: all; of a value stream: those of its steps; of a team: where it works; of a service or an
    offering: those in the streams that belong to it, or to the service that is offered.
    """
    entity, kind = asked.entity, asked.entity.kind
    steps = StreamStep.objects.filter(practice=OuterRef("pk"), picture=AS_IS)
    behind = {
        EntityKind.VALUE_STREAM: steps.filter(stream=entity), EntityKind.TEAM: steps.filter(team=entity),
        EntityKind.SERVICE: steps.filter(Q(stream__parent=entity) | Q(stream__parent__parent=entity)),
        EntityKind.OFFERING: steps.filter(stream__parent__in=[pk for pk in (entity.pk, entity.parent_id) if pk])}
    rows = Entity.objects.filter(in_sight(asked.person), kind=EntityKind.PRACTICE, retired_on=None,
                                 unit__organisation=entity.unit.organisation_id)
    rows = (rows.filter(unit__path__startswith=entity.unit.path) if kind == EntityKind.ORGANISATION
            else rows.filter(Exists(behind[EntityKind(kind)])))
    newest = CapabilityAssessment.objects.filter(entity=OuterRef("pk"), ended_at__isnull=False).order_by("-on", "-pk")
    found = rows.annotate(level=Subquery(newest.values("level")[:1]), assessed_on=Subquery(newest.values("on")[:1]))
    return tuple(PracticeLine(row.pk, row.name, row.level, row.assessed_on)
                 for row in found.order_by("name", "pk")[:MOST_PRACTICES])


contribute(Section(key="metrics", order=10, heading=_("Metrics"), template="measure/entity_metrics.html", value=metrics_of,
                   queries=1))
contribute(Section(key="capability", order=60, heading=_("Capability"), template="measure/entity_capability.html",
                   value=capability_of, queries=1, wide=False, kinds=frozenset({EntityKind.PRACTICE})))
contribute(Section(key="capability_behind", order=60, heading=_("Capability"), template="measure/entity_capability_behind.html",
                   value=capability_behind, queries=1, wide=False,
                   kinds=frozenset(EntityKind) - {EntityKind.PRACTICE}))
