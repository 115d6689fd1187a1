"""Columns of a table that fill benefits and what was spent: "worth:expected:amount", a second one "worth:expected:amount:2"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from headway.web.register.columns import WORTH, Unreadable, choices_of, limited, number_within
from headway.web.register.evidence import VERIFYING, EvidenceKind
from headway.web.register.models import Benefit, Cost, Improvement
from headway.web.register.states import Column, Realised, Recurrence

SPENT: Final = "spent"
MOST_AMOUNT: Final = Decimal("1e14")
SIGNS: Final[Mapping[str, str]] = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
AMOUNT: Final = re.compile(r"(?P<before>[€$£¥]|[A-Z]{3}(?![A-Za-z]))?\s*(?P<number>-?[\d'., \u00a0\u202f]*\d)\s*(?P<after>\S.*)?")


def amount(text: str) -> tuple[Decimal, str]:
    """An amount to the cent, and the unit that the cell itself names (a currency's sign as its code), or nothing.

    >>> amount("€ 12,000"), amount("300 hours"), amount("EUR 1.5")
    ((Decimal('12000.00'), 'EUR'), (Decimal('300.00'), 'hours'), (Decimal('1.50'), 'EUR'))
    """
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        raise Unreadable("no_number")
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", found["number"].strip()):
        raise Unreadable("thousands_or_decimals")
    value = number_within(found["number"].replace("\u202f", ""), most=MOST_AMOUNT)
    unit = found["before"] or found["after"] or ""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), SIGNS.get(unit, unit)[:40]


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a benefit or a cost: its label, what it is called elsewhere, how a cell of it is read (None: an amount)."""

    label: str | Promise
    read: Callable[[str], Any] | None = None


AMOUNTS: Final[dict[str, Part]] = {
    "amount": Part(_("amount")), "low": Part(_("at least")), "high": Part(_("at most")), "unit": Part(_("unit"), limited(40)),
    "what": Part(_("what"), limited(200)), "recurrence": Part(_("comes"), choices_of(
        Recurrence, once="one_off", one_time="one_off", month="monthly", year="yearly", annual="yearly", recurring="yearly")),
}
OF_BENEFITS: Final = AMOUNTS | {
    "realised": Part(_("becomes"), choices_of(Realised)), "evidence_kind": Part(_("evidence"), choices_of(EvidenceKind)),
    "note": Part(_("where the number comes from"), limited(400))}
OF_COSTS: Final = {name: AMOUNTS[name] for name in ("amount", "unit", "what", "recurrence")} | {"spent_on": Part(_("spent on"))}
GROUPS: Final[Mapping[str, tuple[str | Promise, Mapping[str, Part]]]] = {
    Column.EXPECTED: (_("Benefit expected"), OF_BENEFITS), Column.FORECAST: (_("Benefit forecast"), OF_BENEFITS),
    Column.VERIFIED: (_("Benefit verified"), OF_BENEFITS), SPENT: (_("Spent"), OF_COSTS)}


def part_of(field: str) -> tuple[tuple[str, int], str] | None:
    """The benefit or cost that a field belongs to (its group, its place from 1), and its part; None for another field.

    >>> part_of("worth:expected:amount:2"), part_of("worth:spent:low"), part_of("title")
    ((('expected', 2), 'amount'), None, None)
    """
    found = WORTH.fullmatch(field)
    if found is None or found[2] not in GROUPS[found[1]][1]:
        return None
    return (found[1], int(found[3] or 1)), found[2]


def field_of(group: str, part: str, place: int = 1) -> str:
    return f"worth:{group}:{part}" + (f":{place}" if place > 1 else "")


def label_of(field: str) -> str:
    """As the mapping and the preview call it: "Benefit expected: amount"."""
    found = part_of(field)
    if found is None:
        return field
    (group, place), part = found
    heading, parts = GROUPS[group]
    return f"{heading}{f' {place}' if place > 1 else ''}: {parts[part].label}"


def choices() -> list[tuple[str, str]]:
    """What a column may be mapped to; a second benefit of the same sort is named by its column's own name."""
    return [(name, str(format_lazy("{}", label_of(name))))
            for group, (_heading, parts) in GROUPS.items() for name in (field_of(group, part) for part in parts)]


def is_further(field: str) -> bool:
    """Whether a column is of a second benefit or cost of its sort, or a later one."""
    found = part_of(field)
    return found is not None and found[0][1] > 1


def read_part(field: str, text: str, *, day: Callable[[str], date]) -> dict[str, Any]:
    """What a cell fills of its benefit or cost; an amount may bring its unit along (`unit_told`)."""
    found = part_of(field)
    assert found is not None
    (group, _place), part = found
    if part == "spent_on":
        return {part: day(text)}
    reads = GROUPS[group][1][part].read
    if reads is not None:
        return {part: reads(text)}
    value, unit = amount(text)
    return {part: value} | ({"unit_told": unit} if unit else {})


def finished(group: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A benefit or cost as a row would hold it, by the rules that hold for one typed in. Raises `Unreadable`."""
    told = {name: value for name, value in given.items() if name != "unit_told"}
    told.setdefault("unit", given.get("unit_told", ""))
    if "amount" not in told:
        raise Unreadable("worth_without_amount")
    if not told["unit"]:
        raise Unreadable("worth_without_unit")
    if told.get("low", told["amount"]) > told["amount"] or told.get("high", told["amount"]) < told["amount"]:
        raise Unreadable("range_misses_amount")
    if group == Column.VERIFIED and EvidenceKind(told.get("evidence_kind", EvidenceKind.ESTIMATE)) not in VERIFYING:
        raise Unreadable("verified_without_evidence")
    return told


def row_of(improvement: Improvement, group: str, given: Mapping[str, Any], *, by: Any) -> Benefit | Cost:
    """A new row, not yet saved; one without a name takes the improvement's."""
    told = {"what": improvement.title, **given}
    if group == SPENT:
        return Cost(improvement=improvement, by=by, **told)
    return Benefit(improvement=improvement, by=by, column=group, **told)
