"""Examples for the walk over all addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from web.act import made
from web.examples import ApiExamples, Call, PageExamples
from web.measure.made import improvement
from web.people import MARK, Team


def of(make: Callable[[Team], Any]) -> Callable[[Team], dict[str, Any]]:
    return lambda team: {"pk": make(team).pk}


def call(make: Callable[[Team], Any], **body: Any) -> Callable[[Team], Call]:
    return lambda team: Call(path={"pk": make(team).pk}, body=body or None)


CHANGE = {"what": MARK, "starts_on": "2024-06-03", "exposed": f"{MARK} exams", "recording": "no"}
PILOT = {"name": MARK, "scope": MARK, "starts_on": "2024-05-06"}
PAGES: PageExamples = {
    **{f"act:{name}": of(improvement) for name in ("action", "settle", "add_task", "add_pilot", "date_intervention",
                                                   "add_event")},
    **{f"act:{name}": of(made.task) for name in ("edit_task", "move_task")},
    **{f"act:{name}": of(made.pilot) for name in ("edit_pilot", "end_pilot")},
    **{f"act:{name}": of(made.intervention) for name in ("correct_intervention", "undo_intervention", "withdraw_intervention")},
    **{f"act:{name}": of(made.event) for name in ("edit_event", "drop_event")},
}
API: ApiExamples = {
    **{f"act_{name}": call(improvement) for name in ("tasks", "pilots", "interventions", "events", "settle_action")},
    "act_put_task": call(improvement, title=MARK), "act_change_task": call(made.task, title=f"{MARK} anew"),
    "act_move_task": call(made.task, state="done"),
    "act_put_pilot": call(improvement, **PILOT), "act_change_pilot": call(made.pilot, **PILOT),
    "act_end_pilot": call(made.pilot, ended_on="2024-06-01", outcome=MARK),
    "act_date_intervention": call(improvement, **CHANGE), "act_correct_intervention": call(made.intervention, **CHANGE),
    "act_undo_intervention": call(made.intervention, undone_on="2024-07-01", because=MARK),
    "act_withdraw_intervention": call(made.intervention, reason=MARK),
    "act_put_event": call(improvement, what=MARK, starts_on="2024-06-10"),
    "act_change_event": call(made.event, what=f"{MARK} anew", starts_on="2024-06-10"), "act_drop_event": call(made.event),
}
