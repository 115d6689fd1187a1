"""By what improvements are found without reading the table. A list asks for one page in an order, a board counts since a day.

Each holds the unit as well, so that what a person does not see is passed over without reading its row.
"""

from __future__ import annotations

from typing import Final

from django.db.models import BooleanField, Func, Index, Q

from headway.web.register.states import OPEN


class IsOpen(Func):
    """Whether a state is open: `filter(IsOpen("state"))`. Its values are written out, for only so SQLite sees that an index
    of what is open has the rows."""

    template = f"%(expressions)s IN ({', '.join(repr(state.value) for state in OPEN)})"
    arity, output_field = 1, BooleanField()


def _ordered(name: str, *fields: str) -> Index:
    """A list of an organisation in one order, of whatever state."""
    return Index(fields=["organisation", *fields, "unit"], name=f"register_{name}")


def _open(name: str, *fields: str) -> Index:
    """The same of what is open (`IsOpen`): in these orders closed ones come first, and a list of open ones would read them."""
    return Index(fields=["organisation", *fields, "unit", "entity"], name=f"open_{name}", condition=Q(state__in=OPEN))


def _of_one(name: str, *fields: str) -> Index:
    """What is counted of an entity."""
    return Index(fields=["entity", *fields], name=f"entity_{name}")


def _rare(name: str) -> Index:
    """Few rows have these: over all of them, a planner that knows how many are alike would rather read the table."""
    return Index(fields=[name], name=f"register_{name}", condition=Q(**{f"{name}__isnull": False}))


STEPS: Final = ("state", "step", "step_since", "id", "unit")
ENDINGS: Final = ("state", "closure", "left_lesson", "came", "state_since", "unit")
OF_IMPROVEMENTS: Final = (
    _ordered("in_order", "rank", "id"), _ordered("newest", "-created_at", "-id"),
    _ordered("by_score", "-score_order", "rank", "id"), _ordered("by_due", "due_order", "rank", "id"),
    _ordered("by_waiting", "step_since", "id"),
    _open("in_order", "rank", "id", "step_since"), _open("by_due", "due_order", "rank", "id"),
    _open("by_waiting", "step_since", "id"),
    Index(fields=["organisation", *STEPS], name="register_by_step"), _of_one("by_step", *STEPS),
    Index(fields=["organisation", *ENDINGS], name="register_by_ending"), _of_one("by_ending", *ENDINGS),
    Index(fields=["organisation", "state", "step_since", "step", "unit"], name="register_by_age"),
    _of_one("by_rank", "state", "rank"), _of_one("by_raising", "raised_on", "unit"),
    _rare("parent"), _rare("previous"), _rare("same_as"),
)
OF_BENEFITS: Final = (Index(fields=["improvement", "column"], name="benefit_by_column"),)
