"""The simulated university's services, teams and kinds of ticket: invented, at levels that differ."""

from __future__ import annotations

from dataclasses import dataclass

EXAMS = "Online exams"
FIRST_LINE = "Service desk"


@dataclass(frozen=True, slots=True)
class Kind:
    """A value of a column: its share of the tickets and what it adds to log hours."""

    name: str
    share: float
    level: float


SERVICES = (
    Kind("Learning platform", 0.28, 0.00),
    Kind("E-mail and accounts", 0.26, -0.35),
    Kind("Network and Wi-Fi", 0.18, 0.10),
    Kind("Lecture rooms", 0.12, -0.15),
    Kind("Student records", 0.12, 0.40),
    Kind(EXAMS, 0.04, 0.05),
)
TEAM_OF = ("Learning systems", "Accounts", "Network", "Rooms", "Student systems", "Learning systems")
TEAMS = (FIRST_LINE, "Learning systems", "Accounts", "Network", "Rooms", "Student systems")
PEOPLE = (9, 5, 4, 4, 3, 4)  # in each team

CATEGORIES = (
    Kind("Question", 0.30, -0.50),
    Kind("Access", 0.27, -0.30),
    Kind("Fault", 0.28, 0.20),
    Kind("Hardware", 0.08, 0.50),
    Kind("Data", 0.07, 0.45),
)
PRIORITIES = (
    Kind("1 - Critical", 0.02, -0.80),
    Kind("2 - High", 0.10, -0.40),
    Kind("3 - Moderate", 0.66, 0.00),
    Kind("4 - Low", 0.22, 0.30),
)
AGREED_HOURS = (4, 8, 24, 72)  # to resolve, by priority
CHANNELS = (
    Kind("portal", 0.42, 0.0),
    Kind("e-mail", 0.27, 0.0),
    Kind("phone", 0.18, 0.0),
    Kind("chat", 0.08, 0.0),
    Kind("desk", 0.05, 0.0),
)
SPECIALIST = Kind("passed to a specialist", 0.45, 0.45)
