"""Targets and balancing measures as a person sees them: finished values, few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from headway.report.chart.icons import safe_icon
from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight, may
from headway.web.accounts.roles import May
from headway.web.aim.drawing import gap_line
from headway.web.aim.models import Balancing, Realism, Side, Target
from headway.web.aim.sizes import said_size
from headway.web.measure.models import Baseline, Kpi
from headway.web.measure.queries.rows import safe
from headway.web.register.models import Improvement
from headway.web.register.operations import runs

Row = TypeVar("Row", Target, Balancing)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """A target in words, or the reason why a family has none (`reason`)."""

    pk: int
    family: str
    what: str
    target: str
    level: str
    usual: str
    gap: str
    due_on: date | None
    smallest: str
    realism: str
    realism_code: str
    icon: SafeString
    drawing: SafeString
    visible: tuple[tuple[str, str], ...]
    smallest_visible: str
    stands_on: int | None      # the baseline
    replaced: bool             # whether that was rebased meanwhile
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class BalancingLine:
    pk: int
    what: str
    tolerated: str
    direction: str
    why: str
    version: int


@dataclass(frozen=True, slots=True)
class FamilyPart:
    """One family with its targets, or its reason; neither: something is missing."""

    code: str
    name: str
    asks: str
    targets: tuple[TargetLine, ...]
    reason: TargetLine | None


@dataclass(frozen=True, slots=True)
class Aim:
    """Step 3 of one improvement."""

    families: tuple[FamilyPart, ...]
    balances: tuple[BalancingLine, ...]
    settled: bool
    may_edit: bool
    may_settle: bool
    missing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.balances and not any(part.targets or part.reason for part in self.families)


def visible(person: User, of: type[Row], pk: int) -> Row:
    """A row of an improvement in sight, with its unit, or 404."""
    found = (of._default_manager.filter(in_sight(person, field="improvement__unit"), pk=pk)
             .select_related("improvement__unit__organisation", "improvement__organisation", "kpi__unit").first())
    if found is None:
        raise Http404
    return found


def targets_in_force(improvement: Improvement) -> QuerySet[Target]:
    """Targets and reasons, without what only charts of the baseline need. One query."""
    return (Target.objects.filter(improvement=improvement, withdrawn_at=None).select_related("baseline", "kpi")
            .defer("baseline__state", "baseline__notes").order_by("family", "pk"))


def balancings_in_force(improvement: Improvement) -> QuerySet[Balancing]:
    return Balancing.objects.filter(improvement=improvement, withdrawn_at=None).select_related("kpi").order_by("pk")


def line_of(row: Target) -> TargetLine:
    told: dict[str, Any] = row.facts
    now, measured_in = told.get("now"), told.get("measured_in", "")
    realism = Realism(row.realism)
    usual = None if told.get("lower") is None or told.get("upper") is None else (told["lower"], told["upper"])
    drawing = SafeString("")
    if row.value is not None and now is not None:
        drawing = safe(gap_line(
            now=now, target=row.value, usual=usual, now_is=_("now %(level)s") % {"level": told["level"]},
            target_is=_("target %(target)s") % {"target": told["target"]},
            usual_is=_("usual: %(range)s") % {"range": told["usual"]},
            says=_("%(what)s: %(level)s now, wanted %(target)s, usual %(range)s.") % {
                "what": row.what, "level": told["level"], "target": told["target"], "range": told["usual"] or "–"}))
    return TargetLine(
        pk=row.pk, family=row.family, what=row.what, target=told.get("target", ""), level=told.get("level", ""),
        usual=told.get("usual", ""), gap=told.get("gap", ""), due_on=row.due_on,
        smallest="" if row.smallest is None else said_size(row.smallest, measured_in=measured_in),
        realism="" if row.value is None else str(realism.label), realism_code=row.realism,
        icon=safe(safe_icon(row.realism or None, str(realism.label))) if row.value is not None else SafeString(""),
        drawing=drawing, visible=tuple((one["change"], one["after"]) for one in told.get("visible", ())),
        smallest_visible=_said_visible(told), stands_on=row.baseline_id,
        replaced=row.baseline is not None and row.baseline.replaced_at is not None, reason=row.no_target, version=row.version)


def _said_visible(told: dict[str, Any]) -> str:
    if told.get("smallest_visible"):
        return _("A change of %(size)s could be seen after %(weeks)s.") % {
            "size": told["smallest_visible"], "weeks": told["smallest_visible_after"]}
    return _("No change of up to a half could be seen within a year on this baseline.") if told.get("visible") else ""


def balancing_line(row: Balancing) -> BalancingLine:
    way = _("may fall by at most") if row.kpi.direction == "up" else _("may rise by at most")
    tolerated = said_size(row.tolerated, measured_in=row.kpi.measured_in)
    return BalancingLine(row.pk, row.kpi.name, tolerated, way, row.why, row.version)


def aim_of(improvement: Improvement, person: User) -> Aim:
    """Step 3 as its page and the improvement's panel show it. Two queries."""
    rows = [(row, line_of(row)) for row in targets_in_force(improvement)]
    parts = tuple(_part(family, [line for row, line in rows if row.family == family]) for family in Side)
    settled = improvement.route[2] == "d"
    lacking = tuple(part.name for part in parts if not part.targets and part.reason is None)
    return Aim(families=parts, balances=tuple(map(balancing_line, balancings_in_force(improvement))), settled=settled,
               may_edit=may(person, May.CONTRIBUTE, unit=improvement.unit) and not settled,
               may_settle=not settled and runs(person, improvement), missing=lacking)


def _part(family: Side, lines: list[TargetLine]) -> FamilyPart:
    name, _colon, asks = str(family.label).partition(": ")
    return FamilyPart(family.value, name, asks, tuple(line for line in lines if not line.reason),
                      next((line for line in lines if line.reason), None))


def step_panel(improvement: Improvement, person: User) -> Aim | None:
    """What the improvement's page shows of step 3; nothing before something was said."""
    found = aim_of(improvement, person)
    return None if found.is_empty else found


def step_facts(rows: Iterable[Target], balances: Iterable[Balancing]) -> dict[str, Any]:
    """What the record of step 3 keeps for reading."""
    return {"targets": [{"target": row.pk, "family": row.family, "what": row.what, "from": row.facts["level"],
                         "to": row.facts["target"], "due_on": str(row.due_on), "realism": row.realism}
                        for row in rows if row.value is not None],
            "no_target": {row.family: row.no_target for row in rows if row.value is None},
            "balances": [{"what": line.what, "tolerated": line.tolerated} for line in map(balancing_line, balances)]}


def frozen(improvement: Improvement) -> list[Baseline]:
    """The baselines in force that a target can stand on."""
    return list(Baseline.objects.filter(improvement=improvement, replaced_at=None).only("pk", "what", "kpi_id", "improvement_id",
                                                                                      "measured_in").order_by("pk"))


def measures_near(improvement: Improvement, person: User) -> QuerySet[Kpi]:
    """The measures of what the improvement belongs to, and those that its baselines froze."""
    rows = Kpi.objects.filter(in_sight(person), unit__organisation=improvement.organisation_id, retired_on=None)
    return rows.select_related("entity", "unit", "newest").order_by("entity__name", "name")
