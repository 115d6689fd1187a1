"""What is under way and how long it has waited in its step, as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from headway.web.board.drawing.ageing import Waiting, ageing
from headway.web.board.queries.counted import Counted
from headway.web.board.queries.scope import Scope
from headway.web.ground.addresses import address
from headway.web.register.queries.route import NAMES
from headway.web.register.queries.ways import usual_stale_days
from headway.web.register.states import State

DRAWN = 150   # the oldest; more would cover each other


@dataclass(frozen=True, slots=True)
class Ageing:
    """The picture, how many are drawn of how many, and how many have waited past the limit."""

    picture: SafeString
    drawn: int
    of: int
    old: int
    limit_days: int


def ageing_of(scope: Scope, counted: Counted, *, now: datetime) -> Ageing:
    """One query."""
    rows = (scope.improvements().filter(state=State.UNDER_WAY).order_by("step_since", "step")
            .values_list("pk", "title", "step", "step_since")[:DRAWN])
    waiting = [Waiting(href=address("board:improvement", pk), title=title, step=step, days=max(0, (now - since).days))
               for pk, title, step, since in rows]
    old, limit = sum(step.old for step in counted.steps.values()), usual_stale_days()
    names = {number: str(name) for number, name in enumerate(NAMES, start=1)}
    said = _("Days in the present step for %(drawn)s records; past %(limit)s days: %(old)s.") % {
        "drawn": len(waiting), "limit": limit, "old": old}
    picture = ageing(waiting, names=names, counts={number: step.many for number, step in counted.steps.items()},
                     limit_days=limit, says=said)
    return Ageing(picture=mark_safe(picture), drawn=len(waiting), of=counted.under_way, old=old, limit_days=limit)
