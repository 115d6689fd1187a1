"""Benefits by grade of evidence: expected, forecast, verified. Three rows on one scale, never one total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from headway.web.board.drawing.amounts import amount_line
from headway.web.board.queries.scope import Scope
from headway.web.register.models import Benefit, BenefitTally, Improvement
from headway.web.register.states import LIVE, Column, Recurrence, State
from headway.web.register.tallies import HUNDREDTHS

MONTHS = 12
MOST_UNITS = 3
BENEATH = {Column.EXPECTED: ngettext_lazy("typed in, %(many)s entry", "typed in, %(many)s entries", "many"),
           Column.FORECAST: ngettext_lazy("by a plan, %(many)s entry", "by a plan, %(many)s entries", "many"),
           Column.VERIFIED: ngettext_lazy("by evidence, %(many)s entry", "by evidence, %(many)s entries", "many")}
WITHOUT = {Column.EXPECTED: gettext_lazy("nothing typed in"), Column.FORECAST: gettext_lazy("no plan foretells any"),
           Column.VERIFIED: gettext_lazy("no evidence yet")}


@dataclass(frozen=True, slots=True)
class Total:
    """What one grade comes to in one unit: the amount, and the range that its parts leave together."""

    column: str
    unit: str
    one_off: bool
    amount: Decimal
    low: Decimal
    high: Decimal
    many: int


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade in one unit; `told` is "–" where there is nothing of it."""

    column: str
    name: str
    beneath: str
    told: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class UnitOfBenefit:
    """The three grades of one unit, on one scale."""

    heading: str
    rows: tuple[GradeRow, ...]


def of_scope(scope: Scope) -> tuple[UnitOfBenefit, ...]:
    """Expected and forecast of what is under way or on hold, verified of everything that was not withdrawn. One query."""
    return units_of(totals_of(scope))


def totals_of(scope: Scope) -> list[Total]:
    """The same, before it is drawn. One query."""
    told = Q(state__in=LIVE) | Q(column=Column.VERIFIED, state__in=(State.CLOSED, State.IDEA))
    rows = (scope.tallies(BenefitTally).filter(told).order_by().values_list("column", "measured_in", "recurrence").annotate(
        total=Sum("amount"), least=Sum("low"), most=Sum("high"), count=Sum("many")))
    return _together((column, unit, recurrence, *(_of_hundredths(one) for one in sums), many)
                     for column, unit, recurrence, *sums, many in rows if many)


def of_improvement(improvement: Improvement) -> tuple[UnitOfBenefit, ...]:
    """One query."""
    return units_of(_together(_summed(Benefit.objects.filter(improvement=improvement))))


def _summed(rows: QuerySet[Benefit]) -> QuerySet[Any]:
    """By column, unit and recurrence."""
    return (rows.order_by().values_list("column", "unit", "recurrence")
            .annotate(total=Sum("amount"), least=Sum(Coalesce("low", "amount")), most=Sum(Coalesce("high", "amount")),
                      many=Count("pk")))


def _of_hundredths(amount: float) -> Decimal:
    return Decimal(round(amount)) / HUNDREDTHS


def _together(rows: Iterable[Sequence[Any]]) -> list[Total]:
    """What comes every month is told a year."""
    found: dict[tuple[str, str, bool], Total] = {}
    for column, unit, recurrence, amount, low, high, many in rows:
        times = MONTHS if recurrence == Recurrence.MONTHLY else 1
        key = (column, unit, recurrence == Recurrence.ONE_OFF)
        so_far = found.get(key, Total(*key, Decimal(0), Decimal(0), Decimal(0), 0))
        found[key] = Total(*key, so_far.amount + times * Decimal(amount), so_far.low + times * Decimal(low),
                          so_far.high + times * Decimal(high), so_far.many + many)
    return list(found.values())


def units_of(sums: Sequence[Total]) -> tuple[UnitOfBenefit, ...]:
    """By unit, those with the most entries first; unlike units never meet."""
    kinds: dict[tuple[str, bool], list[Total]] = {}
    for one in sums:
        kinds.setdefault((one.unit, one.one_off), []).append(one)
    first = sorted(kinds.items(), key=lambda kind: (-sum(one.many for one in kind[1]), kind[0]))[:MOST_UNITS]
    return tuple(_unit(unit, one_off, {one.column: one for one in rows}) for (unit, one_off), rows in first)


def _unit(unit: str, one_off: bool, by_column: dict[str, Total]) -> UnitOfBenefit:
    ends = [float(value) for one in by_column.values() for value in (one.low, one.high, one.amount)]
    first, last = min(0.0, *ends), max(0.0, *ends)
    if first == last:
        last = first + 1
    heading = _("%(unit)s, one-off") if one_off else _("%(unit)s a year")
    return UnitOfBenefit(heading % {"unit": unit}, tuple(
        _row(column, by_column.get(column.value), first=first, last=last) for column in Column))


def _row(column: Column, one: Total | None, *, first: float, last: float) -> GradeRow:
    if one is None:
        return GradeRow(column.value, str(column.label), str(WITHOUT[column]), "–", SafeString(""))
    told = (f"{_said(one.low)}–{_said(one.high)}" if one.high > one.low else _said(one.amount))
    line = amount_line(amount=float(one.amount), low=float(min(one.low, one.amount)), high=float(max(one.high, one.amount)),
                       first=first, last=last, verified=column is Column.VERIFIED, says=f"{column.label}: {told}")
    return GradeRow(column.value, str(column.label), BENEATH[column] % {"many": one.many}, told, mark_safe(line))


def _said(value: Decimal) -> str:
    whole = value == value.to_integral_value() or abs(value) >= 100
    return number_format(round(value) if whole else round(value, 1), use_l10n=True, force_grouping=True).replace("-", "−")
