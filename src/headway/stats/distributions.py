"""Quantiles and tails of the few distributions that limits and tests need."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_NORMAL = NormalDist()


def normal_quantile(share: float) -> float:
    """The value below which this share of a standard normal lies.

    `share` is strictly between 0 and 1; else `statistics.StatisticsError`.
    Source: the standard library's `NormalDist`, which is Wichura's algorithm AS 241 (Applied Statistics 37, 1988).

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return _NORMAL.inv_cdf(share)


def t_quantile(share: float, freedom: float) -> float:
    """The value below which this share of Student's t with `freedom` (1 or more, whole or not) degrees lies.

    `share` is strictly between 0 and 1. Good to six digits or so.
    Source: Hill, "Student's t-quantiles", algorithm 396, CACM 13 (1970) 619.

    >>> round(t_quantile(0.95, 10), 4)
    1.8125
    """
    if not 0 < share < 1:
        raise ValueError(f"a share is strictly between 0 and 1, not {share}")
    if freedom < 1:
        raise ValueError(f"at least one degree of freedom, not {freedom}")
    if share == 0.5:
        return 0.0
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    both_tails = 2 * (1 - share)
    if freedom == 1:  # Cauchy
        return 1 / math.tan(both_tails * math.pi / 2)
    if freedom < 3:   # where Hill's expansion is poorest; exact, by the inverse of the tail
        return _t_by_bisection(1 - share, freedom)
    return _t_by_hill(both_tails, freedom)


def _t_by_hill(both_tails: float, freedom: float) -> float:
    a = 1 / (freedom - 0.5)
    b = (48 / a) / a
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    y = (d * both_tails) ** (2 / freedom)
    if y > 0.05 + a:
        x = normal_quantile(both_tails / 2)
        y = x * x
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (x + 0.6)
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y * y)
    else:
        far = 1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3)
        y = ((far + 0.5 / (freedom + 4)) * y - 1) * (freedom + 1) / (freedom + 2) + 1 / y
    return math.sqrt(freedom * y)


def _t_by_bisection(tail: float, freedom: float) -> float:
    low, high = 0.0, 1.0
    while t_tail(high, freedom) > tail:
        high *= 2
    for _ in range(60):  # halves a bracket to the last bit of a double
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, freedom) > tail else (low, middle)
    return high


def t_tail(value: float, freedom: float) -> float:
    """The chance that Student's t with `freedom` degrees exceeds `value`.

    Source: Abramowitz and Stegun 26.7.1.

    >>> round(t_tail(1.812461, 10), 6)
    0.05
    """
    tail = incomplete_beta(freedom / 2, 0.5, freedom / (freedom + value * value)) / 2
    return tail if value >= 0 else 1 - tail


def f_tail(value: float, above: float, below: float) -> float:
    """The chance that Fisher's F with (`above`, `below`) degrees of freedom exceeds `value` (0 or more).

    Source: Abramowitz and Stegun 26.6.2.

    >>> round(f_tail(3.325835, 5, 10), 6)
    0.05
    """
    return incomplete_beta(below / 2, above / 2, below / (below + above * value))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, `a` and `b` over 0, `x` from 0 to 1.

    Source: the continued fraction of DLMF 8.17.22 by Lentz's method (Thompson and Barnett, J. Comp. Phys. 64, 1986).

    >>> round(incomplete_beta(2, 3, 0.5), 10)   # 11/16
    0.6875
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast below the mean; DLMF 8.17.4 mirrors the rest
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300  # keeps Lentz's ratios from dividing by zero
    numerator, denominator = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1), tiny)
    value = denominator
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            denominator = 1 / _not_zero(1 + term * denominator, tiny)
            numerator = _not_zero(1 + term / numerator, tiny)
            value *= denominator * numerator
        if abs(denominator * numerator - 1) < 1e-15:  # a double holds no more
            return front * value
    raise ArithmeticError(f"the continued fraction did not settle for a={a}, b={b}, x={x}")


def _not_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


@lru_cache(maxsize=4096)
def binomial_quantile(share: float, trials: int, chance: float) -> int:
    """The smallest count whose binomial distribution function reaches `share` (between 0 and 1).

    `trials` is 0 or more, `chance` strictly between 0 and 1. Source: the definition, summed in logs.

    >>> binomial_quantile(0.05, 23, 0.5)
    8
    """
    if not 0 < chance < 1 or not 0 < share < 1 or trials < 0:
        raise ValueError(f"no binomial quantile for share={share}, trials={trials}, chance={chance}")
    odds = math.log(chance) - math.log1p(-chance)
    log_mass = trials * math.log1p(-chance)
    reached = math.exp(log_mass)
    count = 0
    while reached < share * (1 - 64 * 2**-52) and count < trials:  # R's qbinom allows the same rounding
        log_mass += math.log((trials - count) / (count + 1)) + odds
        reached += math.exp(log_mass)
        count += 1
    return count


@lru_cache(maxsize=64)
def expected_largest(many: int) -> float:
    """The mean of the largest of so many independent standard normal values.

    By the trapezoidal rule over ±8 deviations, good to nine digits. Source of the values to compare: Harter, Biometrika
    48 (1961) 151.

    >>> round(expected_largest(8), 4)
    1.4236
    """
    steps = 4000
    width = 16 / steps
    told = 0.0
    for step in range(steps + 1):
        value = -8 + step * width
        told += value * many * _NORMAL.pdf(value) * _NORMAL.cdf(value) ** (many - 1)
    return told * width
