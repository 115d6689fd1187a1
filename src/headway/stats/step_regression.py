"""A regression whose noise has two parts: a level that wanders from point to point, and sampling noise.

    y = X b + u + e,   u[t] = φ u[t − 1] + w[t],   var(e[t]) ∝ 1 / n[t]

φ and the share of the noise that wanders are not known; they are averaged over by their restricted likelihood, so that
an interval widens where the data can't tell a wandering level from a step. Measured against eleven other methods on
simulated service desks, this one keeps its promise of 5 % (see `bench/calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from headway.stats.distributions import normal_quantile
from headway.stats.limits import Floats

PHIS = (0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.92, 0.97)
SHARES = (0.15, 0.35, 0.6, 0.85, 1.0)
GRID = ((0.0, 0.0), *product(PHIS, SHARES))
"""Points (φ, share) over which the noise is averaged; the first is pure sampling noise."""
PURE = .5   # the weight of pure sampling noise before the data speak; the other points share the rest


@dataclass(frozen=True, slots=True)
class Prior:
    """Coefficients near 0, with standard deviations of which only some candidates are known, each with its weight.

    `candidates` [candidates][columns]; 0 leaves a column out. The data choose among them: a series that drifts is
    allowed to drift, one that doesn't keeps its power.
    """

    columns: tuple[int, ...]
    candidates: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Columns [points, shapes] of which one is the right one, with their weights before the data speak."""

    columns: Floats
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A coefficient as a mixture of Student's t: one component for each noise, drift and shape that the data allow.

    `weight` [components] sums to 1, `centre` and `spread` [components] are each component's; `freedom` is common.
    """

    weight: Floats
    centre: Floats
    spread: Floats
    freedom: float

    @property
    def mean(self) -> float:
        return float(self.weight @ self.centre)

    @property
    def deviation(self) -> float:
        """Standard deviation of the mixture (of the matching normal where the freedom is small)."""
        return math.sqrt(float(self.weight @ (self.spread**2 + (self.centre - self.mean) ** 2)))

    def widened(self, factor: float) -> Mixture:
        """The same with all deviations from the mean as many times as large."""
        centre = self.mean + factor * (self.centre - self.mean)
        return Mixture(self.weight, centre, factor * self.spread, self.freedom)

    def shifted(self, by: float) -> Mixture:
        """The same, moved."""
        return Mixture(self.weight, self.centre + by, self.spread, self.freedom)

    def on(self, scale: Callable[[Floats], Floats]) -> Mixture:
        """The same told on another scale [components], on which the spreads hold."""
        return Mixture(self.weight, scale(self.centre), self.spread, self.freedom)

    def below(self, value: float) -> float:
        """The chance that the coefficient is below `value`."""
        z = t_as_normal((value - self.centre) / self.spread, self.freedom)
        return float(self.weight @ list(map(math.erfc, (z / -math.sqrt(2)).tolist()))) / 2

    def quantile(self, share: float) -> float:
        """The value below which this share of the mixture lies, by Newton's method within a bracket that shrinks."""
        reach = 20 * float(self.spread.max())
        low, high = float(self.centre.min()) - reach, float(self.centre.max()) + reach
        value = self.mean + normal_quantile(share) * self.deviation
        close = 1e-3 * float(self.spread.min())   # a step this small squares the error: to a millionth
        while high - low > close:
            gap = self.below(value) - share
            low, high = (low, value) if gap > 0 else (value, high)
            nearer = value - gap / max(self._density(value), 1e-300)
            if abs(nearer - value) <= close:
                return nearer
            value = nearer if low < nearer < high else (low + high) / 2
        return value

    def _density(self, value: float) -> float:
        f = self.freedom
        z = (value - self.centre) / self.spread
        scale = math.exp(math.lgamma((f + 1) / 2) - math.lgamma(f / 2)) / math.sqrt(f * math.pi)
        return float(self.weight @ ((1 + z * z / f) ** (-(f + 1) / 2) / self.spread)) * scale


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """The coefficients that were kept, jointly: `weight` [components], `beta` [components, kept] and its `covariance`
    [components, kept, kept]. A component is a point of the noise grid with a candidate of the prior and a shape.
    """

    weight: Floats
    beta: Floats
    covariance: Floats
    freedom: float

    def told(self, contrast: Floats) -> Mixture:
        """A sum of kept coefficients, each times its place in `contrast` [kept]."""
        spread = np.sqrt(np.einsum("gij,i,j->g", self.covariance, contrast, contrast))
        return Mixture(self.weight, self.beta @ contrast, spread, self.freedom)


