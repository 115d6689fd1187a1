"""How many there are of what: states, steps, verdicts, lessons, ideas by area. All of it in one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import CharField, Count, F, QuerySet, Sum, Value

from headway.web.board.queries.scope import Scope
from headway.web.register.models import STEPS, Improvement, Tally
from headway.web.register.queries.ways import usual_stale_days
from headway.web.register.states import OPEN, Came, Closure, State
from headway.web.review.models import Answer

YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=730)
CLAIMS_NOTHING: Final = (Closure.QUICK_WIN, Closure.HANDED_OVER)   # closings that no outcome is asked of here
# What is closed, whether it `left_lesson` or not, however it `came`; all values of the index are named, so that it leads
# past them to the day (and with `in`, for a bare `left_lesson` leads nowhere).
CLOSED: Final[dict[str, Any]] = {"state": State.CLOSED, "closure__in": ("", *Closure.values), "left_lesson__in": (False, True),
                                 "came__in": Came.values}


@dataclass(frozen=True, slots=True)
class AtStep:
    """How many are at work in a step, and how many of them for longer than `usual_stale_days`."""

    many: int = 0
    old: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Counts of one scope. `closed`, `reached`, `with_lesson`, `foretold` and `raised` are of the last 365 days, `answers` of the
    last two years; `closed` leaves out quick wins and what was handed over."""

    states: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[int, AtStep] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)
    closed: int = 0
    ended: int = 0
    quick_wins: int = 0
    reached: int = 0
    with_lesson: int = 0
    foretold: Mapping[Came, int] = field(default_factory=dict)   # where verified benefits lie beside their forecast
    areas: tuple[tuple[int, int], ...] = ()   # (entity, ideas raised there), most first

    @property
    def under_way(self) -> int:
        return self.states.get(State.UNDER_WAY, 0)

    @property
    def open(self) -> int:
        return sum(self.states.get(state, 0) for state in OPEN)

    @property
    def all(self) -> int:
        return sum(self.states.values())

    @property
    def raised(self) -> int:
        return sum(many for _entity, many in self.areas)

    @property
    def judged(self) -> int:
        return sum(self.answers.values())

    @property
    def for_people(self) -> int:
        """Those at work in a step that waits for somebody, not for figures: all but 2 and 6."""
        return sum(step.many for number, step in self.steps.items() if number not in (2, 6))


def counted(scope: Scope, *, now: datetime) -> Counted:
    """One query."""
    first, *others = (_alike(sort, rows, **parts) for sort, rows, parts in _parts(scope, now=now))
    found: dict[str, list[tuple[str, int, int]]] = {}
    for sort, key, number, many in first.union(*others, all=True):
        found.setdefault(sort, []).append((key, number, many))
    return _told(found)


def _alike(sort: str, rows: QuerySet[Any], *, key: str = "", number: Any = None, many: Any = None) -> QuerySet[Any]:
    """Counted rows in the columns that all parts of the union have."""
    found: QuerySet[Any] = rows.order_by().annotate(
        told_sort=Value(sort, CharField(max_length=12)), told_key=F(key) if key else Value("", CharField(max_length=20)),
        told_number=_number(number)).values_list("told_sort", "told_key", "told_number").annotate(
        many=many or Count("pk"))
    return found


def _number(told: Any) -> Any:
    return Value(0) if told is None else F(told) if isinstance(told, str) else told


def _parts(scope: Scope, *, now: datetime) -> list[tuple[str, QuerySet[Any], dict[str, Any]]]:
    improvements, year = scope.improvements(), now - YEAR
    late = now - timedelta(days=usual_stale_days())

    def closed(**narrower: Any) -> QuerySet[Improvement]:
        return improvements.filter(**(CLOSED | narrower), state_since__gte=year)

    judged = scope.verdicts()
    reached = judged.filter(answer=Answer.REACHED, improvement__state=State.CLOSED, improvement__state_since__gte=year)
    raised = scope.in_places().filter(raised_on__gte=year.date())
    return [
        ("step", scope.tallies(Tally), {"key": "state", "number": "step", "many": Sum("many")}),
        ("old", improvements.filter(state=State.UNDER_WAY, step__in=STEPS, step_since__lt=late), {"number": "step"}),
        ("answer", judged.filter(answer__in=Answer.values, judged_at__gte=now - TWO_YEARS), {"key": "answer"}),
        ("untold", closed(left_lesson__in=(False,)), {"key": "closure"}),
        ("lesson", closed(left_lesson__in=(True,)), {"key": "closure"}),
        ("reached", reached.exclude(improvement__closure__in=CLAIMS_NOTHING), {"many": Count("improvement", distinct=True)}),
        ("foretold", closed(came__in=[came for came in Came if came != Came.UNTOLD]), {"number": "came"}),
        ("area", raised, {"number": "entity_id"}),
    ]


def _told(found: Mapping[str, list[tuple[str, int, int]]]) -> Counted:
    states: dict[str, int] = {}
    steps: dict[int, AtStep] = {}
    old = {step: many for _state, step, many in found.get("old", ())}
    for state, step, many in found.get("step", ()):
        if many:
            states[state] = states.get(state, 0) + many
        if many and state == State.UNDER_WAY:
            steps[step] = AtStep(many, old.get(step, 0))
    lessons = {closure: many for closure, _number, many in found.get("lesson", ())}
    endings = Counter(lessons) + Counter({closure: many for closure, _number, many in found.get("untold", ())})
    areas = sorted(((entity, many) for _key, entity, many in found.get("area", ())), key=lambda area: (-area[1], area[0]))

    def sum_of(sort: str) -> int:
        return sum(many for _key, _number, many in found.get(sort, ()))

    return Counted(
        states=states, steps=steps, answers={answer: many for answer, _number, many in found.get("answer", ())},
        closed=sum(many for closure, many in endings.items() if closure not in CLAIMS_NOTHING), ended=sum(endings.values()),
        quick_wins=endings.get(Closure.QUICK_WIN, 0), reached=sum_of("reached"),
        with_lesson=sum(many for closure, many in lessons.items() if closure not in CLAIMS_NOTHING),
        foretold={Came(came): many for _key, came, many in found.get("foretold", ())}, areas=tuple(areas))
