"""Every engine gives the points of the reference calculation."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from engine.logs import random_tickets, stored
from headway.engine.duck import measure
from headway.eventlog.fields import Field
from headway.kpi import reference
from headway.kpi.business_hours import BusinessCalendar, read_hours
from headway.kpi.catalogue import SHIPPED, on_clock
from headway.kpi.changes import ChangeRecord
from headway.kpi.custom import measures_in
from headway.kpi.definition import Clock, Kpi
from headway.kpi.instants import instant_of
from headway.kpi.measured import Measured
from headway.kpi.measuring import Question
from headway.kpi.outages import Outage
from headway.kpi.series import Period, Point, Series

TOLERANCE = 1e-9
OFFICE = BusinessCalendar(
    week=read_hours("Mon-Fri 08:00-12:30 13:30-18:00, Sat 09:00-12:00"), holidays=frozenset({date(2024, 4, 1)}))
OWN = measures_in('''
    [[measure]]
    id = "own_to_resolve"
    direction = "down"
    part = {kind = "duration", start = "owned", end = "resolved", summary = "p90"}

    [[measure]]
    id = "urgent_within_4h"
    direction = "up"
    part = {kind = "within", end = "resolved", hours = 4}
    where = {priority = ["1", "2"], service = "mail"}

    [[measure]]
    id = "urgent_backlog"
    direction = "down"
    part = {kind = "backlog", of = "size"}
    where = {priority = "1"}
''')


def same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def told(series: Series) -> str:
    return f"{series.kpi.id} {dict(series.slice)}"


def unlike(one: Point, other: Point) -> bool:
    figures = ((one.value, other.value), (one.sum, other.sum), (one.sum_squares, other.sum_squares))
    alike = one._replace(value=other.value, sum=other.sum, sum_squares=other.sum_squares) == other
    return not alike or not all(same(*pair) for pair in figures)


def assert_equal(engine: Measured, expected: Measured) -> None:
    assert (engine.period, engine.window, engine.as_of, engine.method) == (
        expected.period, expected.window, expected.as_of, expected.method)
    assert [told(series) for series in engine.series] == [told(series) for series in expected.series]
    for ours, theirs in zip(engine.series, expected.series, strict=True):
        assert (ours.n, ours.empty_because, ours.settle_hours, ours.settled_to, ours.notes) == (
            theirs.n, theirs.empty_because, theirs.settle_hours, theirs.settled_to, theirs.notes), told(ours)
        assert same(ours.value, theirs.value), (told(ours), ours.value, theirs.value)
        assert len(ours.points) == len(theirs.points)
        wrong = [pair for pair in zip(ours.points, theirs.points, strict=True) if unlike(*pair)]
        assert not wrong, (told(ours), wrong[0])
    assert [(found.code, found.count) for found in engine.findings] == [
        (found.code, found.count) for found in expected.findings]


@pytest.mark.parametrize(("seed", "period", "zone", "clock"), [
    (1, Period.DAY, None, Clock.CALENDAR), (2, Period.WEEK, "Europe/Rome", Clock.CALENDAR),
    (3, Period.WEEK, None, Clock.BUSINESS), (4, Period.MONTH, "Europe/Rome", Clock.BUSINESS),
])
def test_the_engine_equals_the_reference_on_random_tickets(
    tmp_path: Path, seed: int, period: Period, zone: str | None, clock: Clock
) -> None:
    tickets = random_tickets(seed, n=600, zone=zone)
    log = stored(tickets, tmp_path, zone=zone)
    kpis: tuple[Kpi, ...] = on_clock((*SHIPPED, *OWN), clock)
    calendar = OFFICE if clock is Clock.BUSINESS else None
    down = log.opened_from + timedelta(days=3)
    outages = [Outage(service="mail", start=down, end=down + timedelta(days=1))]
    changes = [ChangeRecord(change="C1", at=log.opened_from + timedelta(days=9), service="mail")]
    slices = (Field.SERVICE, Field.CATEGORY, Field.PRIORITY, Field.TEAM)
    question = Question(kpis=kpis, as_of=log.as_of, end=instant_of(log.as_of, zone), slices=slices, period=period,
                        calendar=calendar, outages=outages, changes=changes, zone=zone)
    ours = measure(log, kpis=kpis, period=period, slices=slices, calendar=calendar, outages=outages, changes=changes)
    assert_equal(ours, reference.measure(tickets, question))


def test_sums_over_periods_are_the_whole_log_where_nothing_lies_outside_the_window(tmp_path: Path) -> None:
    log = stored(random_tickets(5, n=300, days=70), tmp_path)
    kpis = tuple(kpi for kpi in SHIPPED if kpi.id in ("within_24h", "time_to_resolve_mean", "satisfaction"))
    for series in measure(log, kpis=kpis, slices=()).series:
        assert sum(point.n for point in series.points) == series.n > 0
        assert same(sum(point.sum or 0 for point in series.points) / series.n, series.value)


def test_values_beyond_the_top_are_counted_not_shown(tmp_path: Path) -> None:
    tickets = random_tickets(6, n=300, days=70)
    measured = measure(stored(tickets, tmp_path), kpis=SHIPPED, slices=(Field.CATEGORY,), top=3)
    shown = {series.slice[Field.CATEGORY] for series in measured.series if series.slice}
    assert len(shown) == measured.method["category_shown"] == 3
    left = sum(ticket.category not in shown for ticket in tickets)
    assert measured.method["category_tickets_not_shown"] == left
    assert measured.method["category_not_shown"] == len({ticket.category for ticket in tickets}) - 3


def test_a_value_of_any_letters_is_a_slice_like_any_other(tmp_path: Path) -> None:
    odd = ["it's", 'say "so"', "naïve 🙂", "a;DROP TABLE tickets", "", "line\nbreak"]
    tickets = [replace(ticket, category=odd[place % len(odd)])
               for place, ticket in enumerate(random_tickets(7, n=120, days=70))]
    measured = measure(stored(tickets, tmp_path), kpis=SHIPPED[:11], slices=(Field.CATEGORY,))
    assert {series.slice[Field.CATEGORY] for series in measured.series if series.slice} == set(odd)


@pytest.mark.parametrize("zone", [None, "Europe/Rome"])
def test_a_log_known_for_longer_than_its_newest_moment_judges_more(tmp_path: Path, zone: str | None) -> None:
    log = stored(random_tickets(8, n=200, days=70, zone=zone), tmp_path, zone=zone)
    kpis = tuple(kpi for kpi in SHIPPED if kpi.id == "within_72h")
    later = log.as_of.replace(tzinfo=None) + timedelta(days=30)
    [at_its_end], [a_month_later] = (measure(log, kpis=kpis, slices=(), as_of=as_of).series for as_of in (None, later))
    assert at_its_end.n < a_month_later.n == 200
    assert at_its_end.settled_to is not None


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_log_of_few_tickets_is_measured_without_a_claim(tmp_path: Path, n: int) -> None:
    measured = measure(stored(random_tickets(n, n=n, days=4), tmp_path), kpis=SHIPPED)
    resolved = next(series for series in measured.series if series.kpi.id == "time_to_resolve_median")
    assert not any(point.settled for point in resolved.points)


def test_a_typing_error_of_decades_leaves_the_periods_countable(tmp_path: Path) -> None:
    tickets = random_tickets(9, n=300, days=200)
    odd = replace(tickets[0], opened=datetime(1981, 1, 1), owned=None, first_response=None, due=None)
    measured = measure(stored([odd, *tickets[1:]], tmp_path), kpis=SHIPPED, slices=())
    assert measured.window[0].year == 2024
    assert {found.code: found.count for found in measured.findings}["window_starts_late"] == 1
