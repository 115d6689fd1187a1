"""What a verdict is told beside its series: looks, how it was picked, what must not get worse, how many are judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec

import numpy as np
import pytest

from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.catalogue import BY_ID
from headway.kpi.definition import Direction, Family, Given, Kpi, Unit
from headway.kpi.series import Period, Point, Series
from headway.stats.group_sequential import any_time_boundary
from headway.verdict import Answer, Asked, Kind, Verdict, did_we_get_there
from headway.verdict.balancing import balanced, with_balances
from headway.verdict.fair import answering, refuse_new_definition, refuse_unlike
from headway.verdict.result import Effect, Kept, Scale
from headway.verdict.together import together
from headway.workbench import did_we_get_there as did_ask

KPI = Kpi(id="given", version=1, unit=Unit.COUNT, direction=Direction.NEITHER, family=Family.UTILITY, part=Given())
MONDAY = date(2023, 1, 2)
CHANGE = MONDAY + timedelta(weeks=60)


def weekly(values: np.ndarray, *, kpi: Kpi = KPI, n: int = 1) -> Series:
    points = tuple(Point(MONDAY + timedelta(weeks=place), n, float(value)) for place, value in enumerate(values))
    return Series(kpi=kpi, period=Period.WEEK, n=n * len(points), value=None, points=points)


def waits(cut: float, *, seed: int, spread: float = .15, weeks: int = 80) -> Series:
    rng = np.random.default_rng(seed)
    return weekly(np.exp(3 + spread * rng.standard_normal(weeks) + np.where(np.arange(weeks) >= 60, np.log(cut), 0)))


def judged(series: Series, **asked: object) -> Verdict:
    return did_we_get_there(series, asked=Asked(
        change=CHANGE, direction=Direction.DOWN, kind=Kind.DURATION, **asked))  # type: ignore[arg-type]


def test_a_boundary_without_an_end_lets_nothing_through_more_often_than_promised() -> None:
    """3,000 paths of a sum without drift, looked at after each of 200 steps: at most one in twenty is ever claimed."""
    rng = np.random.default_rng(1)
    sums = np.cumsum(rng.standard_normal((3000, 200)), axis=1)
    steps = np.arange(1, 201)
    boundary = np.array([any_time_boundary(step / 20) for step in steps])
    claimed = (sums / np.sqrt(steps) > boundary).any(axis=1).mean()
    assert claimed <= .05
    drifting = ((sums + .25 * steps) / np.sqrt(steps) > boundary).any(axis=1).mean()
    assert drifting > .8, "and what is there is found"


def test_looking_whenever_one_likes_asks_for_more_than_one_look() -> None:
    series = waits(.8, seed=3)
    once, often = judged(series), judged(series, looks=(20, None))
    assert float(str(often.method["threshold"])) < float(str(once.method["threshold"]))
    assert judged(waits(.4, seed=3), looks=(20, None)).verdict is Answer.IMPROVED, "a large gain is seen all the same"


def test_the_worst_of_eight_comes_back_by_itself_and_that_is_no_gain() -> None:
    """Eight desks alike, the one with the worst year judged: without being told it is claimed too often, told it is not."""
    claims = {False: 0, True: 0}
    for run in range(40):
        rng = np.random.default_rng(run)
        desks = [np.exp(3 + np.repeat(.15 * rng.standard_normal(16), 5) + .05 * rng.standard_normal(80)) for _ in range(8)]
        worst = weekly(max(desks, key=lambda values: float(np.log(values[:60])[30:].mean())))
        for told in claims:
            claims[told] += judged(worst, picked_from=8 if told else 1, placebo=False).verdict is Answer.IMPROVED
    assert claims[True] <= 2
    assert claims[True] <= claims[False]
    picked = next(check for check in judged(waits(1, seed=1), picked_from=8).checks if check.code == "picked_as_worst")
    assert float(str(picked.facts["would_return_by"])) < 0


def test_a_change_that_is_still_coming_is_told_as_it_is_and_as_it_will_be() -> None:
    rng = np.random.default_rng(5)
    rise = np.clip((np.arange(80) - 59) / 40, 0, 1)
    series = weekly(np.exp(3 + .05 * rng.standard_normal(80) + np.log(.5) * rise))
    told = judged(series, in_full=CHANGE + timedelta(weeks=40))
    assert told.in_full is not None
    assert told.in_full.low is not None
    assert told.in_full.high is not None
    assert told.effect.value is not None
    assert told.in_full.low < -.5 < told.in_full.high
    assert -.5 < told.effect.value < -.15
    assert judged(series).in_full is None


def test_what_must_not_get_worse_is_held_against_what_is_tolerated() -> None:
    effect = Effect(.08, .05, .11, Scale.DIFFERENCE)
    worse = Verdict(verdict=Answer.WORSE, kind=Kind.SHARE, effect=effect)
    states = {tolerated: balanced(worse, name="reopened", direction=Direction.DOWN, tolerated=tolerated).state
              for tolerated in (.02, .08, .15)}
    assert states == {.02: Kept.BREACHED, .08: Kept.CANNOT_TELL, .15: Kept.KEPT}
    turned = balanced(worse, name="kept", direction=Direction.UP, tolerated=.02)
    assert turned.state is Kept.KEPT, "up is good: it rose"
    nothing = Verdict(verdict=Answer.CANNOT_TELL_YET, kind=Kind.SHARE, effect=Effect(None, None, None, Scale.DIFFERENCE))
    untold = balanced(nothing, name="x", direction=Direction.DOWN, tolerated=.1)
    assert untold.state is Kept.CANNOT_TELL
    assert with_balances(worse, (untold, turned)).reasons == ()


def test_many_at_once_must_each_bring_stronger_proof() -> None:
    """Twenty desks in which nothing happened, and one that was halved."""
    verdicts = [judged(waits(1, seed=seed), placebo=False) for seed in range(20)] + [judged(waits(.5, seed=21), placebo=False)]
    told = together(verdicts)
    assert [one.verdict for one in told[:20]].count(Answer.IMPROVED) == 0
    assert told[20].verdict is Answer.IMPROVED
    assert any(check.code == "many_at_once" and check.facts["verdicts"] == 21 for check in told[0].checks)
    alone = replace(verdicts[0], verdict=Answer.IMPROVED, p_better=.97)
    assert together([alone])[0].verdict is Answer.IMPROVED
    assert together([alone, *verdicts[1:3]])[0].verdict is Answer.SIGNS_ONLY


def test_unlike_measures_are_refused() -> None:
    """The worked example: hours to resolve before, minutes to respond after."""
    with pytest.raises(Refused, match="unlike_measures"):
        refuse_unlike(BY_ID["time_to_resolve_median"], BY_ID["first_response_median"])
    refuse_unlike(BY_ID["time_to_resolve_median"], BY_ID["time_to_resolve_median"])


def test_a_category_that_came_with_the_change_has_no_time_before() -> None:
    """The worked example: the exam category is part of the change, so no "before" exists in it."""
    asked = Asked(change=CHANGE, direction=Direction.DOWN)
    exams = replace(KPI, where={Field.CATEGORY: ("exam",)})
    made = weekly(np.ones(80), kpi=exams)
    made = replace(made, points=tuple(point._replace(n=0 if point.starts_on < CHANGE else 12) for point in made.points))
    with pytest.raises(Refused, match="definition_changed"):
        refuse_new_definition(made, asked=asked)
    refuse_new_definition(weekly(np.ones(80), kpi=exams, n=12), asked=asked)
    refuse_new_definition(replace(made, kpi=KPI), asked=asked)


@pytest.mark.parametrize(("after", "alike"), [(.22, True), (.45, False)])
def test_other_people_answering_is_flagged(after: float, alike: bool) -> None:
    rate = weekly(np.where(np.arange(80) >= 60, after, .2), n=100)
    told = answering(rate, asked=Asked(change=CHANGE, direction=Direction.UP))
    assert told is not None
    assert told.passed is alike


def test_a_series_without_a_time_before_has_no_baseline() -> None:
    series = waits(1, seed=1)
    with pytest.raises(Refused, match="no_baseline"):
        did_we_get_there(series, asked=Asked(change=MONDAY, direction=Direction.DOWN, kind=Kind.DURATION))


@pytest.mark.parametrize(("asked", "code"), [
    ({"looks": (0, 0)}, "bad_looks"), ({"looks": (5, 3)}, "bad_looks"), ({"picked_from": 0}, "bad_picked_from"),
    ({"smallest_worthwhile": 0.0}, "bad_hope"), ({"smallest_worthwhile": -.2}, "bad_hope"), ({"change": "soon"}, "bad_date"),
    ({"change": {}}, "bad_date"), ({"target": float("nan")}, "target_not_measurable"),
    ({"smallest_worthwhile": "some"}, "bad_amount"),
])
def test_what_can_not_be_asked_is_refused(asked: dict[str, object], code: str) -> None:
    weeks = [(MONDAY + timedelta(weeks=place), 20.0 + place * 7 % 5) for place in range(60)]
    with pytest.raises(Refused, match=code):
        did_ask(weeks, **{"change": MONDAY + timedelta(weeks=40), "direction": "down", "kind": "duration", **asked})


def test_points_that_can_not_be_are_refused() -> None:
    weeks = [MONDAY + timedelta(weeks=place) for place in range(60)]
    asked = {"change": weeks[40].isoformat(), "direction": "down", "kind": "duration"}
    with pytest.raises(Refused, match="impossible_value"):
        did_ask([(week, float("inf")) for week in weeks], **asked)
    with pytest.raises(Refused, match="bad_points"):
        did_ask([(week, 5.0, -1) for week in weeks], **asked)


def shortly(seed: int, cut: float = 1.0) -> Series:
    """Twelve weeks before the change and eight after: no room for placebo dates."""
    rng = np.random.default_rng(seed)
    level = np.zeros(20)
    for week in range(1, 20):
        level[week] = .6 * level[week - 1] + .12 * rng.standard_normal()
    return weekly(np.exp(3 + level + .08 * rng.standard_normal(20) + np.where(np.arange(20) >= 12, np.log(cut), 0)))


def test_where_its_own_past_is_too_short_the_noise_of_others_counts_and_is_named() -> None:
    asked = Asked(change=MONDAY + timedelta(weeks=12), direction=Direction.DOWN, kind=Kind.DURATION)
    others = {f"team {seed}": shortly(seed) for seed in range(1, 7)}
    told = did_we_get_there(shortly(20, cut=.5), asked=asked, controls=others)
    facts = next(check.facts for check in told.checks if check.code == "noise_of_others")
    assert set(facts["from"]) == set(others)   # type: ignore[arg-type]
    assert told.verdict is Answer.IMPROVED
    alone = did_we_get_there(shortly(20, cut=.5), asked=asked)
    assert "noise_of_others" not in {check.code for check in alone.checks}


def test_the_worst_of_eight_is_not_called_worse_for_coming_back() -> None:
    """Nothing changed; what is taken off a gain for the picking must not make a loss."""
    told = [judged(waits(1.0, seed=seed), picked_from=8) for seed in range(12)]
    assert sum(one.verdict is Answer.WORSE for one in told) <= 1


def test_worse_wants_the_second_view_too_else_it_is_said_and_not_claimed() -> None:
    told = judged(waits(1.15, seed=35, spread=.3))
    assert told.effect.low is not None
    assert told.effect.low > 0
    assert (told.verdict, told.reasons) == (Answer.NO_EVIDENCE, ("signs_of_worse",))
    assert judged(waits(1.6, seed=3)).verdict is Answer.WORSE


def test_a_third_view_is_told_and_decides_nothing() -> None:
    def means(values: np.ndarray, control: np.ndarray | None, *, change: int, daily: bool) -> tuple[float, float]:
        step = float(values[change:].mean() - values[:change].mean())
        assert control is None
        assert not daily
        return step - .05, step + .05

    quicker, alike = waits(.7, seed=1), waits(1.0, seed=1)
    told = [(judged(series, third_view=means), judged(series)) for series in (quicker, alike)]
    assert all(with_it.verdict is without.verdict for with_it, without in told)
    checks = [next(check for check in with_it.checks if check.code == "third_view") for with_it, _ in told]
    assert [check.passed for check in checks] == [True, False]
    assert checks[0].facts["low"] == pytest.approx(-.3, abs=.08)


def test_a_third_view_that_is_not_installed_is_refused_with_what_to_install() -> None:
    if find_spec("causal_impact") is not None:
        pytest.skip("bsts-causalimpact is installed here")
    with pytest.raises(Refused, match="extra_missing"):
        did_ask([(MONDAY + timedelta(weeks=week), 20.0 + week % 3) for week in range(40)], change=MONDAY + timedelta(weeks=30),
                direction="down", third_view=True)
