"""Did we get there: known answers, the traps of the worked example, and what is refused."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction, Family, Given, Kpi, Unit
from headway.kpi.series import Period, Point, Series
from headway.verdict import Answer, Asked, Kind, did_we_get_there

KPI = Kpi(id="given", version=1, unit=Unit.COUNT, direction=Direction.NEITHER, family=Family.UTILITY, part=Given())
MONDAY = date(2023, 1, 2)


def series(values: np.ndarray, *, n: int = 1, period: Period = Period.WEEK, start: date = MONDAY) -> Series:
    step = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}[period]
    points = tuple(Point(start + timedelta(days=step * place), n, float(value)) for place, value in enumerate(values))
    return Series(kpi=KPI, period=period, n=n * len(points), value=None, points=points)


def week(place: int) -> date:
    return MONDAY + timedelta(weeks=place)


def shares(after: float, *, n: int, seed: int = 1) -> Series:
    rng = np.random.default_rng(seed)
    return series(np.concatenate((rng.binomial(n, .7, 30), rng.binomial(n, after, 20))) / n, n=n)


def test_a_clear_cut_is_improved_and_its_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(4)
    values = np.exp(3 + .1 * rng.standard_normal(80) + np.where(np.arange(80) >= 50, np.log(.7), 0))
    told = did_we_get_there(series(values), asked=Asked(change=week(50), direction=Direction.DOWN, kind=Kind.DURATION))
    assert told.verdict is Answer.IMPROVED
    assert told.effect.low is not None
    assert told.effect.high is not None
    assert told.effect.low < -.3 < told.effect.high < 0
    assert (told.effect.scale.value, told.effect.level) == ("relative", .9)


def test_the_same_rise_is_worse_where_down_is_good() -> None:
    values = np.exp(3 + .1 * np.random.default_rng(4).standard_normal(80) + np.where(np.arange(80) >= 50, .4, 0))
    asked = Asked(change=week(50), direction=Direction.DOWN, kind=Kind.DURATION)
    assert did_we_get_there(series(values), asked=asked).verdict is Answer.WORSE


def test_96_percent_of_few_is_not_reached_and_of_many_it_is() -> None:
    """The worked example's trap: 192 of 200 keeps the count of this period and leaves the level open."""
    few = shares(.96, n=10)
    many = shares(.96, n=2000)
    asked = Asked(change=week(30), direction=Direction.UP, kind=Kind.SHARE, target=.95, counted=True)
    told, sure = did_we_get_there(few, asked=asked), did_we_get_there(many, asked=asked)
    assert told.verdict is Answer.IMPROVED
    assert "target_not_shown" in told.reasons
    assert sure.verdict is Answer.REACHED
    assert sure.attained is not None
    assert sure.attained.kept
    assert sure.attained.n == 20 * 2000


def test_what_does_not_move_is_no_evidence_once_a_gain_worth_having_would_have_shown() -> None:
    values = np.exp(3 + .05 * np.random.default_rng(5).standard_normal(120))
    asked = Asked(change=week(80), direction=Direction.DOWN, kind=Kind.DURATION)
    assert did_we_get_there(series(values), asked=asked).verdict is Answer.NO_EVIDENCE


def test_too_little_is_said_with_the_day_to_look_again_or_without_a_number() -> None:
    noisy = np.exp(3 + .5 * np.random.default_rng(14).standard_normal(64))
    told = did_we_get_there(series(noisy), asked=Asked(change=week(60), direction=Direction.DOWN, kind=Kind.DURATION,
                                                       smallest_worthwhile=.4))
    assert told.verdict is Answer.CANNOT_TELL_YET
    assert told.look_again is not None
    assert told.look_again > week(63)
    few = did_we_get_there(series(noisy[:12]), asked=Asked(change=week(10), direction=Direction.DOWN, kind=Kind.DURATION))
    assert (few.verdict, few.effect.value, few.reasons) == (Answer.CANNOT_TELL_YET, None, ("too_few_points",))
    flat = did_we_get_there(series(np.full(60, 5.0)), asked=Asked(change=week(40), direction=Direction.DOWN))
    assert flat.reasons == ("no_variation",)


