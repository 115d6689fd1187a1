"""Every write of step 5: a transaction that ends in an audit line."""

from headway.web.act.operations.interventions import (
    correct_intervention,
    date_intervention,
    settle_action,
    undo_intervention,
    withdraw_intervention,
)
from headway.web.act.operations.pilots import drop_event, end_pilot, put_event, put_pilot
from headway.web.act.operations.tasks import move_task, put_task, remind_of_tasks

__all__ = [
    "correct_intervention", "date_intervention", "drop_event", "end_pilot", "move_task", "put_event", "put_pilot", "put_task",
    "remind_of_tasks", "settle_action", "undo_intervention", "withdraw_intervention",
]
