"""Labels as people and programs know them: a step by its number, all else by its name in lower case."""

from __future__ import annotations

from functools import cache

from headway.framework import Kind, pack
from headway.triage.cues import Task

KINDS = {Task.STEP: Kind.STEP, Task.ACTIVITY: Kind.ACTIVITY, Task.LEVEL: Kind.LEVEL, Task.TRIGGER: Kind.TRIGGER}


@cache
def label_of(task: Task, id: str) -> str | int:
    """
    >>> label_of(Task.STEP, "there"), label_of(Task.ACTIVITY, "obtain_build"), label_of(Task.LEVEL, "svs")
    (6, 'obtain/build', 'svs')
    """
    term = pack().find(KINDS[task], id)
    if term is None or task in (Task.LEVEL, Task.TRIGGER):
        return id
    return term.number if task is Task.STEP else term.label.lower()


@cache
def step_number(id: str) -> int:
    """A step's place in the model, from 1."""
    return next(step.number for step in pack().steps if step.id == id)
