"""What the step in hand still wants, as a list to work off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.web.act.models import TaskState
from headway.web.board.queries.happened import Happened
from headway.web.board.queries.wants import WANTS
from headway.web.register.models import Improvement

MOST_TASKS = 6


@dataclass(frozen=True, slots=True)
class Task:
    """One line: done or not, where it is done, and by when."""

    text: str
    done: bool
    href: str
    note: str
    on: date | None


def going_on(improvement: Improvement, known: Happened) -> tuple[Task, ...]:
    """Of the step in hand; nothing once all are over."""
    if improvement.steps_are_over:
        return ()
    step, page = improvement.step, reverse("register:improvement", args=[improvement.pk])
    if step == 7:
        return _momentum(improvement, known)
    want = WANTS[step]
    first = Task(str(want.what), False, f"{page}?step={step}#step", str(want.whom), None)
    if step == 6:
        judged = known.has("look")
        return (Task(_("a verdict"), judged, reverse("review:improvement", args=[improvement.pk]), "", None),
                Task(_("a decision on it"), False, reverse("review:improvement", args=[improvement.pk]), "", None))
    return (first, *_tasks(improvement, known)) if step == 5 else (first,)


def _tasks(improvement: Improvement, known: Happened) -> tuple[Task, ...]:
    doing = {TaskState.DOING: _("in hand")}
    rows = sorted(known.of("task"), key=lambda row: (row.on or date.max, row.pk))[:MOST_TASKS]
    href = f"{reverse('register:improvement', args=[improvement.pk])}?step=5#step"
    return tuple(Task(row.title, False, href, doing.get(row.code, ""), row.on) for row in rows)   # type: ignore[call-overload]


def _momentum(improvement: Improvement, known: Happened) -> tuple[Task, ...]:
    href = reverse("sustain:momentum", args=[improvement.pk])
    wanted = ((_("an alarm on the gain, or why none is needed"), ("alarm", "no_alarm"), ""), (_("a lesson"), ("lesson",), ""),
              (_("standard work changed"), ("work",), _("where it helps")), (_("thanks said"), ("thanks",), _("where it helps")))
    return tuple(Task(text, known.has(*sorts), href, note, None) for text, sorts, note in wanted)
