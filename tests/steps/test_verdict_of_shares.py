"""A share of tickets done in time is told as it is, also where only quick work got quicker."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

import headway
from headway.workbench import csv_text, write_text

MONDAY = datetime(2025, 1, 6)
DAYS, CHANGE = 140, 98


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> headway.EventLog:
    """Of 20 tickets a workday 30 % are done within four hours, from the change on 60 %; the others take days, as before."""
    rng = np.random.default_rng(6)
    rows = [("number", "opened", "resolved", "team")]
    for day in range(DAYS):
        if day % 7 > 4:
            continue
        quick = .6 if day >= CHANGE else .3
        for _ in range(20):
            opened = MONDAY + timedelta(days=day, hours=float(rng.uniform(8, 16)))
            hours = rng.uniform(.2, 2) if rng.random() < quick else 24 * float(rng.lognormal(1.3, .5))
            done = opened + timedelta(hours=float(hours))
            known = done if done < MONDAY + timedelta(days=DAYS) else None
            rows.append((f"T{len(rows)}", opened.isoformat(" ", "minutes"), known.isoformat(" ", "minutes") if known else "",
                         "A"))
    return headway.read(write_text(tmp_path_factory.mktemp("desk") / "tickets.csv", csv_text(rows)))


@pytest.mark.parametrize(("kpi", "before", "after"), [("within_8h", .3, .6), ("within_24h", .3, .6)])
def test_the_share_told_is_near_the_share_there_is(log: headway.EventLog, kpi: str, before: float, after: float) -> None:
    told = headway.did_we_get_there(log, change=(MONDAY + timedelta(days=CHANGE)).date(), kpi=kpi)
    assert told.verdict == "improved"
    assert told.before == pytest.approx(before, abs=.06)
    assert told.after is not None
    assert told.after[0] == pytest.approx(after, abs=.08)
    assert told.after[1] <= after + .02


def test_what_happens_to_old_tickets_makes_none_be_in_time(log: headway.EventLog) -> None:
    """Seen the other way round: from the change on, it is the old ones alone that are held back no more."""
    rate = headway.did_we_get_there(log, change=(MONDAY + timedelta(days=60)).date(), kpi="within_8h",
                                    as_of=(MONDAY + timedelta(days=90)).date())
    assert rate.verdict in ("no_evidence", "cannot_tell_yet", "signs_only")
