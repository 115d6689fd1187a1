"""The simulated mechanisms say the same on any machine, and their truths are true."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

CALIBRATION = Path(__file__).resolve().parents[2] / "bench" / "calibration"
QUEUE = 2.037102477713911   # mean hours of the first desk


@pytest.fixture
def mechanisms(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(CALIBRATION))
    return importlib.import_module("mechanisms")


def halves(drawn: Any, points: Any) -> tuple[Any, Any]:
    place = next(place for place, point in enumerate(points) if point[0] == drawn.change)
    return points[:place], points[place:]


def mean(points: Any) -> float:
    value, n = np.array([(0 if point[1] is None else point[1], point[2]) for point in points]).T
    return float((value * n).sum() / n.sum())


def test_every_world_is_the_same_when_it_is_drawn_again_and_another_in_another_run(mechanisms: Any) -> None:
    for world in mechanisms.WORLDS.values():
        one, again, other = (mechanisms.draw(world, gain=.3, run=run, seed=4) for run in (2, 2, 3))
        assert (one.points, one.controls, one.truth) == (again.points, again.controls, again.truth)
        assert one.points != other.points
        assert sum(point[1] is not None for point in one.points) > 30, world.name


def test_a_draw_is_as_it_was_when_the_figures_were_made(mechanisms: Any) -> None:
    drawn = mechanisms.draw(mechanisms.WORLDS["queue"], gain=.2, run=0, seed=1)
    assert mean(drawn.points) == pytest.approx(QUEUE, rel=1e-9)


@pytest.mark.parametrize("gain", [.2, .5, -.25])
@pytest.mark.parametrize("name", ["queue", "batch_closing", "small_desk", "worst_of_eight"])
def test_durations_after_the_change_have_exactly_the_factor_of_the_truth(mechanisms: Any, name: str, gain: float) -> None:
    with_it, without = (mechanisms.draw(mechanisms.WORLDS[name], gain=one, run=5, seed=1) for one in (gain, 0.0))
    assert (with_it.truth, without.truth) == (-gain, 0.0)
    (before, after), (as_before, as_after) = halves(with_it, with_it.points), halves(without, without.points)
    assert before == as_before
    for changed, spared in zip(after, as_after, strict=True):
        assert changed[2] == spared[2]
        assert changed[1] == (None if spared[1] is None else pytest.approx(spared[1] * (1 - gain), rel=1e-9))


@pytest.mark.parametrize(("name", "off"), [("in_time", .02), ("satisfaction", .1)])
@pytest.mark.parametrize("gain", [.3, -.25])
def test_what_shares_and_points_gain_is_the_truth_but_for_chance(mechanisms: Any, name: str, off: float, gain: float) -> None:
    gains = []
    for run in range(6):
        with_it, without = (mechanisms.draw(mechanisms.WORLDS[name], gain=one, run=run, seed=2) for one in (gain, 0.0))
        assert with_it.truth * gain > 0
        gains.append(mean(halves(with_it, with_it.points)[1]) - mean(halves(without, without.points)[1]) - with_it.truth)
    assert abs(np.mean(gains)) < off / 2
    assert np.max(np.abs(gains)) < 2 * off


def test_tickets_that_come_no_more_are_the_share_that_is_told(mechanisms: Any) -> None:
    told = [[sum(point[1] for point in halves(drawn, drawn.points)[1]) for drawn in (
        mechanisms.draw(mechanisms.WORLDS["demand"], gain=gain, run=run, seed=2) for gain in (.3, 0.0))] for run in range(6)]
    with_it, without = np.sum(told, axis=0)
    assert with_it / without == pytest.approx(.7, abs=.02)


def test_only_the_dirty_control_moves_with_the_change(mechanisms: Any) -> None:
    world = mechanisms.WORLDS["teams_one_dirty"]
    moved_alike = 0
    for run in range(12):
        with_it, without = (mechanisms.draw(world, gain=gain, run=run, seed=3) for gain in (.5, 0.0))
        (dirty,) = with_it.dirty
        assert all(with_it.controls[name] == without.controls[name] for name in set(with_it.controls) - {dirty})
        moved_alike += with_it.controls[dirty] != without.controls[dirty]
    assert 0 < moved_alike < 12
