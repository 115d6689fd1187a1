"""Free text → trigger, step, activity, level and principles, with the cues that decided; and near-duplicates.

`headway.triage` is called itself: the package is a module that can be called.
"""

from __future__ import annotations

import sys
from types import ModuleType

from headway.triage.checking import Worth, worth_of
from headway.triage.cues import Task
from headway.triage.duplicates import Duplicate, near_duplicates
from headway.triage.read import triage
from headway.triage.result import Answer, Candidate, Gap, Missing, Part, Shown, Span, Triage
from headway.triage.weights import Example, Model, adapted

__all__ = ["Answer", "Candidate", "Duplicate", "Example", "Gap", "Missing", "Model", "Part", "Shown", "Span", "Task", "Triage",
           "Worth", "adapted", "near_duplicates", "triage", "worth_of"]


class _Called(ModuleType):
    """Python binds a subpackage to its parent under its own name, here that of the function that people call."""

    def __call__(self, text: str, *, model: Model | None = None) -> Triage:
        return triage(text, model=model)


sys.modules[__name__].__class__ = _Called
