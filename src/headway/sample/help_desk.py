"""A university help desk as its ticket system would have recorded it, with the truth beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from headway.sample import disruptions, organisation
from headway.sample.disruptions import Change, Outage
from headway.sample.drawing import Draws, Floats, Ints, draw_days, draw_tickets
from headway.sample.exams import Sitting, exam_calendar, sitting_at
from headway.sample.truth import KnownEffect, Truth

CLOSES_AFTER = timedelta(days=5)     # the ticket system closes what was resolved and not disputed
REOPENED = 0.03                      # share of tickets
ANSWERED = 0.18                      # share of resolved tickets whose caller says how satisfied they are
KNOWN_PROBLEM = 0.04                 # share of tickets tied to a known problem
PROBLEMS_A_SERVICE = 5
BLAMED = 0.5                         # share of a service's tickets on the two days after a failed change
BLAMED_FOR = timedelta(days=2)
CALLERS = 4000
OPEN_STATES = ("New", "In progress", "Awaiting caller")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One ticket. Moments are local and without a zone; None is "not (yet)"."""

    ticket: str
    opened: datetime
    owned: datetime | None
    first_response: datetime | None
    resolved: datetime | None
    closed: datetime | None
    due: datetime
    state: str
    priority: str
    category: str
    service: str
    team: str
    person: str
    caller: str
    channel: str
    reassigned: int
    reopened: int
    sla_kept: bool | None
    satisfaction: int | None
    problem: str | None
    change: str | None


@dataclass(frozen=True, slots=True)
class Flaws:
    """What the export does wrong, by row of `tickets` (0 is the first); the tickets themselves are right."""

    repeated: tuple[int, ...]              # written twice
    ends_before_start: tuple[int, ...]
    unreadable_date: tuple[int, ...]
    missing: tuple[tuple[int, str], ...]   # row and column


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDesk:
    """A simulated help desk: what was recorded until `ends_at`, and what is true of it."""

    truth: Truth
    starts_on: date
    ends_at: datetime
    effect: KnownEffect | None
    sittings: tuple[Sitting, ...]
    tickets: tuple[Incident, ...]
    outages: tuple[Outage, ...]
    changes: tuple[Change, ...]
    flaws: Flaws

    def exam_incidents(self) -> tuple[tuple[Incident, Sitting], ...]:
        """The tickets about online exams that were opened while a sitting was under way, each with its sitting."""
        about = ((ticket, sitting_at(ticket.opened, sittings=self.sittings))
                 for ticket in self.tickets if ticket.service == organisation.EXAMS)
        return tuple((ticket, sitting) for ticket, sitting in about if sitting is not None)


def help_desk(*, rng: np.random.Generator, starts_on: date, weeks: int = 40, truth: Truth | None = None,
              change: KnownEffect | None = None) -> HelpDesk:
    """The worked example's help desk from `starts_on` for `weeks` weeks; the same `rng` state gives the same desk.

    With `change`, tickets opened from its date on take `factor` times as long; everything else stays as it was drawn.

    Raises:
        ValueError: fewer than 1 week.

    >>> desk = help_desk(rng=np.random.default_rng(15), starts_on=date(2025, 9, 1), weeks=4)
    >>> desk.tickets[0].ticket, desk.tickets[0].opened.date()
    ('INC0001001', datetime.date(2025, 9, 1))
    """
    if weeks < 1:
        raise ValueError(f"a help desk lasts at least a week, not {weeks}")
    truth = truth or Truth()
    first = datetime.combine(starts_on, time())
    ends_at = first + timedelta(weeks=weeks)
    sittings = exam_calendar(starts_on=starts_on, ends_on=ends_at.date())
    for_days, for_tickets, for_outages, for_changes, for_records, for_flaws = rng.spawn(6)
    days = draw_days(rng=for_days, starts_on=starts_on, weeks=weeks, sittings=sittings, truth=truth)
    draws = draw_tickets(rng=for_tickets, days=days, truth=truth, effect=change,
                         effect_from=None if change is None else (change.starts_on - starts_on).days)
    changes = disruptions.changes(rng=for_changes, starts_on=starts_on, weeks=weeks)
    tickets = _recorded(draws, rng=for_records, first=first, ends_at=ends_at, changes=changes)
    return HelpDesk(
        truth=truth, starts_on=starts_on, ends_at=ends_at, effect=change, sittings=sittings, tickets=tickets,
        outages=disruptions.outages(rng=for_outages, starts_on=starts_on, weeks=weeks), changes=changes,
        flaws=_flaws(tickets, rng=for_flaws),
    )


@dataclass(frozen=True, slots=True)
class _Chances:
    """One value a ticket for everything that its history leaves to chance."""

    owned: Floats          # share of the way to the resolution
    answered: Floats       # share of the way from owned to the resolution
    person: Floats
    caller: Ints
    reopened: Ints
    satisfied: Floats
    answers: Floats
    problem: Floats
    blamed: Floats
    waiting: Ints


def _recorded(draws: Draws, *, rng: np.random.Generator, first: datetime, ends_at: datetime,
              changes: tuple[Change, ...]) -> tuple[Incident, ...]:
    many = len(draws.hours)
    chances = _Chances(
        owned=rng.beta(1, 9, many), answered=rng.beta(1.5, 8, many),   # mostly early on the way to the resolution
        person=rng.random(many), caller=rng.integers(1, CALLERS + 1, many),
        reopened=np.where(rng.random(many) < REOPENED, rng.geometric(0.8, many), 0).astype(np.int64),
        satisfied=rng.standard_normal(many), answers=rng.random(many), problem=rng.random(many),
        blamed=rng.random(many), waiting=rng.integers(1, len(OPEN_STATES), many),
    )
    failed = tuple(change for change in changes if change.failed)
    return tuple(
        _incident(number, draws=draws, chances=chances, first=first, ends_at=ends_at, failed=failed)
        for number in range(many)
    )


