"""Intervals of a share and of a mean, against published figures."""

from __future__ import annotations

import pytest

from headway.stats.shares import mean_interval, share_interval

# Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3 (Wilson's score): 95 %.
NEWCOMBE = [(81, 263, .2553, .3662), (15, 148, .0624, .1605), (0, 20, .0, .1611), (1, 29, .0061, .1718)]


@pytest.mark.parametrize(("hits", "n", "low", "high"), NEWCOMBE)
def test_a_share_has_the_published_interval(hits: int, n: int, low: float, high: float) -> None:
    assert share_interval(hits, n, level=.95) == pytest.approx((low, high), abs=6e-5)


def test_a_mean_has_students_interval() -> None:
    # Student's sleep data (drug 2 less drug 1), R 4.3: t.test(extra differences)$conf.int = 0.7001142 2.4598858
    differences = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    assert mean_interval(differences, level=.95) == pytest.approx((.7001142, 2.4598858), abs=1e-6)


def test_what_says_nothing_of_its_spread_has_no_interval() -> None:
    assert mean_interval([4.0]) is None
    assert mean_interval([4.0, 4.0, 4.0]) is None


def test_the_interval_closes_as_everybody_answers() -> None:
    widths = [high - low for low, high in (share_interval(16, 20, of=of) for of in (20, 25, 40, 1000))]
    assert widths == sorted(widths)
    assert widths[0] == 0
    assert share_interval(16, 20, of=10 ** 9) == pytest.approx(share_interval(16, 20))


def test_more_hits_than_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        share_interval(3, 2)
