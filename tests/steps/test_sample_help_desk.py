"""The simulated help desk is what its truth says, and its export has the flaws it admits to."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import fmean, median

import numpy as np
import pytest

from headway.eventlog.fields import Field
from headway.eventlog.reading import MISSING_TOKENS
from headway.sample import HelpDesk, KnownEffect, Truth, help_desk, sitting_at
from headway.sample.drawing import is_closed
from headway.sample.rows import change_rows, exam_rows, outage_rows, ticket_rows

SEEDS = range(12)


def hours(desk: HelpDesk) -> list[float]:
    return [(ticket.resolved - ticket.opened).total_seconds() / 3600 for ticket in desk.tickets if ticket.resolved]


@pytest.fixture(scope="module")
def desks() -> list[HelpDesk]:
    return [help_desk(rng=np.random.default_rng(seed), starts_on=date(2025, 9, 1)) for seed in SEEDS]


@pytest.fixture(scope="module")
def desk(desks: list[HelpDesk]) -> HelpDesk:
    return desks[0]


def test_the_mean_time_to_resolve_is_sixteen_hours(desks: list[HelpDesk]) -> None:
    # 12 desks of 6,400 log-normal tickets: the standard error of the mean is 0.1 h
    assert fmean(hour for desk in desks for hour in hours(desk)) == pytest.approx(16, abs=0.4)


def test_thirty_per_cent_of_exam_time_incidents_outlast_their_sitting(desks: list[HelpDesk]) -> None:
    pairs = [pair for desk in desks for pair in desk.exam_incidents()]
    late = [ticket.resolved is None or ticket.resolved > sitting.ends_at for ticket, sitting in pairs]
    assert len(late) > 2000   # standard error at most 1 point
    assert fmean(late) == pytest.approx(0.30, abs=0.03)


def test_another_truth_is_met_too() -> None:
    truth = Truth(mean_hours=40, exam_unsolved=0.6)
    found = [help_desk(rng=np.random.default_rng(seed), starts_on=date(2025, 9, 1), truth=truth) for seed in range(4)]
    late = [t.resolved is None or t.resolved > s.ends_at for desk in found for t, s in desk.exam_incidents()]
    assert fmean(hour for desk in found for hour in hours(desk)) == pytest.approx(40, rel=0.05)
    assert fmean(late) == pytest.approx(0.6, abs=0.05)


def test_arrivals_are_thirty_a_weekday_and_six_a_weekend_day_and_vary_more_than_chance_would(
        desks: list[HelpDesk]) -> None:
    weekdays, weekends = [], []
    for desk in desks:
        counts = Counter(ticket.opened.date() for ticket in desk.tickets)
        for number in range(280):
            day = desk.starts_on + timedelta(days=number)
            if is_closed(day):
                continue
            (weekdays if day.weekday() < 5 else weekends).append(counts[day])
    assert fmean(weekdays) == pytest.approx(30, rel=0.03)
    assert fmean(weekends) == pytest.approx(6, rel=0.06)
    assert np.var(weekdays) == pytest.approx(30 + 30**2 / 15, rel=0.15)


def test_tickets_of_one_kind_spread_by_sigma(desks: list[HelpDesk]) -> None:
    log_hours = [np.log((t.resolved - t.opened).total_seconds() / 3600) for desk in desks for t in desk.tickets
                 if t.resolved and t.service == "Learning platform" and t.category == "Fault"
                 and t.priority == "3 - Moderate" and t.reassigned == 0]
    # between days .15 (day effect) and some weekday, load and season: sqrt(1.2² + .2²) is 1.22
    assert np.std(log_hours) == pytest.approx(1.22, abs=0.05)


def test_a_day_resembles_the_day_before(desks: list[HelpDesk]) -> None:
    steady = Truth(day_sigma=1.0, weekday=(0.0,) * 7, annual=0.0, load=0.0)
    desk = help_desk(rng=np.random.default_rng(3), starts_on=date(2024, 1, 1), weeks=100, truth=steady)
    of_day: dict[date, list[float]] = {}
    for ticket in desk.tickets:
        if ticket.resolved and ticket.service != "Online exams":
            of_day.setdefault(ticket.opened.date(), []).append(
                np.log((ticket.resolved - ticket.opened).total_seconds()))
    days = [day for day in of_day if day + timedelta(days=1) in of_day and min(day.weekday(), 4) == day.weekday() < 4]
    today = [fmean(of_day[day]) for day in days]
    tomorrow = [fmean(of_day[day + timedelta(days=1)]) for day in days]
    assert np.corrcoef(today, tomorrow)[0, 1] == pytest.approx(0.6, abs=0.12)


def test_slices_have_different_levels(desk: HelpDesk) -> None:
    at = {name: median((t.resolved - t.opened).total_seconds() / 3600 for t in desk.tickets
                       if t.resolved and t.service == name) for name in ("E-mail and accounts", "Student records")}
    assert at["Student records"] > 1.5 * at["E-mail and accounts"]


def test_nothing_after_the_end_is_known(desk: HelpDesk) -> None:
    moments = [moment for t in desk.tickets for moment in (t.opened, t.owned, t.first_response, t.resolved, t.closed)]
    assert max(moment for moment in moments if moment) < desk.ends_at
    still_open = [ticket for ticket in desk.tickets if ticket.resolved is None]
    assert still_open
    assert all(ticket.closed is None and ticket.satisfaction is None for ticket in still_open)
    assert {ticket.state for ticket in still_open} <= {"New", "In progress", "Awaiting caller"}


def test_the_moments_of_a_ticket_are_in_order_and_numbers_follow_the_openings(desk: HelpDesk) -> None:
    for ticket in desk.tickets:
        moments = [m for m in (ticket.opened, ticket.owned, ticket.first_response, ticket.resolved, ticket.closed) if m]
        assert moments == sorted(moments)
    assert [t.opened for t in desk.tickets] == sorted(t.opened for t in desk.tickets)
    assert len({t.ticket for t in desk.tickets}) == len(desk.tickets)


def test_the_agreement_is_kept_exactly_where_it_was_resolved_by_its_due_moment(desk: HelpDesk) -> None:
    for ticket in desk.tickets:
        if ticket.resolved is not None:
            assert ticket.sla_kept is (ticket.resolved <= ticket.due)
        else:
            assert ticket.sla_kept is (False if ticket.due < desk.ends_at else None)


def test_exam_incidents_are_defined_by_the_calendar_alone(desk: HelpDesk) -> None:
    meant = {ticket.ticket for ticket, _ in desk.exam_incidents()}
    for ticket in desk.tickets:
        inside = ticket.service == "Online exams" and sitting_at(ticket.opened, sittings=desk.sittings) is not None
        assert (ticket.ticket in meant) is inside
    assert not any("exam" in ticket.category.lower() for ticket in desk.tickets)


def test_a_known_effect_changes_how_long_tickets_take_from_its_date_on_and_nothing_else() -> None:
    effect = KnownEffect(starts_on=date(2025, 11, 3), factor=0.8)
    plain = help_desk(rng=np.random.default_rng(8), starts_on=date(2025, 9, 1), weeks=20)
    changed = help_desk(rng=np.random.default_rng(8), starts_on=date(2025, 9, 1), weeks=20, change=effect)
    assert [t.opened for t in plain.tickets] == [t.opened for t in changed.tickets]
    for before, after in zip(plain.tickets, changed.tickets, strict=True):
        if before.resolved is None or after.resolved is None:
            continue
        factor = 0.8 if before.opened.date() >= effect.starts_on else 1.0
        took, takes = before.resolved - before.opened, after.resolved - after.opened
        assert takes.total_seconds() == pytest.approx(max(took.total_seconds() * factor, 60), abs=1.5)


def test_the_same_seed_gives_the_same_desk_and_another_seed_another() -> None:
    first, again, other = (help_desk(rng=np.random.default_rng(seed), starts_on=date(2025, 9, 1), weeks=3)
                           for seed in (5, 5, 6))
    assert first == again
    assert first != other


@pytest.mark.parametrize("starts_on", [date(2024, 2, 28), date(2025, 12, 24), date(2026, 7, 1)])
def test_any_start_and_a_single_week_will_do(starts_on: date) -> None:
    desk = help_desk(rng=np.random.default_rng(0), starts_on=starts_on, weeks=1)
    assert desk.tickets
    assert desk.ends_at == datetime.combine(starts_on, datetime.min.time()) + timedelta(weeks=1)


def test_an_impossible_desk_is_refused() -> None:
    with pytest.raises(ValueError, match="at least a week"):
        help_desk(rng=np.random.default_rng(0), starts_on=date(2025, 9, 1), weeks=0)
    with pytest.raises(ValueError, match="no help desk"):
        Truth(exam_unsolved=1.0)
    with pytest.raises(ValueError, match="above 0"):
        KnownEffect(starts_on=date(2025, 9, 1), factor=0)


def test_outages_of_a_service_never_overlap_and_some_are_planned(desk: HelpDesk) -> None:
    for service in {outage.service for outage in desk.outages}:
        of_one = [outage for outage in desk.outages if outage.service == service]
        assert all(first.end <= then.start for first, then in pairwise(of_one))
    assert {outage.planned for outage in desk.outages} == {True, False}
    assert all(outage.start < outage.end <= desk.ends_at for outage in desk.outages)


def test_tickets_blamed_on_a_change_followed_a_failed_one_of_the_same_service(desk: HelpDesk) -> None:
    by_number = {change.change: change for change in desk.changes}
    blamed = [ticket for ticket in desk.tickets if ticket.change]
    assert blamed
    for ticket in blamed:
        change = by_number[ticket.change or ""]
        assert change.failed
        assert change.service == ticket.service
        assert timedelta(0) <= ticket.opened - change.at < timedelta(days=2)


def test_the_export_has_exactly_the_flaws_it_admits_to(desk: HelpDesk) -> None:
    header, *rows = ticket_rows(desk)
    at = {name: number for number, name in enumerate(header)}
    assert len(rows) == len(desk.tickets) + len(desk.flaws.repeated)
    assert sum(many - 1 for many in Counter(rows).values()) == len(desk.flaws.repeated) > 0
    unreadable = [row for row in rows if "-02-30" in row[at["opened"]]]
    assert {row[at["ticket"]] for row in unreadable} == {desk.tickets[n].ticket for n in desk.flaws.unreadable_date}
    early = {row[at["ticket"]] for row in rows
             if row[at["resolved"]] != "?" and row not in unreadable and row[at["resolved"]] < row[at["opened"]]}
    told = {desk.tickets[n].ticket for n in desk.flaws.ends_before_start if (n, "resolved") not in desk.flaws.missing}
    assert early == told
    assert told
    assert sum(row[at["channel"]] == "?" for row in set(rows)) == len(desk.tickets) // 100


def test_the_columns_are_fields_that_headway_knows_and_gaps_are_missing_tokens(desk: HelpDesk) -> None:
    header, *rows = ticket_rows(desk)
    assert set(header) <= {field.value for field in Field}
    assert "?" in MISSING_TOKENS
    assert not any(cell in ("", "None") for row in rows for cell in row)


def test_the_lists_beside_the_tickets_have_a_header_and_a_row_each(desk: HelpDesk) -> None:
    for rows, many in ((outage_rows, len(desk.outages)), (change_rows, len(desk.changes)),
                       (exam_rows, len(desk.sittings))):
        found = list(rows(desk))
        assert len(found) == many + 1
        assert {len(row) for row in found} == {len(found[0])}
    assert next(outage_rows(desk)) == ("service", "start", "end", "planned")