def t_as_normal(values: Floats, freedom: float) -> Floats:
    """The normal deviates with the same tails as these values of Student's t, to five digits from 4 degrees on.

    Source: Hill, "Student's t-distribution", algorithm 395, CACM 13 (1970) 617.

    >>> round(float(t_as_normal(np.array([1.812461]), 10.0)[0]), 3)
    1.645
    """
    a = freedom - .5
    b = 48 * a * a
    y = a * np.log1p(values * values / freedom)
    z = (((((-.4 * y - 3.3) * y - 24) * y - 85.5) / (.8 * y * y + 100 + b) + y + 3) / b + 1) * np.sqrt(y)
    return np.asarray(np.copysign(z, values), dtype=np.float64)


SMALLEST = 1e-9     # keeps a level that wanders without sampling noise from dividing by nothing
LEFT_OUT = 1e-4     # the standard deviation of a coefficient that is taken to be 0
EXPLAINED = 1e-12   # of a column's square: what rounding leaves where other columns tell all of it
NEGLIGIBLE = 1e-5   # of the weight: such a component moves no quantile that is shown
NO_PRIOR = Prior((), ((),), (1.0,))


def step_regression(
    values: Floats, design: Floats, *, of: int, sizes: Floats | None = None,
    prior: Prior = NO_PRIOR, grid: Sequence[tuple[float, float]] = GRID,
) -> Mixture:
    """The coefficient of column `of` of `design` [points, columns]; see `regression`.

    >>> rng = np.random.default_rng(1)
    >>> step = (np.arange(60) >= 40).astype(float)
    >>> told = step_regression(2.0 * step + rng.standard_normal(60), np.stack((np.ones(60), step), axis=1), of=1)
    >>> 1.0 < told.mean < 3.0
    True
    """
    return regression(values, design, kept=(of,), sizes=sizes, prior=prior, grid=grid).told(np.ones(1))


def regression(
    values: Floats, design: Floats, *, kept: Sequence[int], sizes: Floats | None = None, prior: Prior = NO_PRIOR,
    shapes: Shapes | None = None, grid: Sequence[tuple[float, float]] = GRID, beliefs: Floats | None = None,
) -> Regression:
    """The coefficients of the columns `kept` of `design` [points, columns], at each point of the noise grid and each
    candidate of the prior.

    `values` [points] may hold nan where there is no point: the level wanders on unseen. `sizes` are the cases behind
    each point (None: alike). `prior` is of coefficients that are known to lie near 0. `shapes` is one more coefficient,
    the last of those kept, whose column is one of several; they are averaged over like the noise. `beliefs`
    [candidates, grid] are weights of the noise before the data speak, as series like this one taught them (None:
    `uninformed`).
    Needs more points than columns without a prior, else `ValueError`.

    Sources: Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), 3.4 for the innovations;
    Patterson and Thompson, Biometrika 58 (1971) 545 for the restricted likelihood.
    """
    seen = ~np.isnan(values)
    weights = np.ones(len(values)) if sizes is None else sizes
    shapes = shapes or Shapes(np.empty((len(values), 0)), ())
    order = _Order.of(design.shape[1], prior=prior, kept=kept)
    n = int(seen.sum())
    freedom = n - order.free - len(kept) - bool(shapes.weights)
    if freedom < 1:
        raise ValueError(f"{n} points can't tell {n - freedom} columns")
    columns = np.column_stack((design[:, order.columns], shapes.columns, np.where(seen, values, 0.0)))
    products, scale = _products(columns, seen, weights, grid)
    noise = _noise(products, scale, order=order, prior=prior, shapes=shapes.weights, freedom=freedom,
                   beliefs=uninformed(prior, grid) if beliefs is None else beliefs)
    likely = noise.weight > NEGLIGIBLE
    weight = noise.weight[likely]
    return Regression(weight / weight.sum(), noise.beta[likely], noise.covariance[likely], float(freedom))