def _incident(at: int, *, draws: Draws, chances: _Chances, first: datetime, ends_at: datetime,
              failed: tuple[Change, ...]) -> Incident:
    opened = _moment(first, draws.opened[at])
    hours = float(draws.hours[at])
    share_owned = float(chances.owned[at])
    share_answered = share_owned + (1 - share_owned) * float(chances.answered[at])
    owned, answered, resolved = (_by(ends_at, _moment(opened, hours * share))
                                 for share in (share_owned, share_answered, 1.0))
    closed = None if resolved is None else _by(ends_at, resolved + CLOSES_AFTER)
    due = opened + timedelta(hours=organisation.AGREED_HOURS[draws.priority[at]])
    service = organisation.SERVICES[draws.service[at]].name
    team = organisation.TEAM_OF[draws.service[at]] if draws.passed[at] else organisation.FIRST_LINE
    return Incident(
        ticket=f"INC{1001 + at:07d}", opened=opened, owned=owned, first_response=answered, resolved=resolved,
        closed=closed, due=due, state=_state(owned, resolved, closed, waiting=int(chances.waiting[at])),
        priority=organisation.PRIORITIES[draws.priority[at]].name,
        category=organisation.CATEGORIES[draws.category[at]].name, service=service, team=team,
        person=_person(team, float(chances.person[at])), caller=f"user{int(chances.caller[at]):05d}",
        channel=organisation.CHANNELS[draws.channel[at]].name, reassigned=int(draws.passed[at]),
        reopened=0 if resolved is None else int(chances.reopened[at]),
        sla_kept=_kept(resolved, due=due, ends_at=ends_at),
        satisfaction=_satisfaction(hours, at=at, chances=chances) if resolved is not None else None,
        problem=_problem(int(draws.service[at]), float(chances.problem[at])),
        change=_blamed(service, opened, failed=failed) if chances.blamed[at] < BLAMED else None,
    )


def _moment(start: datetime, hours: float) -> datetime:
    return start + timedelta(seconds=round(float(hours) * 3600))


def _by(ends_at: datetime, moment: datetime) -> datetime | None:
    return moment if moment < ends_at else None


def _state(owned: datetime | None, resolved: datetime | None, closed: datetime | None, *, waiting: int) -> str:
    if closed is not None:
        return "Closed"
    if resolved is not None:
        return "Resolved"
    return OPEN_STATES[waiting] if owned is not None else OPEN_STATES[0]


def _person(team: str, chance: float) -> str:
    number = organisation.TEAMS.index(team)
    within = int(chance * organisation.PEOPLE[number])
    return f"agent{sum(organisation.PEOPLE[:number]) + within + 1:02d}"


def _kept(resolved: datetime | None, *, due: datetime, ends_at: datetime) -> bool | None:
    if resolved is not None:
        return resolved <= due
    return False if due < ends_at else None


def _satisfaction(hours: float, *, at: int, chances: _Chances) -> int | None:
    """From 1 to 5, lower the longer it took: about 4.1 for an hour's wait, 3 for a week's."""
    if chances.answers[at] >= ANSWERED:
        return None
    return int(np.clip(np.rint(4.1 - 0.22 * np.log(max(hours, 1.0)) + 0.9 * chances.satisfied[at]), 1, 5))


def _problem(service: int, chance: float) -> str | None:
    if chance >= KNOWN_PROBLEM:
        return None
    return f"PRB{service * PROBLEMS_A_SERVICE + int(chance / KNOWN_PROBLEM * PROBLEMS_A_SERVICE) + 1:05d}"


def _blamed(service: str, opened: datetime, *, failed: tuple[Change, ...]) -> str | None:
    return next((change.change for change in failed
                 if change.service == service and change.at <= opened < change.at + BLAMED_FOR), None)


def _flaws(tickets: tuple[Incident, ...], *, rng: np.random.Generator) -> Flaws:
    """About 2 rows in a thousand are written twice, 1 in a thousand has a date that is wrong, 1 in a hundred a gap.

    Times of resolution are missing ten times as seldom: each counts as "not resolved", which pulls a mean far up.
    """
    many = len(tickets)
    resolved = [row for row, ticket in enumerate(tickets) if ticket.resolved is not None]
    rows = rng.permutation(many)
    wrong = rng.permutation(np.array(resolved, dtype=np.int64))
    few = many // 1500
    one_in = {"first_response": 100, "category": 100, "channel": 100, "team": 100, "resolved": 1000}
    gaps = [(int(row), column) for column, rows_a_gap in one_in.items()
            for row in np.sort(rng.choice(many, size=many // rows_a_gap, replace=False))
            if column != "resolved" or tickets[int(row)].closed is not None]
    return Flaws(
        repeated=tuple(int(row) for row in np.sort(rows[: many // 500])),
        ends_before_start=tuple(int(row) for row in np.sort(wrong[:few])),
        unreadable_date=tuple(int(row) for row in np.sort(wrong[few : 2 * few])),
        missing=tuple(gaps),
    )