def test_an_early_look_of_many_asks_for_stronger_proof() -> None:
    rng = np.random.default_rng(7)
    values = np.exp(3 + .1 * rng.standard_normal(70) + np.where(np.arange(70) >= 60, np.log(.93), 0))
    once = Asked(change=week(60), direction=Direction.DOWN, kind=Kind.DURATION, placebo=False)
    told = did_we_get_there(series(values), asked=once)
    early = did_we_get_there(series(values), asked=Asked(
        change=week(60), direction=Direction.DOWN, kind=Kind.DURATION, placebo=False, looks=(2, 26)))
    assert told.verdict is Answer.IMPROVED
    assert early.verdict is Answer.SIGNS_ONLY


def test_a_control_that_moved_with_the_change_is_named_and_not_trusted() -> None:
    rng = np.random.default_rng(8)
    shared = np.cumsum(.05 * rng.standard_normal(90))
    cut = np.where(np.arange(90) >= 60, np.log(.7), 0)
    ours, clean, dirty = (np.exp(3 + shared + .05 * rng.standard_normal(90) + step) for step in (cut, 0 * cut, cut))
    told = did_we_get_there(series(ours), asked=Asked(change=week(60), direction=Direction.DOWN, kind=Kind.DURATION),
                            controls={"clean": series(clean), "dirty": series(dirty)})
    assert told.doubted_controls == ("dirty",)
    assert told.verdict is Answer.IMPROVED


@pytest.mark.parametrize(("asked", "code"), [
    (Asked(change=week(90), direction=Direction.DOWN), "change_outside_series"),
    (Asked(change=week(40), direction=Direction.NEITHER), "direction_needed"),
    (Asked(change=week(40), direction=Direction.DOWN, target=90.0), "target_wrong_way"),
    (Asked(change=week(40), direction=Direction.DOWN, kind=Kind.SHARE), "impossible_value"),
])
def test_what_can_not_be_judged_is_refused_by_its_code(asked: Asked, code: str) -> None:
    values = 20 + np.random.default_rng(9).standard_normal(60)
    with pytest.raises(Refused) as refused:
        did_we_get_there(series(values), asked=asked)
    assert refused.value.code == code


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_null_case_of_causal_impact_stays_without_evidence(shared_data: Path) -> None:
    """R CausalImpact: −0.83 % [−2.6 %, 1 %], p 0.20."""
    told = rows(shared_data / "its" / "comparison_data.csv")
    start = date.fromisoformat(told[0]["DATE"])
    ours, *others = (series(np.array([float(row[name]) for row in told]), period=Period.DAY, start=start)
                     for name in list(told[0])[1:])
    asked = Asked(change=date(2019, 7, 15), direction=Direction.DOWN, kind=Kind.QUANTITY)
    verdict = did_we_get_there(ours, asked=asked, controls={str(place): other for place, other in enumerate(others)})
    assert verdict.verdict is Answer.NO_EVIDENCE
    assert verdict.effect.value == pytest.approx(-.0083, abs=.005)
    assert verdict.effect.low is not None
    assert verdict.effect.high is not None
    assert -.03 < verdict.effect.low < 0 < verdict.effect.high < .015


def test_the_arma_series_is_null_as_shipped_and_found_with_five_added(shared_data: Path) -> None:
    """tfcausalimpact's own series: +5 from row 70 is recovered there as 4.89 [4.26, 5.47]."""
    told = rows(shared_data / "its" / "arma_data.csv")
    y, x = (np.array([float(row[name]) for row in told]) for name in ("y", "X"))
    control = {"X": series(x, period=Period.DAY)}
    asked = Asked(change=MONDAY + timedelta(days=70), direction=Direction.UP, kind=Kind.SCORE)
    assert did_we_get_there(series(y, period=Period.DAY), asked=asked, controls=control).verdict is Answer.NO_EVIDENCE
    found = did_we_get_there(series(y + 5 * (np.arange(100) >= 70), period=Period.DAY), asked=asked, controls=control)
    assert found.verdict is Answer.IMPROVED
    assert found.effect.low is not None
    assert found.effect.high is not None
    assert found.effect.low < 5 < found.effect.high
