"""Shares of what seldom happens get a g-chart: seldom false, and quick to see that something stopped or began."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from headway.baseline import natural_state
from headway.baseline.rare_events import between_events
from headway.kpi.catalogue import BY_ID
from headway.kpi.series import Period, Point, Series

START = date(2023, 1, 2)


def series(events: np.ndarray, *, n: int = 20) -> Series:
    points = tuple(Point(START + timedelta(weeks=week), n, float(k) / n) for week, k in enumerate(events))
    return Series(kpi=BY_ID["change_failure_rate"], period=Period.WEEK, n=n * len(points), value=None, points=points)


def share(events: np.ndarray) -> Series:
    return replace(series(events), kpi=BY_ID["reopened"])


def test_a_share_of_less_than_one_event_a_period_gets_a_g_chart_and_a_common_one_does_not() -> None:
    rng = np.random.default_rng(1)
    assert natural_state(share(rng.binomial(20, .02, 104))).chart == "g"
    assert natural_state(share(rng.binomial(20, .3, 104))).chart == "p"


def test_where_nothing_changes_it_rings_as_a_g_chart_is_known_to_and_claims_no_movement() -> None:
    """One gap in fifty lies beyond three sigma of a geometric distribution (e⁻⁴), so 40 gaps ring in every second
    series; a p-chart's run of seven zeros would ring in nearly all. Movement is told in one series in twenty."""
    states = [natural_state(share(np.random.default_rng(seed).binomial(20, .02, 104))) for seed in range(80)]
    assert sum(state.stable is False for state in states) / 80 <= .7
    assert sum(state.moving != "steady" for state in states) / 80 <= .12


def test_a_cluster_of_events_is_seen_and_so_is_their_end() -> None:
    rng = np.random.default_rng(2)
    usual = rng.binomial(20, .03, 104)
    cluster = np.concatenate((usual, [5]))
    state = natural_state(share(cluster))
    assert any(signal.side == 1 and signal.last == 104 for signal in state.phases[0].signals)
    quiet = np.concatenate((usual, np.zeros(60, dtype=int)))
    state = natural_state(share(quiet))
    assert state.moving == "better"


def test_a_stretch_in_which_it_never_happened_has_no_spread_and_breaks_nothing() -> None:
    events = np.concatenate((np.zeros(30, dtype=int), np.random.default_rng(4).binomial(20, .03, 60)))
    state = natural_state(share(events), changes=((START + timedelta(weeks=30), "recorded from here on"),))
    assert state.chart == "g"
    assert set(state.phases[0].upper) == {0.0}


def test_cases_between_events_add_up_to_all_cases() -> None:
    points = series(np.random.default_rng(3).binomial(20, .04, 60)).points
    gaps, spans, (lasting, _) = between_events(points)
    assert sum(gaps) + lasting == pytest.approx(sum(point.n for point in points))
    assert len(gaps) == len(spans) == round(sum(point.n * (point.value or 0) for point in points))
