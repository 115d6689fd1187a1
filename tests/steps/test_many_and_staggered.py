"""Many verdicts at once, a roll-out on several days, and what must not get worse, on logs and on points whose truth is known."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import headway
from headway.kpi.definition import Direction
from headway.verdict import Answer, Asked, Verdict
from headway.verdict.result import Effect, Kind, Scale
from headway.verdict.staggered import pooled

MONDAY = date(2023, 1, 2)
FIRST, SECOND = MONDAY + timedelta(days=140), MONDAY + timedelta(days=182)
TEAMS = ("North", "South", "East", "West")


def desk(folder: Path, *, cut: dict[str, date], factor: float = .5, seed: int = 1, days: int = 238) -> Path:
    """Four teams that share their good and bad days; from its day on a team that was changed takes less time."""
    rng = np.random.default_rng(seed)
    shared = np.zeros(days)
    for day in range(1, days):
        shared[day] = .6 * shared[day - 1] + .2 * rng.standard_normal()
    path = folder / "tickets.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("ticket", "opened", "resolved", "team", "reopened"))
        number = 0
        for day in range(days):
            for team in TEAMS:
                for _ in range(rng.poisson(6)):
                    number += 1
                    opened = datetime.combine(MONDAY + timedelta(days=day), datetime.min.time()) + timedelta(
                        minutes=int(rng.integers(0, 1440)))
                    changed = team in cut and opened.date() >= cut[team]
                    hours = np.exp(2 + shared[day] + 1.0 * rng.standard_normal()) * (factor if changed else 1)
                    again = int(rng.random() < (.3 if changed else .03))
                    writer.writerow((f"T{number}", opened.isoformat(sep=" "), (opened + timedelta(hours=float(hours))).isoformat(
                        sep=" ", timespec="seconds"), team, again))
    return path


@pytest.fixture(scope="module")
def rolled_out(tmp_path_factory: pytest.TempPathFactory) -> headway.EventLog:
    return headway.read(desk(tmp_path_factory.mktemp("desk"), cut={"North": FIRST, "South": SECOND}, seed=2))


def test_a_roll_out_is_one_verdict_held_against_the_parts_it_did_not_come_to(rolled_out: headway.EventLog) -> None:
    told = headway.did_we_get_there(rolled_out, by="team", change={"North": FIRST, "South": SECOND})
    assert told.verdict == "improved"
    assert told.effect.low is not None
    assert told.effect.high is not None
    assert told.effect.low <= -.5 <= told.effect.high
    alone = headway.did_we_get_there(rolled_out, only={"team": "North"}, change=FIRST, controls={"rest": {"team": "*"}})
    assert alone.effect.low is not None
    assert alone.effect.high is not None
    assert told.effect.high - told.effect.low < alone.effect.high - alone.effect.low, "two parts tell more than one"
    said = " ".join(str(told).split())
    assert "North and South" in said
    assert "roll-out to 2 parts" in said
    assert told.to_json()["checks"][0]["facts"]["parts"] == ["North", "South"]
    assert "West and East" in said or "East and West" in said, "what it did not come to is looked at as a control"
    assert "South" not in told.doubted_controls


def test_a_roll_out_to_an_unknown_part_is_refused(rolled_out: headway.EventLog) -> None:
    with pytest.raises(headway.Refused, match="unknown_value"):
        headway.did_we_get_there(rolled_out, by="team", change={"Nord": FIRST})
    with pytest.raises(headway.Refused, match="unknown_slice"):
        headway.did_we_get_there(rolled_out, by="floor", change={"North": FIRST})


def verdict_of(value: float, spread: float) -> Verdict:
    """A part's verdict with a relative effect that is normal in logarithms."""
    ends = [float(np.expm1(np.log1p(value) + side * 1.6449 * spread)) for side in (-1, 1)]
    return Verdict(verdict=Answer.NO_EVIDENCE, kind=Kind.DURATION, effect=Effect(value, ends[0], ends[1], Scale.RELATIVE),
                   before=10.0, after=(10 * (1 + value), 10 * (1 + ends[0]), 10 * (1 + ends[1])), cases=(100, 100), n=(50, 20))


ASKED = Asked(change=FIRST, direction=Direction.DOWN)


def test_alike_effects_are_pooled_by_their_precision() -> None:
    told = pooled({"a": verdict_of(-.2, .1), "b": verdict_of(-.2, .2)}, asked=ASKED)
    assert told.effect.value == pytest.approx(-.2)
    assert told.effect.low is not None
    deviation = (np.log1p(-.2) - np.log1p(told.effect.low)) / 1.6449
    apart, together = 1 / (1 / .1**2 + 1 / .2**2), ((1 / .1 + 1 / .2) / (1 / .1**2 + 1 / .2**2)) ** 2
    assert deviation == pytest.approx(((apart + together) / 2) ** .5, rel=1e-3)
    assert told.n == (100, 40)


