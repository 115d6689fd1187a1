"""What must not get worse for it: measures with a worsening that would be tolerated, tested against that."""

from __future__ import annotations

from dataclasses import replace

from headway.kpi.definition import Direction
from headway.verdict.result import Balance, Kept, Verdict


def balanced(told: Verdict, *, name: str, direction: Direction, tolerated: float) -> Balance:
    """How a balancing measure stands, from its own verdict.

    `tolerated` is a size in the unit of its effect (.1 = a tenth, or ten points). It is kept where the whole interval lies
    within what is tolerated, breached where the whole interval lies beyond, and can't be told between.
    """
    effect = told.effect
    if effect.low is None or effect.high is None:
        return Balance(name, effect, tolerated, Kept.CANNOT_TELL, told.kind)
    worst, best = (-effect.low, -effect.high) if direction is Direction.UP else (effect.high, effect.low)
    state = Kept.KEPT if worst <= tolerated else Kept.BREACHED if best > tolerated else Kept.CANNOT_TELL
    return Balance(name, effect, tolerated, state, told.kind)


def with_balances(told: Verdict, balances: tuple[Balance, ...]) -> Verdict:
    """The verdict with what it cost. A breach is a reason of its own, so that it stands in the headline.

    >>> from headway.verdict.result import Answer, Effect, Kind, Scale
    >>> faster = Verdict(verdict=Answer.IMPROVED, kind=Kind.DURATION, effect=Effect(-.2, -.3, -.1, Scale.RELATIVE))
    >>> reopened = Balance("reopened", Effect(.08, .05, .11, Scale.DIFFERENCE), .02, Kept.BREACHED)
    >>> with_balances(faster, (reopened,)).reasons
    ('balance_breached',)
    """
    breached = any(balance.state is Kept.BREACHED for balance in balances)
    return replace(told, balances=balances, reasons=(*told.reasons, "balance_breached") if breached else told.reasons)
