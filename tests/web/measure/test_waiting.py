"""The closing rate behind a measure of waiting: which measures have one, of whose tickets, and of which log."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from headway.web.ground.declined import Declined
from headway.web.measure.models import Kpi, PointSet
from headway.web.measure.waiting import closing_rate_of, is_behind, is_of_waiting
from web.measure import made
from web.people import Team

CHANGE = date(2024, 4, 15)


def points_of(row: Kpi) -> PointSet:
    return PointSet.objects.get(pk=Kpi.objects.get(pk=row.pk).newest_id or 0)


def faster() -> bytes:
    """Twenty weeks of tickets; those opened since the change take two thirds of the time."""
    before = [row for row in made.ticket_rows(hours=9.0) if row[1] < CHANGE.isoformat()]
    after = [row for row in made.ticket_rows(hours=6.0) if row[1] >= CHANGE.isoformat()]
    return made.csv_of([*before, *after])


def test_only_waiting_that_was_counted_from_a_log_has_a_closing_rate(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    rows = made.shipped(team, made.whole(team), source, "time_to_resolve_mean", "arrivals")
    made.work()
    waiting, arrivals = (points_of(row) for row in rows)
    assert (is_of_waiting(waiting), is_of_waiting(arrivals), is_of_waiting(points_of(made.with_points(team)))) == (
        True, False, False)


def test_it_is_of_the_tickets_of_the_entity_alone_and_rises_where_they_are_closed_sooner(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source, faster())
    exams = made.service(team)
    made.means(team, "exam", exams)
    whole, part = (made.shipped(team, of, source, "time_to_resolve_mean")[0] for of in (made.whole(team), exams))
    made.work()
    rates = [closing_rate_of(points_of(row), change=CHANGE, share=None) for row in (whole, part)]
    assert None not in rates
    sizes = [float(np.nansum(rate.n)) for rate in rates if rate is not None]
    assert sizes[1] == pytest.approx(sizes[0] / 3, rel=.2)      # categories take turns
    for rate in rates:
        assert rate is not None
        later = np.array([day >= CHANGE for day in rate.starts])
        assert np.nanmean(rate.values[later]) < np.nanmean(rate.values[~later]) - .2


def test_points_that_are_behind_their_log_are_not_judged(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=10)))
    row = made.shipped(team, made.whole(team), source, "time_to_resolve_mean")[0]
    made.work()
    counted = points_of(row)
    assert not is_behind(counted)
    made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=20)), name="later.csv")   # counted by the job that follows
    assert is_behind(counted)
    with pytest.raises(Declined, match="points_are_behind"):
        closing_rate_of(counted, change=CHANGE, share=None)
    assert closing_rate_of(points_of(row), change=CHANGE, share=None) is not None