def foreseen(
    values: Floats, design: Floats, *, sizes: Floats | None = None, prior: Prior = NO_PRIOR, shapes: Shapes,
    grid: Sequence[tuple[float, float]] = GRID,
) -> Mixture:
    """How precisely the effect will be known once all points are there, around 0.

    `values` [points] end before the design [points, columns] does: the rest is yet to come, with `sizes` as they are
    expected. The noise and the prior are weighted by what was seen; the precision of a coefficient depends on the places
    of the points alone, not on their values (Seber and Lee, Linear Regression Analysis, 2nd ed. 2003, 3.2). `shapes` as
    in `regression`. Raises `ValueError` where there are too few points.

    >>> rng = np.random.default_rng(1)
    >>> step = (np.arange(80) >= 60) * 1.0
    >>> shapes = Shapes(step[:, None], (1.0,))
    >>> told = foreseen(rng.standard_normal(60), np.ones((80, 1)), shapes=shapes)
    >>> .2 < told.deviation < .4   # of two means: (1/60 + 1/20) ** .5 = .26
    True
    """
    known, to_come = len(values), len(design) - len(values)
    seen = ~np.isnan(values)
    weights = np.ones(len(design)) if sizes is None else sizes
    order = _Order.of(design.shape[1], prior=prior, kept=())
    freedom = int(seen.sum()) - order.free
    if freedom < 1:
        raise ValueError(f"{int(seen.sum())} points can't tell {order.free} columns")
    ordered = design[:, order.columns]
    past, scale = _products(np.column_stack((ordered[:known], np.where(seen, values, 0.0))), seen, weights[:known], grid)
    noise = _noise(past, scale, order=order, prior=prior, shapes=(), freedom=freedom, beliefs=uninformed(prior, grid))
    whole = np.concatenate((seen, np.ones(to_come, dtype=np.bool_)))
    later, _ = _products(np.column_stack((ordered, shapes.columns)), whole, weights, grid)
    left, _ = _swept(_swept(later, order.free)[0], len(prior.columns), noise.precision)
    information = np.diagonal(left, axis1=-2, axis2=-1)    # of each shape: [candidates, grid, shapes]
    spread = np.sqrt(noise.variance[..., None] / information).ravel()
    weight = (noise.weight.reshape(noise.variance.shape)[..., None] * np.array(shapes.weights)).ravel()
    return Mixture(weight / weight.sum(), np.zeros(len(weight)), spread, float(whole.sum() - order.free - 1))


def uninformed(prior: Prior = NO_PRIOR, grid: Sequence[tuple[float, float]] = GRID) -> Floats:
    """What is believed of the noise where nothing is known of it: weights [candidates, grid] that sum to 1."""
    told = np.array([PURE if share == 0 else (1 - PURE) / max(len(grid) - 1, 1) for _, share in grid])
    return np.outer(prior.weights, told / told.sum())


def noise_beliefs(
    values: Floats, design: Floats, *, beliefs: Floats, sizes: Floats | None = None, prior: Prior = NO_PRIOR,
    grid: Sequence[tuple[float, float]] = GRID,
) -> Floats:
    """What a series says of its noise: `beliefs` [candidates, grid], weighted by its restricted likelihood.

    Arguments as in `regression`; `ValueError` likewise.
    """
    seen = ~np.isnan(values)
    order = _Order.of(design.shape[1], prior=prior, kept=())
    freedom = int(seen.sum()) - order.free
    if freedom < 1:
        raise ValueError(f"{int(seen.sum())} points can't tell {order.free} columns")
    columns = np.column_stack((design[:, order.columns], np.where(seen, values, 0.0)))
    products, scale = _products(columns, seen, np.ones(len(values)) if sizes is None else sizes, grid)
    noise = _noise(products, scale, order=order, prior=prior, shapes=(), freedom=freedom, beliefs=beliefs)
    return noise.weight.reshape(beliefs.shape)


