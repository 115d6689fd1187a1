"""Published charts, to the last printed digit.

Montgomery, Introduction to Statistical Quality Control, 7th edition, retyped; the numbers expected are those of the
R package qicharts2 0.8.1, whose own tests hold them. NHS numbers: NHSRplotthedots 0.2.2, vignette "deviations",
`_snaps/ptd_spc.md`, `test-ptd_calculate_point_type.R` and `test-ptd_calculate_assurance_type.R`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from headway.baseline import Baseline, target_safe
from headway.kpi.definition import Direction
from headway.stats import limits as charts
from headway.stats import limits_of_counts, limits_of_subgroups
from headway.stats.limits import Limits
from headway.stats.patterns import crossings, fewest_crossings, longest_run, longest_run_limit
from headway.stats.run_rules import RULE_SETS, findings, judge

ANHOEJ = RULE_SETS["anhoej"]


def printed(value: float, digits: int) -> float:
    return round(float(value), digits)


def outside(limits: Limits) -> list[int]:
    """Numbers (from 1) of the points outside the limits."""
    return [int(i) + 1 for i in np.flatnonzero(judge(limits, ANHOEJ).part["outside_limits"])]


def runs_and_crossings(limits: Limits, keep: np.ndarray | None = None) -> tuple[int, int, int, int]:
    side = limits.side if keep is None else limits.side[keep]
    n = np.array([(side != 0).sum()])
    return (
        int(longest_run(side)[0]), int(longest_run_limit(n)[0]), int(crossings(side)[0]), int(fewest_crossings(n)[0])
    )


# Table 6.3 (piston rings, 25 samples of 5); in table 6.4 samples 2, 6, 7, 9, 13, 15, 17 and 20 are shorter.
RINGS = np.array([
    [74.030, 74.002, 74.019, 73.992, 74.008], [73.995, 73.992, 74.001, 74.011, 74.004],
    [73.988, 74.024, 74.021, 74.005, 74.002], [74.002, 73.996, 73.993, 74.015, 74.009],
    [73.992, 74.007, 74.015, 73.989, 74.014], [74.009, 73.994, 73.997, 73.985, 73.993],
    [73.995, 74.006, 73.994, 74.000, 74.005], [73.985, 74.003, 73.993, 74.015, 73.988],
    [74.008, 73.995, 74.009, 74.005, 74.004], [73.998, 74.000, 73.990, 74.007, 73.995],
    [73.994, 73.998, 73.994, 73.995, 73.990], [74.004, 74.000, 74.007, 74.000, 73.996],
    [73.983, 74.002, 73.998, 73.997, 74.012], [74.006, 73.967, 73.994, 74.000, 73.984],
    [74.012, 74.014, 73.998, 73.999, 74.007], [74.000, 73.984, 74.005, 73.998, 73.996],
    [73.994, 74.012, 73.986, 74.005, 74.007], [74.006, 74.010, 74.018, 74.003, 74.000],
    [73.984, 74.002, 74.003, 74.005, 73.997], [74.000, 74.010, 74.013, 74.020, 74.003],
    [73.982, 74.001, 74.015, 74.005, 73.996], [74.004, 73.999, 73.990, 74.006, 74.009],
    [74.010, 73.989, 73.990, 74.009, 74.014], [74.015, 74.008, 73.993, 74.000, 74.010],
    [73.982, 73.984, 73.995, 74.017, 74.013],
])
UNEVEN_SIZES = [5, 3, 5, 5, 5, 4, 4, 5, 4, 5, 5, 5, 3, 5, 3, 5, 4, 5, 5, 3, 5, 5, 5, 5, 5]


def subgroups(rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.array([row.mean() for row in rows]),
        np.array([row.std(ddof=1) for row in rows]),
        np.array([float(len(row)) for row in rows]),
    )


def test_piston_ring_means_and_deviations_of_example_6_3():
    means, deviations, sizes = subgroups(list(RINGS))
    x = limits_of_subgroups.xbar(means, deviations, sizes)
    assert printed(x.centre[0], 6) == 74.001176
    assert (printed(x.lower[0], 5), printed(x.upper[0], 6)) == (73.98776, 74.014592)
    s = limits_of_subgroups.s(deviations, sizes)
    assert (printed(s.centre[0], 6), float(s.lower[0]), printed(s.upper[0], 6)) == (0.009399, 0, 0.019636)


def test_uneven_piston_ring_samples_of_example_6_4():
    means, deviations, sizes = subgroups([row[:n] for row, n in zip(RINGS, UNEVEN_SIZES, strict=True)])
    x = limits_of_subgroups.xbar(means, deviations, sizes)
    assert [printed(v, 6) for v in (x.centre[0], x.lower[0], x.upper[0])] == [74.000752, 73.986064, 74.015441]


COSTS = np.array([  # table 6.7, weekly costs of processing loan applications; weeks 1 to 20 make the limits
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304,
    305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328,
], dtype=float)


def test_single_values_of_example_6_5():
    x = charts.xmr(COSTS, freeze=20)
    assert [printed(v, 6) for v in (x.centre[0], x.lower[0], x.upper[0])] == [300.5, 279.783315, 321.216685]
    assert outside(x) == [39, 40]
    assert runs_and_crossings(x) == (6, 8, 20, 14)


def test_moving_ranges_of_example_6_5():
    ranges = charts.moving_range(COSTS, freeze=20)
    assert (printed(ranges.centre[0], 6), printed(ranges.upper[0], 6)) == (7.789474, 25.448211)
    assert len(outside(ranges)) == 1


JUICE = np.array([  # tables 7.1, 7.2 and 7.3: bad cans in samples of 50
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
    9, 6, 12, 5, 6, 4, 6, 3, 7, 6, 2, 4, 3, 6, 5, 4, 8, 5, 6, 7, 5, 6, 3, 5,
    8, 7, 5, 6, 4, 5, 2, 3, 4, 7, 6, 5, 5, 3, 7, 9, 6, 10, 4, 3, 5, 8, 11, 9, 7, 3, 5, 2, 1, 4, 5, 3, 7, 6, 4, 4,
    6, 8, 5, 6,
], dtype=float)


def test_orange_juice_cans_of_example_7_1_in_two_phases():
    first, second = JUICE[:30], JUICE[30:]
    include = np.ones(30, dtype=bool)
    include[[14, 22]] = False  # samples 15 and 23 have known causes
    before = limits_of_counts.p(first, np.full(30, 50.0), include=include)
    after = limits_of_counts.p(second, np.full(64, 50.0))
    assert printed(before.centre[0], 3) == 0.215
    assert (printed(before.lower[0], 6), printed(before.upper[0], 6)) == (0.040703, 0.389297)
    assert (printed(after.centre[0], 6), float(after.lower[0]), printed(after.upper[0], 6)) == (0.109687, 0, 0.242270)
    assert len(outside(before)) + len(outside(after)) == 3


def test_purchase_orders_of_table_7_4_with_sizes_that_vary():
    counts = np.array([12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9.0])
    sizes = np.array([100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100,
                      100, 100, 100, 90, 90], dtype=float)
    x = limits_of_counts.p(counts, sizes)
    assert printed(x.centre[0], 5) == 0.09551
    assert (printed(x.lower[0], 6), printed(x.upper[0], 6)) == (0.007335, 0.183686)
    assert (printed(x.lower[-1], 6), printed(x.upper[-1], 6)) == (0.002565, 0.188455)
    assert len(outside(x)) == 1
    assert runs_and_crossings(x) == (5, 8, 10, 8)


BOARDS = np.array([  # tables 7.7 and 7.8: faults on 100 printed circuit boards; samples 1 to 26 make the limits
    21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15,
    16, 18, 12, 15, 24, 21, 28, 20, 25, 19, 18, 21, 16, 22, 19, 12, 14, 9, 16, 21,
], dtype=float)


def test_faults_on_boards_of_example_7_3():
    include = np.ones(46, dtype=bool)
    include[[5, 19]] = False
    x = limits_of_counts.c(BOARDS, include=include, freeze=26)
    assert [printed(v, 6) for v in (x.centre[0], x.lower[0], x.upper[0])] == [19.666667, 6.362532, 32.970801]
    assert outside(x) == [6, 20]
    assert runs_and_crossings(x, include) == (8, 8, 14, 16)
    assert [f.rule for f in findings(judge(x, ANHOEJ, include=include))][2:] == ["few_crossings"]


def test_shipment_errors_of_example_7_4():
    counts = np.array([2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4], dtype=float)
    x = limits_of_counts.u(counts, np.full(20, 50.0))
    assert (printed(x.centre[0], 3), float(x.lower[0]), printed(x.upper[0], 6)) == (0.074, 0, 0.189412)


def test_dyed_cloth_of_example_7_5_per_50_square_metres():
    counts = np.array([14, 12, 20, 11, 7, 10, 21, 16, 19, 23], dtype=float)
    metres = np.array([500, 400, 650, 500, 475, 500, 600, 525, 600, 625], dtype=float)
    x = limits_of_counts.u(counts, metres / 50)
    assert [printed(v, 6) for v in (x.centre[0], x.lower[0], x.upper[0])] == [1.423256, 0.291474, 2.555038]


def test_hours_between_failures_of_example_7_6():
    hours = np.array([286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96],
                     dtype=float)
    x = charts.time_between(hours)
    assert (printed(x.centre[0], 6), float(x.lower[0]), printed(x.upper[0], 6)) == (430.040952, 0, 6937.933488)


@pytest.mark.parametrize(
    ("n", "run", "crossed"), [(24, 8, 8), (40, 8, 14), (44, 8, 16), (64, 9, 25), (10, 6, 2), (20, 7, 6)]
)
def test_the_run_and_crossing_table_of_anhoej(n: int, run: int, crossed: int):
    useful = np.array([n])
    assert (int(longest_run_limit(useful)[0]), int(fewest_crossings(useful)[0])) == (run, crossed)


ONE_TALL = np.array([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], dtype=float)


@pytest.mark.parametrize(
    ("rule_set", "upper", "lower"), [("nhs-r", 4.60, -0.72), ("mdc-excel", 6.95, -3.06)]
)
def test_the_deviations_vignette_with_and_without_the_screen(rule_set: str, upper: float, lower: float):
    rules = RULE_SETS[rule_set]
    x = charts.xmr(ONE_TALL, screened=rules.screened, factor=rules.factor)
    assert [printed(v, 2) for v in (x.upper[0], x.centre[0], x.lower[0])] == [upper, 1.94, lower]


NORMALS = np.array([  # R: set.seed(123); rnorm(20)
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
])


def nhs(values: np.ndarray, *, screened: bool) -> Limits:
    return charts.xmr(values, screened=screened, factor=RULE_SETS["nhs-r"].factor)


def test_twenty_normals_as_printed_by_the_nhs_snapshot():
    x = nhs(NORMALS, screened=True)
    assert [printed(x.centre[0], 7), printed(x.lower[0], 5), printed(x.upper[0], 6)] == [0.1416238, -3.01138, 3.294627]


@pytest.mark.parametrize(
    ("screened", "lower", "upper"), [(True, -2.383666, 3.722497), (False, -4.596625, 5.935457)]
)
def test_twenty_normals_with_one_of_ten(screened: bool, lower: float, upper: float):
    values = NORMALS.copy()
    values[14] = 10
    x = nhs(values, screened=screened)
    assert [printed(x.centre[0], 7), printed(x.lower[0], 6), printed(x.upper[0], 6)] == [0.6694159, lower, upper]


def test_twenty_normals_rebased_half_way():
    first, second = nhs(NORMALS[:10], screened=True), nhs(NORMALS[10:], screened=True)
    assert printed(first.centre[0], 4) == 0.0746
    assert [printed(v, 2) for v in (first.lower[0], first.upper[0])] == [-2.60, 2.75]
    assert printed(second.centre[0], 3) == 0.209
    assert [printed(v, 2) for v in (second.lower[0], second.upper[0])] == [-3.28, 3.70]


def marked(deviation: Sequence[float], *, sigma: float = 1.0) -> Limits:
    """Points given by their distance from a centre of 0."""
    values = np.array(deviation, dtype=float)
    zero = np.zeros(1)
    return charts.around(
        values, centre=zero, sigma=np.full(1, sigma), lower=zero - 3 * sigma, upper=zero + 3 * sigma
    )


def complete(limits: Limits, rule: str) -> list[int]:
    return judge(limits, RULE_SETS["nhs-r"]).complete[rule].tolist()


def part(limits: Limits, rule: str) -> list[int]:
    return judge(limits, RULE_SETS["nhs-r"]).part[rule].tolist()


@pytest.mark.parametrize(("values", "expected"), [
    ([1, 2, 3, 4, 5, 6], [0] * 6),
    ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
    ([1, 2, 3, 4, 5, 6, 7], [0] * 6 + [1]),
    ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] * 7 + [1, 0]),
    ([7, 6, 5, 4, 3, 2, 1], [0] * 6 + [-1]),
    ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] * 7 + [-1, 0]),
])
def test_a_trend_is_complete_where_nhsr_says(values: list[float], expected: list[int]):
    assert complete(marked(values, sigma=100), "trend") == expected


@pytest.mark.parametrize(("values", "expected"), [
    ([1] * 6, [0] * 6),
    ([1] * 6 + [-1], [0] * 7),
    ([1] * 8 + [-1], [0] * 6 + [1, 1, 0]),
    ([-1] * 8 + [1], [0] * 6 + [-1, -1, 0]),
    ([-1] + [1] * 8 + [-1], [0] * 7 + [1, 1, 0]),
])
def test_a_shift_is_complete_where_nhsr_says(values: list[float], expected: list[int]):
    assert complete(marked(values), "shift") == expected


@pytest.mark.parametrize(("near", "expected"), [
    ([0, 0, 0], [0, 0, 0]),
    ([1, 0, 1], [1, 0, 1]),
    ([0, 1, 1], [0, 1, 1]),
    ([1, 1, 0], [1, 1, 0]),
    ([0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0, 0]),
    ([1, 0, 0, 1], [0, 0, 0, 0]),
    ([1, 0, 0, 1, 1], [0, 0, 0, 1, 1]),
])
def test_two_of_three_near_a_limit_marks_the_points_nhsr_marks(near: list[int], expected: list[int]):
    assert part(marked([2.5 if one else 0.5 for one in near]), "two_of_three") == expected


def test_two_of_three_wants_all_three_on_one_side():
    assert part(marked([5.5, -5.5, 0.1], sigma=2), "two_of_three") == [0, 0, 0]
    assert part(marked([5.5, 5.5, -0.1], sigma=2), "two_of_three") == [0, 0, 0]


@pytest.mark.parametrize(("direction", "told"), [
    (Direction.UP, ["will_be_missed", "will_be_met", "by_chance"]),
    (Direction.DOWN, ["will_be_met", "will_be_missed", "by_chance"]),
])
def test_a_target_of_4_against_three_pairs_of_limits(direction: Direction, told: list[str]):
    found = [
        target_safe(Baseline(chart="xmr", rule_set="nhs-r", n_points=20, n_cases=20, stable=True, usual=usual),
                    target=4, direction=direction)
        for usual in ((1, 3), (5, 7), (1, 5))
    ]
    assert found == told
