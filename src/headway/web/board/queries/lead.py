"""What can be said of an improvement that no verdict speaks of yet: one sentence or two, never a claim."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from headway.web.board.queries.happened import Happened
from headway.web.board.queries.stops import day_of, short
from headway.web.register.models import Improvement, StepRecord
from headway.web.register.states import State, StepState


def of(improvement: Improvement, records: Sequence[StepRecord], known: Happened) -> str:
    """Where it starts, what is wanted, what was changed; and what is missing for a verdict."""
    if improvement.state == State.IDEA:
        return _("An idea that nobody has taken on yet.")
    if improvement.is_quick_win:
        return _("A quick win: small enough to do without measuring. It claims nothing.")
    parts = [*_now(records), *_wanted(records)]
    changes = known.of("change")
    if changes:
        first = changes[-1]
        since = _("It was changed on %(day)s.") % {"day": short(first.on)} if first.on else ""
        return " ".join([*parts, since, _("Whether that did anything, no verdict says yet.")])
    return " ".join([*parts, _("Nothing has been changed yet.")
                     if parts else _("Nothing is measured yet: nobody can say where it starts.")])


def _done(records: Sequence[StepRecord], step: int) -> StepRecord | None:
    newest = next((record for record in records if record.step == step), None)
    return newest if newest is not None and newest.state == StepState.DONE else None


def _now(records: Sequence[StepRecord]) -> list[str]:
    record = _done(records, 2)
    if record is None or not record.facts.get("level"):
        return []
    return [_("“%(what)s” is at %(level)s.") % {"what": record.facts.get("what", ""), "level": record.facts["level"]}]


def _wanted(records: Sequence[StepRecord]) -> list[str]:
    record = _done(records, 3)
    targets = record.facts.get("targets") if record is not None else None
    if not targets:
        return []
    by = day_of(targets[0].get("due_on"))
    if by:
        return [_("Wanted is %(target)s by %(day)s.") % {"target": targets[0]["to"], "day": by}]
    return [_("Wanted is %(target)s.") % {"target": targets[0]["to"]}]
