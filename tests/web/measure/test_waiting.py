"""The tickets behind a measure that is counted in a log: whose they are, and of which log."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from headway.kpi.closing_series import ClosingSeries
from headway.web.ground.declined import Declined
from headway.web.measure import kept
from headway.web.measure.models import Kpi, PointSet
from headway.web.measure.waiting import tickets_of, tickets_unless_behind
from web.measure import made
from web.people import Team

CHANGE = date(2024, 4, 15)


def newest(row: Kpi) -> tuple[Kpi, PointSet]:
    found = Kpi.objects.select_related("newest", "source__unit", "entity").get(pk=row.pk)
    assert found.newest is not None
    return found, found.newest


def rate_of(row: Kpi) -> ClosingSeries:
    kpi, points = newest(row)
    tickets, definition = tickets_of(kpi, points), kept.kpi_of(points.told)
    assert tickets is not None
    with tickets.of(definition) as log:
        found = log.rate(definition, change=CHANGE, as_of=None, share=None)
    assert found is not None
    return found


def faster() -> bytes:
    """Twenty weeks of tickets; those opened since the change take two thirds of the time."""
    before = [row for row in made.ticket_rows(hours=9.0) if row[1] < CHANGE.isoformat()]
    after = [row for row in made.ticket_rows(hours=6.0) if row[1] >= CHANGE.isoformat()]
    return made.csv_of([*before, *after])


def test_points_that_were_typed_have_no_tickets(team: Team) -> None:
    assert tickets_of(*newest(made.with_points(team))) is None


def test_they_are_those_of_the_entity_alone_and_tell_that_they_are_closed_sooner(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source, faster())
    exams = made.service(team)
    made.means(team, "exam", exams)
    whole, part = (made.shipped(team, of, source, "time_to_resolve_mean")[0] for of in (made.whole(team), exams))
    made.work()
    rates = [rate_of(row) for row in (whole, part)]
    sizes = [float(np.nansum(rate.n)) for rate in rates]
    assert sizes[1] == pytest.approx(sizes[0] / 3, rel=.2)      # categories take turns
    for rate in rates:
        later = np.array([day >= CHANGE for day in rate.starts])
        assert np.nanmean(rate.values[later]) < np.nanmean(rate.values[~later]) - .2


def test_points_that_are_behind_their_log_have_none_to_judge_by(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=10)))
    row = made.shipped(team, made.whole(team), source, "time_to_resolve_mean")[0]
    made.work()
    kpi, counted = newest(row)
    assert tickets_unless_behind(kpi, counted) is not None
    made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=20)), name="later.csv")   # counted by the job that follows
    assert tickets_unless_behind(kpi, counted) is None
    with pytest.raises(Declined, match="points_are_behind"):
        tickets_of(kpi, counted)
    assert tickets_of(*newest(row)) is not None