def test_effects_that_differ_widen_the_interval_and_nothing_is_claimed_too_often() -> None:
    """300 roll-outs to four parts without an effect, half of them with noise beyond what the parts say: at most 6 % claims."""
    rng = np.random.default_rng(3)
    for between, most in ((0.0, .06), (.15, .12)):
        claims = 0
        for _ in range(300):
            errors = .1 * (rng.standard_normal() + rng.standard_normal(4)) / 2**.5 + rng.normal(0, between, 4)
            parts = {str(place): verdict_of(float(np.expm1(error)), .1) for place, error in enumerate(errors)}
            claims += pooled(parts, asked=ASKED).verdict is Answer.IMPROVED
        assert claims / 300 <= most
    agree = pooled({"a": verdict_of(-.2, .1), "b": verdict_of(-.2, .1)}, asked=ASKED)
    differ = pooled({"a": verdict_of(-.5, .1), "b": verdict_of(.2, .1)}, asked=ASKED)
    assert width(differ) > 2 * width(agree)


def width(told: Verdict) -> float:
    assert told.effect.low is not None
    assert told.effect.high is not None
    return told.effect.high - told.effect.low


def test_parts_that_can_not_tell_are_named_and_all_of_them_can_tell_nothing() -> None:
    nothing = Verdict(verdict=Answer.CANNOT_TELL_YET, kind=Kind.DURATION, effect=Effect(None, None, None, Scale.RELATIVE),
                      reasons=("too_few_points",))
    told = pooled({"a": verdict_of(-.4, .1), "b": nothing}, asked=ASKED)
    assert told.verdict is Answer.IMPROVED
    assert told.checks[0].facts["untold"] == ("b",)
    assert pooled({"b": nothing}, asked=ASKED).verdict is Answer.CANNOT_TELL_YET


def test_each_team_is_judged_and_all_are_adjusted_together(rolled_out: headway.EventLog) -> None:
    found = headway.verdicts(rolled_out, change=FIRST, by="team")
    assert {one.series.slice[next(iter(one.series.slice))] for one in found} == set(TEAMS)
    answers = {next(iter(one.series.slice.values())): one.verdict.value for one in found}
    assert answers["East"] not in ("improved", "reached", "worse")
    assert answers["West"] not in ("improved", "reached", "worse")
    said = str(found)
    assert "4 verdicts asked at once" in said
    assert max(map(len, said.splitlines())) <= 80
    assert found.to_json()["adjusted"] == "holm"
    assert len(found.to_json()["verdicts"]) == 4


def test_what_can_not_be_judged_is_left_out_and_said() -> None:
    flat: Sequence[tuple[str, float]] = [(f"2024-{month:02}", 100.0 + month % 3) for month in range(1, 13)]
    late = [(f"2024-{month:02}", 5.0) for month in range(10, 13)]
    found = headway.verdicts({"north": flat, "late": late}, change=date(2024, 9, 1), direction="down", kind="count")
    assert [one.name for one in found] == ["north"]
    assert found.left_out[0][0] == "late"
    assert "Left out: late" in str(found)
    with pytest.raises(headway.Refused):
        headway.verdicts({"late": late}, change=date(2024, 9, 1), direction="down", kind="count")


def test_all_verdicts_stand_on_one_page(rolled_out: headway.EventLog, tmp_path: Path) -> None:
    found = headway.verdicts(rolled_out, change=FIRST, kpis=["within_24h", "time_to_resolve_mean_30d"], only={"team": "North"})
    page = found.to_html(tmp_path / "all.html").read_text(encoding="utf-8")
    assert page.count("<article") == 2
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_what_got_worse_for_it_stands_in_the_headline(rolled_out: headway.EventLog) -> None:
    told = headway.did_we_get_there(rolled_out, only={"team": "North"}, change=FIRST, controls={"rest": {"team": "*"}},
                                    balancing={"reopened": .02})
    assert told.balances[0].state == "breached"
    assert "balance_breached" in told.reasons
    assert "Reopened" in str(told)
    plain = headway.did_we_get_there(rolled_out, only={"team": "East"}, change=FIRST, balancing={"reopened": .1})
    assert plain.balances[0].state == "kept"


def test_points_may_have_balances_too() -> None:
    rng = np.random.default_rng(2)
    weeks = [MONDAY + timedelta(weeks=place) for place in range(60)]
    waits = [(week, float(np.exp(3 + .1 * rng.standard_normal() - .5 * (place >= 40)))) for place, week in enumerate(weeks)]
    calls = [(week, float(np.exp(5 + .05 * rng.standard_normal() + .4 * (place >= 40)))) for place, week in enumerate(weeks)]
    asked = partial(headway.did_we_get_there, waits, change=weeks[40], direction="down", kind="duration")
    told = asked(balancing={"calls": (calls, .1)})
    assert told.balances[0].state == "breached"
    fallen = asked(balancing={"calls": (calls, -.1)})
    assert fallen.balances[0].state == "kept", "it rose, and only falling would be worse"
