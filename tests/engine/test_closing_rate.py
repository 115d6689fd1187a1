"""The closing rate's counts: the engine gives those of the reference calculation, and a known change of speed is found."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.logs import BEGINS, random_tickets, stored
from headway.engine.connection import connect
from headway.engine.duck import Duck, closing_series_of, show_tickets
from headway.engine.query_ages import AgeCounting
from headway.eventlog.fields import Field
from headway.eventlog.log import EventLog, Ticket
from headway.eventlog.refused import Refused
from headway.kpi.business_hours import BusinessCalendar, day_number, read_hours
from headway.kpi.case_mix import Strata
from headway.kpi.catalogue import BY_ID
from headway.kpi.closing_rate import QUANTILES, Expected, Watch, edges_of, speed_of
from headway.kpi.frame import on
from headway.kpi.instants import instant_of
from headway.kpi.reference_ages import ReferenceAges
from headway.verdict.working_scale import ByClosingRate, Kind

OFFICE = BusinessCalendar(week=read_hours("Mon-Fri 08:00-18:00, Sat 09:00-12:00"), holidays=frozenset({date(2024, 4, 1)}))
ALWAYS = BusinessCalendar(week=read_hours("24x7"))
MIX = Strata({Field.CATEGORY: {"a": 300_000, "it's a 'quote'": -200_000, "b": 5}, Field.SERVICE: {"mail": 100_000}}, (0, 250_000))
WAITING = BY_ID["time_to_resolve_median"]


@pytest.mark.parametrize(("calendar", "end", "zone", "where"), [
    (ALWAYS, Field.RESOLVED, None, ()), (OFFICE, Field.RESOLVED, "Europe/Rome", ()),
    (OFFICE, Field.FIRST_RESPONSE, None, ((Field.PRIORITY, ("1", "2")),)),
])
def test_the_engine_counts_waiting_tickets_as_the_reference_does(
    tmp_path: Path, calendar: BusinessCalendar, end: Field, zone: str | None, where: tuple[tuple[Field, tuple[str, ...]], ...],
) -> None:
    tickets = random_tickets(11, n=150, days=40, zone=zone)
    log = stored(tickets, tmp_path, zone=zone)
    as_of = instant_of(log.as_of - timedelta(days=6, hours=5), zone)
    watch, first = Watch(end=end, as_of=as_of, where=where), day_number(BEGINS.date())
    open_time = calendar.open_time(on(first), on(as_of.day + 10))
    plain = ReferenceAges(tuple(tickets), zone)
    with tempfile.TemporaryDirectory() as spill, closing(connect(Path(spill), zone=zone)) as duck:
        show_tickets(duck, log.tickets_at)
        engine = AgeCounting(Duck(duck))
        ours, theirs = engine.openings(watch), plain.openings(watch)
        assert ours.first == theirs.first
        assert np.array_equal(ours.tickets, theirs.tickets)
        asked = {"until": as_of.day - 5, "quantiles": QUANTILES}
        edges = plain.closed_ages(watch, open_time, **asked)
        assert engine.closed_ages(watch, open_time, **asked) == pytest.approx(edges, rel=1e-9)
        days = {"edges": edges_of(edges), "first": first, "last": as_of.day}
        one, other = engine.ages(watch, open_time, **days), plain.ages(watch, open_time, **days)
        kinds, known = (sorted(counts.kinds(watch, open_time, until=as_of.day - 5), key=str) for counts in (engine, plain))
        assert [(kind.values, kind.tickets) for kind in kinds] == [(kind.values, kind.tickets) for kind in known]
        assert [kind.log_hours for kind in kinds] == pytest.approx([kind.log_hours for kind in known], rel=1e-9)
        by_mix, by_plain = (counts.ages(watch, open_time, **days, strata=MIX) for counts in (engine, plain))
    assert by_mix.closures.shape[1] == MIX.many
    assert (by_plain.closures.sum(axis=(0, 2)) > 0).sum() > 1, "the strata part them"
    assert by_mix.closures == pytest.approx(by_plain.closures)
    assert by_mix.at_risk == pytest.approx(by_plain.at_risk, rel=1e-9, abs=1e-9)
    assert by_mix.at_risk.sum(axis=1) == pytest.approx(one.at_risk[:, 0], rel=1e-9, abs=1e-9)
    assert one.closures.sum() > 20
    assert one.closures == pytest.approx(other.closures)
    assert one.at_risk == pytest.approx(other.at_risk, rel=1e-9, abs=1e-9)


def desk(factor: float, *, seed: int, days: int = 150, change: int = 110, a_day: int = 25) -> list[Ticket]:
    """Tickets whose work goes on at another speed from a day on: what is left of each then takes `factor` as long."""
    rng = np.random.default_rng(seed)
    begins, made = datetime(2024, 1, 1), []
    turn = begins + timedelta(days=change)
    for day in range(days):
        for _ in range(rng.poisson(a_day)):
            opened = begins + timedelta(days=day, hours=float(rng.uniform(0, 24)))
            done = opened + timedelta(hours=float(rng.lognormal(3, 1.3)))
            start = max(opened, turn)
            if done > turn:
                done = start + (done - start) * factor
            known = done <= begins + timedelta(days=days)
            made.append(Ticket(ticket=f"T{len(made)}", opened=opened, resolved=done if known else None,
                               closed=done if known else None, is_open=not known, last_seen=done if known else opened))
    return made


def told_speed(factor: float, folder: Path, *, seed: int) -> float:
    told = closing_series_of(stored(desk(factor, seed=seed), folder), WAITING, change=date(2024, 4, 20))
    after = np.array([day >= date(2024, 4, 20) for day in told.starts]) & ~np.isnan(told.values)
    level = float(np.average(told.values[after], weights=told.n[after]))
    picture = ByClosingRate(Kind.DURATION, told.expected, 10.0)
    return picture.back(level) / picture.back(0.0)


@pytest.mark.parametrize("factor", [.6, .8, 1.4])
def test_a_change_of_speed_is_told_back_as_it_was_made(tmp_path: Path, factor: float) -> None:
    """Beside the same tickets without the change, so that only the translation is judged: within 5 %."""
    unchanged = told_speed(1.0, tmp_path / "unchanged", seed=2)
    assert unchanged == pytest.approx(1, rel=.15)
    assert told_speed(factor, tmp_path / "changed", seed=2) / unchanged == pytest.approx(factor, rel=.05)


def test_what_became_known_after_the_decision_changes_nothing(tmp_path: Path) -> None:
    """The same tickets, once as the export of that day and once with all that came later: the same series."""
    day = datetime(2024, 5, 10, 23, 59, 59)
    whole = desk(.7, seed=3)

    def then(ticket: Ticket) -> Ticket:
        known = ticket.resolved is not None and ticket.resolved <= day
        return ticket if known else replace(ticket, resolved=None, closed=None, is_open=True, last_seen=ticket.opened)

    early = [then(ticket) for ticket in whole if ticket.opened <= day]
    asked = {"change": date(2024, 4, 20), "as_of": day, "calendar": ALWAYS}
    later, sooner = (closing_series_of(stored(tickets, tmp_path / name), WAITING, **asked)
                     for name, tickets in (("whole", whole), ("early", early)))
    shared = min(len(later.values), len(sooner.values)) - 1
    assert later.values[:shared] == pytest.approx(sooner.values[:shared], rel=1e-9, nan_ok=True)


def test_no_gain_comes_from_censoring(tmp_path: Path) -> None:
    """An extract of closed tickets: the slow ones opened last are missing. Its last weeks are not judged."""
    closed = [ticket for ticket in desk(1.0, seed=4) if ticket.resolved is not None]
    log = stored(closed, tmp_path)
    told = closing_series_of(log, WAITING, change=date(2024, 4, 20))
    assert told.starts[-1] < date(2024, 5, 25), "five days and more of the month after are left out"
    after = np.array([day >= date(2024, 4, 20) for day in told.starts]) & ~np.isnan(told.values)
    assert abs(float(np.average(told.values[after], weights=told.n[after]))) < .1
    with pytest.raises(Refused, match="horizon_not_mature"):
        closing_series_of(log, WAITING, change=date(2024, 5, 29))


def test_too_little_before_the_change_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_baseline"):
        closing_series_of(stored(desk(1.0, seed=5), tmp_path), WAITING, change=date(2024, 1, 2))


def mixed(folder: Path, *, easy_after: float, seed: int, recorded: bool) -> EventLog:
    """Two kinds of work whose share alone changes on a day: each kind takes as long as ever."""
    rng = np.random.default_rng(seed)
    begins, made = datetime(2024, 1, 1), []
    for day in range(150):
        for _ in range(rng.poisson(25)):
            easy = rng.random() < (.5 if day < 110 else easy_after)
            opened = begins + timedelta(days=day, hours=float(rng.uniform(0, 24)))
            done = opened + timedelta(hours=float(rng.lognormal(1 if easy else 4, 1)))
            known = done <= begins + timedelta(days=150)
            made.append(Ticket(ticket=f"T{len(made)}", opened=opened, resolved=done if known else None,
                               closed=done if known else None, is_open=not known, last_seen=done if known else opened,
                               category=("easy" if easy else "hard") if recorded else None))
    return stored(made, folder)


def test_easier_work_is_not_told_as_quicker_work(tmp_path: Path) -> None:
    """From a half to four fifths of easy tickets: a gain for whoever does not know the kinds, none for who does."""
    speeds = {}
    for recorded in (False, True):
        told = closing_series_of(mixed(tmp_path / str(recorded), easy_after=.8, seed=6, recorded=recorded), WAITING,
                                 change=date(2024, 4, 20), calendar=ALWAYS)
        assert told.strata == (2 if recorded else 1)
        after = np.array([day >= date(2024, 4, 20) for day in told.starts]) & ~np.isnan(told.values)
        level = float(np.average(told.values[after], weights=told.n[after]))
        speeds[recorded] = ByClosingRate(Kind.DURATION, told.expected, 10.0).back(level) / 10
    assert speeds[False] < .75
    assert speeds[True] == pytest.approx(1, abs=.1)


def test_where_nothing_was_closed_at_the_youngest_ages_a_level_still_translates_to_a_speed() -> None:
    """Tickets that all took two hours or longer: a desk fifty times as quick closes them where none was ever expected."""
    late = Expected(np.array([0, 1, 2, 4.0]), np.array([[0, 0, .5]]), np.array([1.0, 0, 1]), np.array([0, 0, .5]))
    told = speed_of([-.5, 0.0, .3], late)
    assert np.isfinite(late.seen_at).all()
    assert told[0] < .9 < told[1] < 1.1 < told[2]