def shared_beliefs(told: Sequence[Floats], start: Floats, *, weight: float, steps: int = 20) -> Floats:
    """What many series teach of the noise of one more like them: weights [candidates, grid] that sum to 1.

    `told` are their likelihoods (`noise_beliefs` from beliefs that are all alike), `start` [candidates, grid] counts as
    `weight` series. Source: the mixing distribution of greatest likelihood, by EM (Laird, Journal of the American
    Statistical Association 73 (1978) 805).

    >>> start = np.full((1, 2), .5)
    >>> shared_beliefs([np.array([[.9, .1]])] * 8, start, weight=2.0).round(2).tolist()
    [[0.89, 0.11]]
    """
    shares = start
    for _ in range(steps):
        claims = [shares * one / (shares * one).sum() for one in told]
        shares = (weight * start + np.sum(claims, axis=0)) / (weight + len(told))
    return np.asarray(shares)


@dataclass(frozen=True, slots=True)
class _Order:
    """The columns of a design, those to be swept out first in front: free ones, those with a prior, those kept."""

    columns: list[int]
    free: int    # how many

    @classmethod
    def of(cls, many: int, *, prior: Prior, kept: Sequence[int]) -> _Order:
        free = [column for column in range(many) if column not in prior.columns and column not in kept]
        return cls([*free, *prior.columns, *kept], len(free))


def _products(
    columns: Floats, seen: NDArray[np.bool_], weights: Floats, grid: Sequence[tuple[float, float]],
) -> tuple[Floats, Floats]:
    """Products of the whitened columns [grid, columns, columns], and the log of their scale [grid]."""
    phi, share = np.array(grid).T
    whitened, scale = _whitened(columns[seen], np.flatnonzero(seen), weights[seen], phi, share)
    return whitened.transpose(1, 2, 0) @ whitened.transpose(1, 0, 2), -.5 * scale


