"""From tickets to series, by the reference calculation: what counts, what is empty and why, what may be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from headway.eventlog.fields import Field
from headway.eventlog.log import Ticket
from headway.kpi import reference
from headway.kpi.business_hours import BusinessCalendar, read_hours
from headway.kpi.catalogue import SHIPPED, on_clock
from headway.kpi.custom import measures_in
from headway.kpi.definition import Clock, Kpi
from headway.kpi.instants import instant_of
from headway.kpi.measured import Measured
from headway.kpi.measuring import Question
from headway.kpi.series import Period, Series

MONDAY = datetime(2024, 1, 1, 9)


def ticket(day: float, hours: float | None = 5, **told: object) -> Ticket:
    """Opened so many days after the first Monday, resolved after so many hours; None: still open."""
    opened = MONDAY + timedelta(days=day)
    resolved = opened + timedelta(hours=hours) if hours is not None else None
    return replace(Ticket(ticket=f"{day}", opened=opened, resolved=resolved, is_open=resolved is None), **told)  # type: ignore[arg-type]


def measured(
    tickets: Sequence[Ticket], *, days: float = 100, kpis: Sequence[Kpi] = SHIPPED, **asked: object
) -> Measured:
    end = MONDAY + timedelta(days=days)
    question = Question(kpis=tuple(kpis), as_of=end, end=instant_of(end, None), slices=(),
                        period=Period.DAY)
    return reference.measure(tickets, replace(question, **asked))  # type: ignore[arg-type]


def one(told: Measured, kpi: str) -> Series:
    [series] = [series for series in told.series if series.kpi.id == kpi and not series.slice]
    return series


def test_a_ticket_that_is_open_and_overdue_is_missed_and_one_in_time_is_not_counted() -> None:
    due = MONDAY + timedelta(days=50)
    tickets = [
        ticket(0, due=due), ticket(1, 2000, due=due), ticket(2, None, due=due),
        ticket(3, None, due=due + timedelta(days=90)), ticket(4, None, sla_kept=True), ticket(5, None, sla_kept=False),
        ticket(6, sla_kept=False, due=due), ticket(7),
    ]
    kept = one(measured(tickets), "sla_kept")
    assert (kept.n, kept.value) == (5, .2)   # kept: 0; missed: 1, 2, 5 and, as the system judged, 6


def test_not_resolved_by_then_is_a_miss_and_too_young_is_no_case() -> None:
    tickets = [ticket(0, 5), ticket(1, 30), ticket(2, None), ticket(99.5, 1)]
    within = one(measured(tickets), "within_24h")
    assert (within.n, within.value) == (3, 1 / 3)


def test_a_cap_holds_the_slow_ones_at_the_horizon() -> None:
    restricted = one(measured([ticket(0, 10), ticket(1, 10_000), ticket(2, None)]), "time_to_resolve_mean_30d")
    assert (restricted.n, restricted.value) == (3, (10 + 720 + 720) / 3)


def test_no_tickets_in_a_period_is_no_data_for_a_duration_and_none_for_arrivals() -> None:
    told = measured([ticket(0), ticket(2)])
    middle = [one(told, kpi).points[1] for kpi in ("time_to_resolve_median", "arrivals")]
    assert [(point.n, point.value) for point in middle] == [(0, None), (0, 0.0)]


@pytest.mark.parametrize(("tickets", "kpi", "because"), [
    ([ticket(0)], "first_response_median", "field_absent"),
    ([ticket(0)], "sla_kept", "field_absent"),
    ([ticket(0, None)], "time_to_resolve_median", "none_resolved"),
    ([ticket(99.9, 1)], "within_24h", "too_young"),
    ([ticket(0)], "availability", "no_outages"),
    ([ticket(0)], "change_failure_rate", "no_changes"),
    ([ticket(0, None, reopened=2)], "reopened", "no_cases"),
])
def test_a_measure_that_cannot_be_known_says_why(tickets: list[Ticket], kpi: str, because: str) -> None:
    series = one(measured(tickets), kpi)
    assert (series.empty_because, series.n, series.value, series.points) == (because, 0, None, ())


def test_a_measure_on_the_business_clock_needs_hours() -> None:
    kpis = on_clock(SHIPPED, Clock.BUSINESS)
    assert one(measured([ticket(0)], kpis=kpis), "within_8h").empty_because == "no_hours"
    office = BusinessCalendar(week=read_hours("Mon-Fri 09:00-17:00"))
    assert one(measured([ticket(4, 72)], kpis=kpis, calendar=office), "time_to_resolve_median").value == 8.0


def test_a_cohort_settles_by_its_own_horizon_where_open_tickets_are_in_the_log() -> None:
    tickets = [ticket(day + part / 40, 5) for day in range(100) for part in range(8)] + [ticket(50, None)] * 12
    within = one(measured(tickets), "within_72h")
    assert within.settle_hours == 72.0
    assert [point.settled for point in within.points][-5:] == [True, True, False, False, False]
    assert within.settled_to == within.points[-3].starts_on


def test_demand_of_closed_tickets_only_is_judged_no_sooner_than_their_durations() -> None:
    tickets = [ticket(day + part / 40, 24 * (1 + part % 12)) for day in range(100) for part in range(12)]
    end = MONDAY + timedelta(days=100)
    told = measured([found for found in tickets if found.resolved is not None and found.resolved <= end])
    assert "only_closed_tickets" in {finding.code for finding in told.findings}
    arrivals = one(told, "arrivals")
    assert arrivals.settle_hours == one(told, "time_to_resolve_median").settle_hours
    assert not arrivals.points[-1].settled
    assert arrivals.points[0].settled
    assert one(told, "backlog").value is None


def test_the_first_periods_of_a_log_only_fill_the_backlog_up() -> None:
    tickets = [ticket(day + part / 40, 24 * 10) for day in range(90) for part in range(8)]
    still = [replace(found, resolved=None, is_open=True) if found.opened > MONDAY + timedelta(days=80) else found
             for found in tickets]
    told = measured(still, days=90)
    assert [point.partial for point in one(told, "backlog").points][:11] == [True] * 11
    assert not one(told, "backlog").points[12].partial
    assert not one(told, "arrivals").points[0].partial


def test_a_log_that_records_only_closing_is_measured_to_it_and_says_so() -> None:
    tickets = [replace(ticket(day), resolved=None, closed=MONDAY + timedelta(days=day, hours=7)) for day in range(20)]
    median = one(measured(tickets), "time_to_resolve_median")
    assert (median.value, median.notes) == (7.0, ("closed_for_resolved",))


def test_a_problem_seen_before_is_a_recurrence_and_the_first_of_it_is_none() -> None:
    tickets = [ticket(0, problem="P"), ticket(1, problem="P"), ticket(2, problem="Q"), ticket(3)]
    assert one(measured(tickets), "recurrence").value == .25


def test_a_measure_may_look_at_some_tickets_only() -> None:
    [kpi] = measures_in('''
        [[measure]]
        id = "mail_arrivals"
        direction = "neither"
        part = {kind = "count", of = "opened"}
        where = {service = "mail"}''')
    tickets = [ticket(0, service="mail"), ticket(0.1, service="web"), ticket(2, service="mail")]
    assert one(measured(tickets, kpis=(kpi,)), "mail_arrivals").n == 2
    assert one(measured([ticket(0)], kpis=(kpi,)), "mail_arrivals").empty_because == "field_absent"


def test_slices_hold_only_what_can_be_measured() -> None:
    tickets = [ticket(day, service="mail" if day % 2 else "web") for day in range(30)]
    told = measured(tickets, slices=(Field.SERVICE, Field.TEAM))
    slices = {tuple(series.slice.items()) for series in told.series}
    assert slices == {(), ((Field.SERVICE, "mail"),), ((Field.SERVICE, "web"),)}
    assert not [series for series in told.series if series.slice and series.empty_because]


def test_a_fall_that_only_the_end_of_the_log_makes_is_told_as_such() -> None:
    draw = np.random.default_rng(5)
    tickets = [ticket(day + part / 40, float(hours)) for day in range(400)
               for part, hours in enumerate(draw.exponential(24 * 150, 6))]
    end = MONDAY + timedelta(days=400)
    told = measured([found for found in tickets if found.resolved is not None and found.resolved <= end], days=400)
    [fall] = [finding for finding in told.findings if finding.code == "fall_is_censoring"]
    assert float(str(fall.facts["now"])) < .5 * float(str(fall.facts["before"]))
    assert not any(point.counts for point in one(told, "time_to_resolve_median").points[-60:])
    open_too = [replace(found, resolved=None, is_open=True) if found.resolved is None or found.resolved > end else found
                for found in tickets]
    assert "fall_is_censoring" not in {finding.code for finding in measured(open_too, days=400).findings}


def sla(day: int, *, wrong_clock: bool, slow: bool) -> list[Ticket]:
    return [ticket(day + part / 60, 40 if part % (10 if slow else 2) else 4, sla_kept=part % 3 > 0 and not wrong_clock)
            for part in range(40)]


def test_an_agreement_missed_while_the_times_stay_is_suspect_and_one_missed_with_them_is_not() -> None:
    def suspect(*, slow: bool) -> list[int]:
        tickets = [found for day in range(60)
                   for found in sla(day, wrong_clock=20 <= day < 27, slow=slow and 20 <= day < 27)]
        points = one(measured(tickets), "sla_kept").points
        return [place for place, point in enumerate(points) if point.suspect]

    assert suspect(slow=False) == list(range(20, 27))
    assert suspect(slow=True) == []
