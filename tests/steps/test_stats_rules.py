"""Rules: the same in many series at once as in one, passing over points left out, and joined into findings."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.limits import Limits, around, xmr
from headway.stats.run_rules import RULE_SETS, findings, judge

RNG = np.random.default_rng(2)
MANY = RNG.standard_normal((200, 60)) + .25 * RNG.standard_normal((200, 60)).cumsum(axis=1)


def marked(deviation: list[float]) -> Limits:
    """Points given by their distance from a centre of 0, in standard deviations."""
    zero = np.zeros(1)
    return around(np.array(deviation, dtype=float), centre=zero, sigma=np.ones(1), lower=zero - 3, upper=zero + 3)


@pytest.mark.parametrize("name", RULE_SETS)
def test_many_series_at_once_are_judged_as_each_alone(name: str) -> None:
    rules = RULE_SETS[name]
    kept = RNG.random(MANY.shape) < .9
    for include in (None, kept):
        whole = judge(xmr(MANY, include=include), rules, include=include)
        for row in range(0, 200, 23):
            own = None if include is None else include[row]
            alone = judge(xmr(MANY[row], include=own), rules, include=own)
            for rule in rules.rules:
                assert (whole.part[rule.name][row] == alone.part[rule.name]).all(), rule.name
                assert (whole.complete[rule.name][row] == alone.complete[rule.name]).all(), rule.name
        assert whole.anywhere().shape == (200,)


@pytest.mark.parametrize("name", RULE_SETS)
def test_turning_a_series_upside_down_turns_its_findings(name: str) -> None:
    rules = RULE_SETS[name]
    limits, turned = xmr(MANY), xmr(-MANY)
    for rule in rules.rules:
        up, down = judge(limits, rules).part[rule.name], judge(turned, rules).part[rule.name]
        sided = up != 2
        assert (np.where(sided, -up, up) == down).all(), rule.name


def test_runs_pass_over_a_point_left_out() -> None:
    values = [1.0, 1, 1, -9, 1, 1, 1, 1]
    include = np.array([value > 0 for value in values])
    judged = judge(marked(values), RULE_SETS["nhs-r"], include=include)
    assert judged.part["shift"].tolist() == [1, 1, 1, 0, 1, 1, 1, 1]
    assert judged.part["outside_limits"].tolist() == [0, 0, 0, -1, 0, 0, 0, 0]


def test_a_point_on_the_centre_ends_a_shift() -> None:
    assert not judge(marked([1.0] * 6 + [0] + [1.0] * 6), RULE_SETS["nhs-r"]).part["shift"].any()


@pytest.mark.parametrize(("rule_set", "rule", "values", "expected"), [
    ("nelson", "shift", [.5] * 8, []),
    ("nelson", "shift", [-.5] * 9, [(0, 8, -1)]),
    ("nelson", "trend", [0, .1, .2, .3, .4], []),
    ("nelson", "trend", [0, .1, .2, .3, .4, .5], [(0, 5, 1)]),
    ("nelson", "alternating", [.1, -.1] * 7, [(0, 13, 0)]),
    ("nelson", "alternating", [.1, -.1] * 6 + [.1], []),
    ("nelson", "two_of_three", [0, 2.5, .1, 2.5, 0], [(1, 3, 1)]),
    ("nelson", "two_of_three", [2.5, -2.5, 0], []),
    ("nelson", "four_of_five", [1.5, 1.5, 0, 1.5, 1.5], [(0, 4, 1)]),
    ("nelson", "hugging_centre", [.5, -.5, -.2] * 5, [(0, 14, 0)]),
    ("nelson", "avoiding_centre", [1.5, -1.5] * 4, [(0, 7, 0)]),
    ("western-electric", "shift", [.5] * 8, [(0, 7, 1)]),
    ("western-electric", "shift", [.5] * 7, []),
    ("nhs-r", "shift", [.5] * 7, [(0, 6, 1)]),
    ("anhoej", "long_run", [-.5, .5] * 5 + [.5] * 9, [(9, 18, 1)]),
])
def test_a_rule_finds_its_pattern_from_end_to_end(
    rule_set: str, rule: str, values: list[float], expected: list[tuple[int, int, int]],
) -> None:
    found = findings(judge(marked(values), RULE_SETS[rule_set]))
    assert [(one.first, one.last, one.side) for one in found if one.rule == rule] == expected


def test_two_sided_neighbours_keep_the_points_of_their_own_side() -> None:
    """Two above and two below within one window: each belongs to its own finding."""
    judged = judge(marked([2.5, 2.5, -2.5, -2.5]), RULE_SETS["nelson"])
    assert judged.part["two_of_three"].tolist() == [1, 1, -1, -1]


def test_values_that_never_vary_are_no_signal() -> None:
    for rules in RULE_SETS.values():
        judged = judge(xmr(np.full(40, .1)), rules)
        found = {one.rule for one in findings(judged)}
        assert found <= {"few_crossings", "hugging_centre"}, rules.name
