"""The letters of the day about tasks."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from headway.web.act.operations import remind_of_tasks
from headway.web.ground.jobs import Run, job


@job("act.tasks_due", every=timedelta(days=1))
def tasks_due(run: Run) -> None:
    """Tell owners of tasks what is due today."""
    remind_of_tasks(timezone.localdate())
