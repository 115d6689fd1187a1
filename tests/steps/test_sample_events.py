"""Large event logs for measuring speed are event logs all the same."""

from __future__ import annotations

import numpy as np
import pytest

from headway.sample.events import synthetic_events


def joined(*, events: int, block: int, seed: int = 1) -> dict[str, np.ndarray]:
    blocks = list(synthetic_events(np.random.default_rng(seed), events=events, block=block))
    return {name: np.concatenate([part[name] for part in blocks]) for name in blocks[0]}


def test_there_are_exactly_as_many_events_as_asked_for() -> None:
    assert {len(column) for column in joined(events=12_345, block=700).values()} == {12_345}
    assert {len(column) for column in joined(events=1, block=700).values()} == {1}


def test_each_ticket_begins_new_ends_closed_and_its_events_are_in_order() -> None:
    log = joined(events=20_000, block=500)
    starts = np.flatnonzero(np.diff(log["ticket"], prepend=0))
    whole = np.split(np.arange(20_000), starts[1:])[:-1]    # the last may be cut
    assert len(whole) > 3000
    for rows in whole:
        states = list(log["state"][rows])
        assert states[0] == "New"
        assert states[-2:] == ["Resolved", "Closed"]
        assert set(states[1:-2:2]) == {"In progress"}
        assert (np.diff(log["at"][rows]).astype(int) >= 0).all()
        assert len(set(log["service"][rows])) == len(set(log["priority"][rows])) == 1


def test_a_ticket_has_about_five_events() -> None:
    assert 20_000 / joined(events=20_000, block=500)["ticket"].max() == pytest.approx(5, abs=0.15)


def test_the_same_seed_gives_the_same_log() -> None:
    first, again = joined(events=3000, block=200), joined(events=3000, block=200)
    assert all((first[name] == again[name]).all() for name in first)


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        next(synthetic_events(np.random.default_rng(1), events=0))
