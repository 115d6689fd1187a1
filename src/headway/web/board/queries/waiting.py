"""What is asked of people about verdicts: those that nobody decided on, and those to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.board.queries.scope import Scope
from headway.web.register.states import LIVE
from headway.web.review.models import GAINS, Answer, Verdict

MOST = 8
UNDECIDED = Q(decided="")
ASKS: dict[str, str | Promise] = {
    Answer.WORSE: _("got worse: adjust it, undo it, or stop?"), Answer.REACHED: _("reached its target: keep it, or roll it out?"),
    Answer.IMPROVED: _("improved: keep it, adjust it, or roll it out?"),
                                  Answer.NO_EVIDENCE: _("shows no change: adjust it, or stop?")}
DUE, LATER = _("can be looked at again"), _("waits for newer figures")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to do or to wait for. `on` is the day to look again, None where somebody is asked to decide."""

    verdict: int
    improvement: int
    title: str
    measure: str
    asks: str
    on: date | None
    due: bool


def waiting(scope: Scope, *, today: date) -> tuple[Asked, ...]:
    """The most pressing first: worse, then due, then undecided, then later ones by their day. One query."""
    turn = Case(When(UNDECIDED & Q(answer=Answer.WORSE), then=Value(0)), When(look_again_on__lte=today, then=Value(1)),
                When(UNDECIDED & Q(answer__in=(*GAINS, Answer.NO_EVIDENCE)), then=Value(2)), default=Value(3),
                output_field=IntegerField())
    order = (turn, F("look_again_on").asc(nulls_first=True), "-judged_at", "-pk")
    live = scope.improvements().filter(state__in=LIVE)
    first = (Verdict.objects.filter(improvement__in=live.values("pk"), replaced_at=None, question__ended_at=None)
             .filter((UNDECIDED & Q(answer__in=(*GAINS, Answer.WORSE, Answer.NO_EVIDENCE))) | Q(look_again_on__isnull=False))
             .order_by(*order)[:MOST])   # found by an index alone, so that of the rows themselves only these are read
    rows = (Verdict.objects.filter(pk__in=first.values("pk")).annotate(turn=turn).select_related("improvement")
            .only("answer", "measure", "look_again_on", "decided", "improvement__title").order_by(*order))
    return tuple(_asked(row, row.turn) for row in rows)


def _asked(row: Verdict, turn: int) -> Asked:
    asks = DUE if turn == 1 else LATER if turn == 3 else ASKS[row.answer]
    return Asked(verdict=row.pk, improvement=row.improvement_id, title=row.improvement.title, measure=row.measure, asks=str(asks),
                 on=row.look_again_on if turn in (1, 3) else None, due=turn == 1)
