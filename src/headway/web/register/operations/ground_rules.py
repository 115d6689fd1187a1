"""What every write of the register asks first, and what follows from a change of the steps or numbers."""

from __future__ import annotations

from datetime import datetime

from headway.web.accounts.models import User
from headway.web.accounts.queries import demand, may
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.register.models import NO_DATE, NO_SCORE, STEPS, Improvement
from headway.web.register.queries.backlogs import formula_of
from headway.web.register.queries.numbers import numbers_of
from headway.web.register.scoring import Formula
from headway.web.register.states import OPEN


def runs(person: User, improvement: Improvement) -> bool:
    """Whether somebody decides on its steps and state: who manages improvements there, or its own owner or coordinator."""
    own = person.pk in (improvement.owner_id, improvement.coordinator_id)
    return may(person, May.MANAGE, unit=improvement.unit) or (own and may(person, May.CONTRIBUTE, unit=improvement.unit))


def demand_running(person: User, improvement: Improvement) -> None:
    if not runs(person, improvement):
        demand(person, May.MANAGE, unit=improvement.unit)


def demand_open(improvement: Improvement) -> None:
    """A closed or withdrawn record is not changed; it is opened again first."""
    if improvement.state not in OPEN:
        raise Declined("record_is_closed", number=improvement.number)


def settle_steps(improvement: Improvement, *, now: datetime) -> None:
    """The step at hand follows from the route; its waiting time begins anew when it changes."""
    step = next((number for number in STEPS if improvement.route[number - 1] == "."), STEPS[-1])
    if step != improvement.step:
        improvement.step, improvement.step_since = step, now


def settle_numbers(improvement: Improvement, *, by: Formula | None = None) -> None:
    """Score and keys of order follow from the numbers, the formula and the due date."""
    score = (by or formula_of(improvement.entity)).of(numbers_of(improvement)).value
    improvement.score, improvement.score_order = score, NO_SCORE if score is None else score
    improvement.due_order = improvement.due_on or NO_DATE
