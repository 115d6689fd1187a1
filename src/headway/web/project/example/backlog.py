"""What else waits at the example's university: ideas, one of them on its way, one left aside."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from headway.web.measure import operations as measure
from headway.web.project.example.tickets import Desk
from headway.web.project.example.university import University
from headway.web.register import operations as register

# Whose backlog, what it is, why, and how much value and effort somebody sees in it.
IDEAS = (
    ("accounts", "Reset a password without calling", "Every Monday the first hour goes into forgotten passwords.", 8, 3),
    ("network", "Wi-Fi in the old library", "Students stand at the window to get a signal, and then write to us.", 5, 8),
    ("learning", "One place for how-to articles", "The same question is answered five times a week, each time anew.", 5, 3),
    ("exams", "A test run before each large exam", "Faults that we find during the exam could be found the day before.", 8, 5),
    ("service_desk", "Say when somebody will be back", "People ask again because nobody told them how long it takes.", 3, 1),
)


def fill_backlog(university: University, desk: Desk, *, as_of: date) -> None:
    """File the ideas, take two of them on, and measure where one of these stands."""
    people, by = university.people, university.people["manager"]
    filed = {}
    for entity, title, idea, value, effort in IDEAS:
        made = register.file_idea(person=people["agent"], entity=university.entities[entity], title=title, idea=idea)
        filed[entity] = register.edit(made, by=by, changes={"factors": {"value": value, "effort": effort}})
    under_way = register.take_on(filed["accounts"], by=by, owner=people["desk_lead"])
    under_way = register.edit(under_way, by=by, changes={
        "objective": university.objectives["calm"], "outcome": "Whoever forgot a password goes on by themselves.",
        "sponsor": people["sponsor"], "effort_days": Decimal(12), "due_on": as_of + timedelta(days=90)})
    register.complete_first_step(under_way, by=people["desk_lead"])
    measure.freeze_baseline(person=people["analyst"], improvement=under_way,
                            kpi=desk.services["accounts", "within_24h"])
    second = register.take_on(filed["exams"], by=by, owner=people["exams_lead"])
    register.edit(second, by=by, changes={"objective": university.objectives["fair"], "effort_days": Decimal(8)})
