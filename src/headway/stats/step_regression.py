"""A regression whose noise has two parts: a level that wanders from point to point, and sampling noise.

    y = X b + u + e,   u[t] = φ u[t − 1] + w[t],   var(e[t]) ∝ 1 / n[t]

φ and the share of the noise that wanders are not known; they are averaged over by their restricted likelihood, so that
an interval widens where the data can't tell a wandering level from a step. Measured against eleven other methods on
simulated service desks, this one keeps its promise of 5 % (see `bench/calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

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
    """A coefficient as a mixture of Student's t: one component a point of the noise grid.

    `weight` [grid] sums to 1, `centre` and `spread` [grid] are each component's; `freedom` is common.
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

    def below(self, value: float) -> float:
        """The chance that the coefficient is below `value`."""
        weight, centre, spread = self._likely()
        z = t_as_normal((value - centre) / spread, self.freedom)
        return float(weight @ [.5 * math.erfc(-one / math.sqrt(2)) for one in z.tolist()])

    def quantile(self, share: float) -> float:
        """The value below which this share of the mixture lies, by bisection to a ten-thousandth of the spread."""
        _, centre, spread = self._likely()
        reach = 20 * float(spread.max())
        low, high = float(centre.min()) - reach, float(centre.max()) + reach
        while high - low > 1e-4 * float(spread.min()):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return (low + high) / 2

    def _likely(self) -> tuple[Floats, Floats, Floats]:
        """Weight, centre and spread of the components that matter."""
        kept = self.weight > NEGLIGIBLE
        return self.weight[kept] / self.weight[kept].sum(), self.centre[kept], self.spread[kept]


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """All coefficients at once: `weight` [grid], `beta` [grid, columns] and its `covariance` [grid, columns, columns]."""

    weight: Floats
    beta: Floats
    covariance: Floats
    freedom: float

    def told(self, contrast: Floats) -> Mixture:
        """A sum of coefficients, each times its place in `contrast` [columns]."""
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
UNLIKELY = 12.0     # in logarithms: such a point of the grid under one shape is not tried under the others
NEGLIGIBLE = 1e-5   # of the weight: such a point of the grid moves no quantile that is shown


def step_regression(
    values: Floats, design: Floats, *, of: int, sizes: Floats | None = None,
    prior: Prior | None = None, grid: Sequence[tuple[float, float]] = GRID,
) -> Mixture:
    """The coefficient of column `of` of `design` [points, columns]; see `regression`.

    >>> rng = np.random.default_rng(1)
    >>> step = (np.arange(60) >= 40).astype(float)
    >>> told = step_regression(2.0 * step + rng.standard_normal(60), np.stack((np.ones(60), step), axis=1), of=1)
    >>> 1.0 < told.mean < 3.0
    True
    """
    return regression(values, design, sizes=sizes, prior=prior, grid=grid).told(np.eye(design.shape[1])[of])


def regression(
    values: Floats, design: Floats, *, sizes: Floats | None = None, prior: Prior | None = None,
    shapes: Shapes | None = None, grid: Sequence[tuple[float, float]] = GRID,
) -> Regression:
    """The coefficients of `design` [points, columns], at each point of the noise grid and each candidate of the prior.

    `values` [points] may hold nan where there is no point: the level wanders on unseen. `sizes` are the cases behind
    each point (None: alike). `prior` is of coefficients that are known to lie near 0. `shapes` is a last coefficient
    whose column is one of several; they are averaged over like the noise.
    Needs more points than columns without a prior, else `ValueError`.

    Sources: Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), 3.4 for the filter;
    Patterson and Thompson, Biometrika 58 (1971) 545 for the restricted likelihood.
    """
    seen = ~np.isnan(values)
    prior, shapes = prior or Prior((), ((),), (1.0,)), shapes or Shapes(np.empty((len(values), 0)), ())
    n, columns = int(seen.sum()), design.shape[1] + bool(shapes.weights) - len(prior.columns)
    if n <= columns:
        raise ValueError(f"{n} points can't tell {columns} columns")
    weights = np.ones(len(values)) if sizes is None else np.asarray(sizes, dtype=np.float64)
    phi, share = np.array(grid).T
    every = np.column_stack((np.where(seen, values, 0.0), design, shapes.columns))
    innovations, scale = _whitened(every, seen, weights, phi, share)
    believed = np.log(np.where(share == 0, PURE, (1 - PURE) / max(len(grid) - 1, 1))) - .5 * scale
    by_grid = np.ascontiguousarray(innovations.transpose(1, 2, 0))
    products = by_grid @ by_grid.transpose(0, 2, 1)
    common = list(range(1 + design.shape[1]))
    parts: list[_Part] = []
    for shape, weight in enumerate(shapes.weights or (1.0,)):
        chosen = [*common, len(common) + shape] if shapes.weights else common
        likely = parts[0].likelihood > parts[0].likelihood.max() - UNLIKELY if parts else np.ones(len(grid), dtype=np.bool_)
        parts += _averaged(products[likely][:, chosen][:, :, chosen], believed[likely] + math.log(weight),
                           freedom=n - columns, prior=prior)
    told = np.concatenate([part.likelihood for part in parts])
    weight = np.exp(told - told.max())
    return Regression(weight / weight.sum(), np.concatenate([part.beta for part in parts]),
                      np.concatenate([part.covariance for part in parts]), float(n - columns))


