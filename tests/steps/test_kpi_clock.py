"""The business clock: hours as people write them, and open time between two moments."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from headway.eventlog.refused import Refused
from headway.kpi.business_hours import BusinessCalendar, day_number, read_hours
from headway.kpi.instants import HOUR_MICROSECONDS, instant_of

OFFICE = BusinessCalendar(
    week=read_hours("Mon-Fri 08:00-12:00 13:00-17:00, Sat 09:00-12:00"), holidays=frozenset({date(2016, 3, 28)}))


def counted_by_minutes(start: datetime, end: datetime) -> int:
    """Open minutes, asked one by one."""
    minutes, moment = 0, start
    while moment < end:
        second = moment.hour * 3600 + moment.minute * 60
        opens = OFFICE.week[moment.weekday()] if moment.date() not in OFFICE.holidays else ()
        minutes += any(first <= second < last for first, last in opens)
        moment += timedelta(minutes=1)
    return minutes


def test_open_time_is_what_counting_minute_by_minute_gives() -> None:
    draw = random.Random(3)
    table = OFFICE.open_time(date(2016, 3, 21), date(2016, 4, 10))
    for _ in range(25):
        start = datetime(2016, 3, 21) + timedelta(minutes=draw.randrange(15 * 1440))
        end = start + timedelta(minutes=draw.randrange(4 * 1440))
        before, after = (instant_of(moment, None) for moment in (start, end))
        spent = table.microseconds_at(after.day, after.time) - table.microseconds_at(before.day, before.time)
        assert spent == counted_by_minutes(start, end) * 60_000_000


def test_a_day_outside_the_table_has_no_open_time() -> None:
    table = OFFICE.open_time(date(2016, 3, 21), date(2016, 3, 22))
    with pytest.raises(IndexError):
        table.microseconds_at(day_number(date(2016, 3, 20)), 0)


def test_days_go_round_the_end_of_the_week() -> None:
    week = read_hours("Sat-Mon 10:00-11:00")
    assert [bool(day) for day in week] == [True, False, False, False, False, True, True]


def test_always_open_counts_every_second() -> None:
    table = BusinessCalendar(week=read_hours("24x7")).open_time(date(2016, 1, 1), date(2016, 1, 3))
    assert np.diff(table.before).tolist() == [86_400, 86_400]


@pytest.mark.parametrize(("text", "code"), [
    ("Mon-Fri 8-17", "unreadable_hours"), ("Mo 08:00-17:00", "unreadable_hours"), ("", "no_open_hours"),
    ("Mon 17:00-08:00", "unreadable_hours"), ("Mon 08:00-12:00 11:00-17:00", "overlapping_hours"),
    ("Mon 08:75-12:00", "unreadable_hours"),
])
def test_hours_that_cannot_be_meant_are_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_hours(text)
    assert refused.value.code == code


def test_a_moment_lies_on_the_day_of_its_zone_and_on_one_line_of_time() -> None:
    before, after = (instant_of(datetime(2016, 3, 27, hour, tzinfo=UTC), "Europe/Rome") for hour in (0, 1))
    assert (before.time // HOUR_MICROSECONDS, after.time // HOUR_MICROSECONDS) == (1, 3)   # the clock skips an hour
    assert after.at - before.at == HOUR_MICROSECONDS
    assert instant_of(datetime(2016, 3, 27, 23, tzinfo=UTC), "Europe/Rome").day == before.day + 1
