"""Window, periods and maturity: what of a log's time may be charted, and what may be judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.business_hours import day_number
from headway.kpi.closing import STILL_OPEN, UNKNOWN_CLOSING, ClosingTable, Days, age_quantile, open_at
from headway.kpi.definition import Backlog, Count, Direction, Family, Given, Kpi, NetFlow, Unit
from headway.kpi.flow import Flows
from headway.kpi.maturity import maturity_of
from headway.kpi.measured import Measured
from headway.kpi.periods import choose_period, grid_of, partial_periods, resting_periods, thin_periods
from headway.kpi.series import Period, Point, Series
from headway.kpi.window import closings_begin, window_of

MONDAY = date(2024, 1, 1)
FIRST = day_number(MONDAY)


def weekly(weeks: int, workday: int, weekend: int = 0) -> Days:
    return np.array(([workday] * 5 + [weekend] * 2) * weeks)


def simulated(days: int, *, daily: int, mean_days: float, seed: int = 1) -> tuple[Days, Days]:
    """Days of opening and of closing of every ticket, durations exponential."""
    rng = np.random.default_rng(seed)
    opened = np.repeat(np.arange(days), daily)
    return opened, np.floor(opened + rng.random(len(opened)) + rng.exponential(mean_days, len(opened))).astype(np.int64)


def table_of(opened: Days, closed: Days) -> ClosingTable:
    return ClosingTable(opened, closed, np.ones(len(opened), dtype=np.int64))


def test_a_summer_break_is_no_end_of_the_log() -> None:
    arrivals = np.concatenate((weekly(12, 40), weekly(5, 0), weekly(12, 40)))
    assert window_of(FIRST, arrivals).after == 0


def test_a_customer_that_leaves_is_no_end_of_the_log() -> None:
    arrivals = np.concatenate((weekly(12, 40), weekly(12, 12)))
    assert window_of(FIRST, arrivals).after == 0


def test_a_tail_of_stragglers_ends_the_window_where_openings_stop() -> None:
    tail = np.zeros(90, dtype=np.int64)
    tail[[10, 40, 89]] = 1
    window = window_of(FIRST, np.concatenate((weekly(12, 40), tail)))
    assert (window.last, window.after) == (FIRST + 12 * 7 - 3, 3)


def test_a_log_selected_by_closing_date_shows_where_closings_begin() -> None:
    opened, closed = simulated(200, daily=20, mean_days=10)
    late = closed >= 60
    begins = closings_begin(table_of(opened[late], closed[late]))
    assert begins is not None
    assert abs(begins - 60) <= 3
    assert closings_begin(table_of(opened, closed)) is None


@pytest.mark.parametrize(("workday", "expected"), [(60, Period.DAY), (10, Period.WEEK), (2, Period.MONTH)])
def test_the_period_is_the_finest_that_usually_holds_enough_tickets(workday: int, expected: Period) -> None:
    arrivals = weekly(104, workday)
    assert choose_period((MONDAY, date(2025, 12, 28)), FIRST, arrivals) is expected


def test_a_short_log_is_not_cut_into_too_few_periods() -> None:
    assert choose_period((MONDAY, date(2024, 2, 4)), FIRST, weekly(5, 4)) is Period.DAY


def test_weekends_rest_and_holidays_are_thin() -> None:
    arrivals = weekly(8, 50, 2)
    arrivals[9] = 3   # a Wednesday
    grid = grid_of(Period.DAY, (MONDAY, date(2024, 2, 25)))
    thin, resting = thin_periods(grid, FIRST, arrivals), resting_periods(grid, FIRST, arrivals)
    assert thin[[5, 6, 9]].all()
    assert thin.sum() == 17
    assert resting[[5, 6]].all()
    assert not resting[9]
    assert resting_periods(grid, FIRST, arrivals, closed_on=frozenset({date(2024, 1, 10)}))[9]


def test_a_period_that_is_not_over_is_partial_and_a_weekend_off_makes_no_week_partial() -> None:
    arrivals = weekly(8, 50)
    grid = grid_of(Period.WEEK, (MONDAY, date(2024, 2, 23)))   # a Friday
    later, before_its_end = day_number(date(2024, 3, 9)), day_number(date(2024, 2, 21))
    assert not partial_periods(grid, FIRST, arrivals, known_to=later).any()
    assert partial_periods(grid, FIRST, arrivals, known_to=before_its_end).tolist() == [False] * 7 + [True]


def test_settling_is_learnt_whether_open_tickets_are_in_the_log_or_not() -> None:
    opened, closed = simulated(400, daily=30, mean_days=4)
    truth = float(np.quantile(closed - opened, .9))
    as_of = 399
    whole = maturity_of(table_of(opened, np.where(closed > as_of, STILL_OPEN, closed)), as_of=as_of)
    done = closed <= as_of
    only = maturity_of(table_of(opened[done], closed[done]), as_of=as_of)
    assert (whole.only_closed, only.only_closed) == (False, True)
    for found in (whole, only):
        assert found.settle_hours == pytest.approx((truth + 1) * 24, abs=24)


def test_a_truncated_log_of_slow_tickets_cannot_tell_when_they_settle() -> None:
    opened, closed = simulated(100, daily=30, mean_days=200)
    done = closed <= 99
    assert maturity_of(table_of(opened[done], closed[done]), as_of=99).settle_hours is None


def test_arrivals_less_closures_are_the_change_of_the_backlog() -> None:
    opened, closed = simulated(60, daily=7, mean_days=5)
    table = table_of(opened, np.where(closed > 59, STILL_OPEN, closed))
    flows = Flows(table, grid_of(Period.DAY, (date(1970, 1, 1), date(1970, 3, 1))))
    net, size = flows.of(NetFlow()).values, flows.of(Backlog(of="size")).values
    assert np.cumsum(np.array(net, dtype=float)).tolist() == size
    assert sum(flows.of(Count(of=Field.OPENED)).n) == len(opened)
    assert flows.whole(Backlog(of="size"), usual=np.arange(60), known_to=59) == (table.still_open, table.still_open)


def test_a_ticket_closed_nobody_knows_when_was_never_seen_open() -> None:
    table = ClosingTable(np.array([0, 0]), np.array([UNKNOWN_CLOSING, STILL_OPEN]), np.array([5, 2]))
    [(opened, tickets)] = open_at(table, np.array([3]))
    assert tickets.sum() == 2
    assert age_quantile(opened, tickets, 3, .5) == 60.0


def test_the_age_of_nothing_is_unknown() -> None:
    assert age_quantile(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), 3, .5) is None


def test_a_series_without_a_log_is_measured_as_it_stands() -> None:
    kpi = Kpi(id="given", version=1, unit=Unit.COUNT, direction=Direction.DOWN, family=Family.FLOW, part=Given(),
              label="Complaints")
    series = Series(kpi=kpi, period=Period.MONTH, n=2, value=3.0,
                    points=(Point(date(2024, 1, 1), 1, 2.0), Point(date(2024, 2, 1), 1, 4.0)))
    measured = Measured.of_series(series)
    assert (measured.window, measured.rows, measured.name) == ((date(2024, 1, 1), date(2024, 2, 29)), 2, "Complaints")
    with pytest.raises(Refused):
        Measured.of_series(replace(series, points=()))
