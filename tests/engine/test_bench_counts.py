"""The benches count as the product counts: what they say of it would otherwise be about something else."""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from headway.kpi.instants import DAY_MICROSECONDS, EPOCH_AT, HOUR_MICROSECONDS, instant_of

CALIBRATION = Path(__file__).resolve().parents[2] / "bench" / "calibration"


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> object:
    """A desk that works in the day, some of whose tickets are open; with kinds that take longer than others."""
    monkeypatch.syspath_prepend(str(CALIBRATION))
    rng, fast_ages = np.random.default_rng(4), importlib.import_module("fast_ages")
    kinds = rng.integers(3, size=1500)
    opened = (19_700 + rng.integers(100, size=1500)) * DAY_MICROSECONDS + rng.integers(8 * 60, 17 * 60, size=1500) * 60_000_000
    hours = rng.lognormal(1 + kinds, 1.2)
    done = np.where(rng.random(1500) < .05, fast_ages.NEVER, opened + (hours * HOUR_MICROSECONDS).astype(np.int64))
    values = tuple((name, None, None, None) for name in ("mail", "printer", None))
    return fast_ages.Tickets(opened, done, kinds, values, {})


def test_arrays_are_counted_as_the_reference_counts_tickets(tickets: object) -> None:
    fast_ages = importlib.import_module("fast_ages")
    as_of = instant_of(EPOCH_AT + timedelta(days=19_790) - timedelta(microseconds=1), None)
    fast_ages.same_as_the_reference(tickets, as_of=as_of, change=19_770)


def test_what_is_not_known_yet_is_open(tickets: object) -> None:
    fast_ages = importlib.import_module("fast_ages")
    as_of = instant_of(datetime(2024, 1, 20), None)
    known = tickets.known_on(as_of)   # type: ignore[attr-defined]
    assert 0 < len(known.opened) < len(tickets.opened)   # type: ignore[attr-defined]
    assert (known.done[known.done != fast_ages.NEVER] <= as_of.at).all()
    assert (known.done == fast_ages.NEVER).any()
