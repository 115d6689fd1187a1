"""Balancing measures: as the verdict found them, else as step 3 named them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.report.words.grounds import moved_by, of_effect
from headway.verdict.result import Balance, Kept
from headway.web.board.drawing.balance import balance_line
from headway.web.board.queries.happened import Happening

STATES: dict[Kept, str | Promise] = {
    Kept.KEPT: gettext_lazy("not worse than is tolerated"), Kept.BREACHED: gettext_lazy("worse than is tolerated"),
    Kept.CANNOT_TELL: gettext_lazy("can’t be told yet")}


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A measure that must not get worse: how it moved, what is tolerated, how it stands."""

    name: str
    state: str
    told: str
    moved: str
    tolerated: str
    drawing: SafeString


def balances_of(judged: Iterable[Balance], named: Iterable[Happening]) -> tuple[BalanceRow, ...]:
    """Those of the verdict first, then those that no verdict has looked at."""
    watched = {one.title: one for one in named}
    found = [_judged(one, up_is_good=one.name in watched and watched[one.name].code == "up") for one in judged]
    known = {row.name for row in found}
    return (*found, *(BalanceRow(one.title, "", _("not looked at yet"), "", one.note, SafeString(""))
                      for one in watched.values() if one.title not in known))


def _judged(one: Balance, *, up_is_good: bool) -> BalanceRow:
    told, moved = str(STATES[one.state]), moved_by(one)
    line = balance_line(one, up_is_good=up_is_good, says=f"{one.name}: {moved} {told}")
    return BalanceRow(one.name, one.state.value, told, moved, of_effect(one.tolerated, one).lstrip("+"), mark_safe(line))
