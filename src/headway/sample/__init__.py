"""The worked example's help desk, simulated with a known truth; and large logs for measuring speed."""

from headway.sample.exams import Sitting, exam_calendar, sitting_at
from headway.sample.help_desk import HelpDesk, Incident, help_desk
from headway.sample.truth import KnownEffect, Truth

__all__ = [
    "HelpDesk",
    "Incident",
    "KnownEffect",
    "Sitting",
    "Truth",
    "exam_calendar",
    "help_desk",
    "sitting_at",
]