def _whitened(columns: Floats, place: NDArray[np.int64], weights: Floats, phi: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Each column's one-step innovations in units of their deviation [points, grid, columns], and log variances [grid].

    Take from each point what the point before says of the level, φ^gap times as much: that leaves a moving average of
    order one, whose covariance has three diagonals. Its factors (L D L', Golub and Van Loan, Matrix Computations, 4th
    ed. 2013, 4.3.6) give the innovations of a Kalman filter that starts from the level's own spread.
    """
    typical = float(np.exp(np.mean(np.log(weights))))
    noise = (1 - share) * (typical / weights)[:, None] + SMALLEST
    keep = phi ** np.diff(place, prepend=place[0])[:, None]               # of the level, from point to point
    keep[0] = 0.0
    shared = np.vstack((np.zeros(len(phi)), keep[1:] * noise[:-1]))       # minus the covariance with the point before
    variance = share * (1 - keep * keep) + noise + keep * shared
    squared, part = shared * shared, np.empty(len(phi))
    for before, now, one in zip(variance, variance[1:], squared[1:], strict=False):
        np.divide(one, before, out=part)
        now -= part
    scale = 1 / np.sqrt(variance)
    earlier = np.vstack((np.zeros(columns.shape[1]), columns[:-1]))
    surprise = np.stack((scale, -keep * scale), axis=2) @ np.stack((columns, earlier), axis=1)
    learnt = (shared[1:] / variance[:-1] * scale[1:] / scale[:-1])[:, :, None]
    taken = np.empty(surprise.shape[1:])
    for before, now, times in zip(surprise, surprise[1:], learnt, strict=False):
        np.multiply(before, times, out=taken)
        now += taken
    return surprise, np.log(variance).sum(axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class _Noise:
    """What is believed of each component, components being [candidates of the prior, grid, shapes], flat.

    `variance` [candidates, grid, …] of the noise, `precision` [candidates, grid, columns] what the prior adds.
    """

    weight: Floats
    beta: Floats          # [components, kept]
    covariance: Floats    # [components, kept, kept]
    variance: Floats
    precision: Floats


def _noise(
    products: Floats, scale: Floats, *, order: _Order, prior: Prior, shapes: Sequence[float], freedom: int,
    beliefs: Floats,
) -> _Noise:
    """Generalised least squares and the restricted likelihood of each component; the last column is the values."""
    free, free_size = _swept(products, order.free)
    drifts, total = len(prior.columns), products[:, -1, -1]
    kept = free.shape[-1] - drifts - len(shapes) - 1
    each = np.array([[*range(kept), *([kept + shape] if shapes else [])] for shape in range(len(shapes) or 1)], dtype=np.int64)
    alone = _rows(free[:, drifts:, drifts:], np.append(each[0], -1))    # as if it were a step, and nothing drifted
    unaided = np.maximum(_swept(alone, each.shape[1])[0][:, 0, 0], SMALLEST * total) / freedom
    # on the scale of the noise it stands beside
    precision = unaided[None, :, None] / np.maximum(np.array(prior.candidates), LEFT_OUT)[:, None, :] ** 2
    left, drift_size = _swept(free, drifts, precision)
    cross, against = _rows(left, each), left[..., each, -1]             # [candidates, grid, shapes, …]
    inverse, (sign, size) = np.linalg.inv(cross), np.linalg.slogdet(cross)
    beta = np.einsum("cgsij,cgsj->cgsi", inverse, against)
    rest = left[..., -1, -1, None] - np.einsum("cgsi,cgsi->cgs", against, beta)
    variance = np.maximum(rest, 1e-12 * np.maximum(total, 1e-300)[:, None]) / freedom
    drift = .5 * (np.log(precision).sum(axis=-1) - drift_size) + scale - .5 * free_size + np.log(beliefs)
    likelihood = np.log(shapes or (1.0,)) - .5 * (size + freedom * np.log(variance)) + drift[..., None]
    likelihood[sign <= 0] = -np.inf
    weight = np.exp(likelihood - likelihood.max()).ravel()
    many = (len(weight), each.shape[1])
    return _Noise(weight / weight.sum(), beta.reshape(many), (variance[..., None, None] * inverse).reshape(*many, many[1]),
                  variance if len(each) > 1 else variance[..., 0], precision)


def _rows(products: Floats, each: NDArray[np.int64]) -> Floats:
    """The products of these columns [sets, columns] among each other, or of one set of them."""
    return np.asarray(products[..., each[..., :, None], each[..., None, :]])


def _swept(products: Floats, many: int, precision: Floats | None = None) -> tuple[Floats, Floats]:
    """Products […, columns, columns] of what the first `many` columns leave unexplained of the rest, and the log
    determinant of theirs […]; `precision` [candidates, …, many] is added to their own products first.

    A column that those before it explain leaves nothing, and takes no part.

    Source: the sweep operator, with its tolerance (Goodnight, American Statistician 33 (1979) 149).
    """
    rest, size = products, np.zeros(products.shape[:-2])
    if precision is not None:
        rest = np.repeat(products[None], len(precision), axis=0)
        rest[..., range(many), range(many)] += precision
        size = np.zeros(rest.shape[:-2])
    least = EXPLAINED * np.diagonal(rest, axis1=-2, axis2=-1) + np.finfo(np.float64).tiny
    for column in range(many):
        pivot, row = np.maximum(rest[..., 0, 0], least[..., column]), rest[..., 0, 1:]
        size += np.log(pivot)
        rest = rest[..., 1:, 1:] - row[..., :, None] * (row / pivot[..., None])[..., None, :]
    return rest, size