def foreseen(
    values: Floats, design: Floats, *, sizes: Floats | None = None, prior: Prior | None = None, shapes: Shapes,
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
    known, prior = len(values), prior or Prior((), ((),), (1.0,))
    seen = ~np.isnan(values)
    columns = design.shape[1] - len(prior.columns)
    if int(seen.sum()) <= columns:
        raise ValueError(f"{int(seen.sum())} points can't tell {columns} columns")
    weights = np.ones(len(design)) if sizes is None else np.asarray(sizes, dtype=np.float64)
    phi, share = np.array(grid).T
    past = np.column_stack((np.where(seen, values, 0.0), design[:known]))
    innovations, scale = _whitened(past, seen, weights[:known], phi, share)
    by_grid = np.ascontiguousarray(innovations.transpose(1, 2, 0))
    believed = np.log(np.where(share == 0, PURE, (1 - PURE) / max(len(grid) - 1, 1))) - .5 * scale
    parts = _averaged(by_grid @ by_grid.transpose(0, 2, 1), believed, freedom=int(seen.sum()) - columns, prior=prior)
    whole = np.concatenate((seen, np.ones(len(design) - known, dtype=np.bool_)))
    later, _ = _whitened(np.column_stack((design, shapes.columns)), whole, weights, phi, share)
    by_grid = np.ascontiguousarray(later.transpose(1, 2, 0))
    products = by_grid @ by_grid.transpose(0, 2, 1)
    told, spread = [], []
    for shape, believed_shape in enumerate(shapes.weights):
        chosen = [*range(design.shape[1]), design.shape[1] + shape]
        information = products[:, chosen][:, :, chosen]
        for part in parts:
            whole_information = information.copy()
            for column in prior.columns:
                whole_information[:, column, column] += part.penalty[:, column]
            told.append(part.likelihood + math.log(believed_shape))
            spread.append(np.sqrt(part.variance * np.linalg.inv(whole_information)[:, -1, -1]))
    likelihood = np.concatenate(told)
    weight = np.exp(likelihood - likelihood.max())
    deviation = np.concatenate(spread)
    return Mixture(weight / weight.sum(), np.zeros(len(weight)), deviation, float(whole.sum() - columns - 1))


def _whitened(columns: Floats, seen: NDArray[np.bool_], weights: Floats, phi: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Each column's one-step innovations in units of their deviation [points, grid, columns], and log variances [grid].

    The same filter runs over the values and every column of the design: the rest of a generalised least squares.
    The wandering level starts from its own stationary spread.
    """
    points, many = columns.shape
    typical = float(np.exp(np.mean(np.log(weights[seen]))))
    noise = (1 - share)[None, :] * (typical / np.where(seen, weights, 1.0))[:, None] + SMALLEST
    fade, shock, keep = phi * phi, share * (1 - phi * phi), phi[:, None]
    variance = np.empty((points, len(phi)))
    gain = np.zeros((points, len(phi)))
    spread = share.copy()
    for point in range(points):   # what is learnt from each point doesn't depend on what was seen there
        np.add(spread, noise[point], out=variance[point])
        if seen[point]:
            np.divide(spread, variance[point], out=gain[point])
            spread = spread - gain[point] * spread
        spread = fade * spread + shock
    surprise = np.empty((points, len(phi), many))
    level = np.zeros((len(phi), many))
    learnt = gain[:, :, None]
    for point in range(points):
        np.subtract(columns[point], level, out=surprise[point])
        level += learnt[point] * surprise[point]
        level *= keep
    variance = variance[seen]
    return surprise[seen] / np.sqrt(variance)[:, :, None], np.log(variance).sum(axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    likelihood: Floats   # [grid], its logarithm
    beta: Floats
    covariance: Floats
    variance: Floats     # [grid], of the noise
    penalty: Floats      # [grid, columns], what the prior adds to the information


def _averaged(products: Floats, believed: Floats, *, freedom: int, prior: Prior) -> list[_Part]:
    """Generalised least squares at each point of the grid, one part a candidate of the prior, with restricted likelihoods.

    `products` [grid, 1 + columns, 1 + columns] are of the whitened values and columns; `believed` [grid] is what is
    believed of each point of the grid beside them.
    """
    total, against, cross = products[:, 0, 0], products[:, 1:, 0], products[:, 1:, 1:]
    free = [column for column in range(cross.shape[1]) if column not in prior.columns]
    unaided = _noise(total, against[:, free], cross[:, free][:, :, free]) / freedom
    parts: list[_Part] = []
    for deviations, weight in zip(prior.candidates, prior.weights, strict=True):
        penalised, log_prior = cross.copy(), math.log(weight) + believed
        penalty = np.zeros(against.shape)
        for column, deviation in zip(prior.columns, deviations, strict=True):
            precision = unaided / max(deviation, LEFT_OUT) ** 2   # on the scale of the noise it stands beside
            penalty[:, column] = precision
            penalised[:, column, column] += precision
            log_prior = log_prior + .5 * np.log(precision)
        inverse = np.linalg.inv(penalised)
        beta = np.einsum("gij,gj->gi", inverse, against)
        rest = total - np.einsum("gi,gi->g", against, beta)
        variance = np.maximum(rest, 1e-12 * np.maximum(total, 1e-300)) / freedom
        sign, size = np.linalg.slogdet(penalised)
        told = log_prior - .5 * (size + freedom * np.log(variance))
        told[sign <= 0] = -np.inf
        parts.append(_Part(told, beta, variance[:, None, None] * inverse, variance, penalty))
    return parts


def _noise(total: Floats, against: Floats, cross: Floats) -> Floats:
    """What is left unexplained at each point of the grid."""
    return np.asarray(np.maximum(total - np.einsum("gi,gi->g", against, _solved(cross, against)), SMALLEST * total))


def _solved(cross: Floats, against: Floats) -> Floats:
    return np.asarray(np.linalg.solve(cross, against[:, :, None])[:, :, 0])
