"""The history of an improvement in one line of time: its steps, and everything beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.board.queries.happened import TOLD, Happened, Happening
from headway.web.register.models import Improvement, StepRecord
from headway.web.register.queries.route import past_step
from headway.web.register.states import StepState

LONGEST = 160


@dataclass(frozen=True, slots=True)
class Past:
    """One line of the history; `href` leads to its evidence where there is some, `digest` names what that rests on."""

    on: date
    word: str
    text: str
    beneath: str
    digest: str
    href: str


def past(improvement: Improvement, records: Sequence[StepRecord], known: Happened) -> tuple[Past, ...]:
    """Newest first; within a day, what happened stands above the step that it ended."""
    rows = [*(_happening(row) for row in known.of(*TOLD) if row.on is not None), *map(_step, records)]
    raised = Past(improvement.raised_on, _("Raised"), improvement.get_origin_display(), improvement.origin_reference, "", "")
    return tuple(sorted([*rows, raised], key=lambda row: row.on, reverse=True))


def _happening(row: Happening) -> Past:
    text, beneath = row.title, row.note
    if row.sort == "refused":
        text, beneath = _("“%(before)s” with “%(after)s”") % {"before": row.title, "after": row.note}, ""
    return Past(row.on or date.min, row.word, text, beneath[:LONGEST], "", "")


def _step(record: StepRecord) -> Past:
    told = past_step(record)
    reason = f"“{told.reason}”" if record.state != StepState.DONE and told.reason else ""
    return Past(timezone.localdate(record.at), _("Step %(number)s %(what)s") % {"number": record.step, "what": told.what},
                told.name, reason,
                record.digest[:8], record.href)
