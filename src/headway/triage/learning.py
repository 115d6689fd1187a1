"""Weights learnt from labelled texts: multinomial logistic regression with a quadratic penalty, by accelerated descent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(features: Floats, labels: NDArray[np.int64], *, classes: int, penalty: float, rounds: int = 200,
        offsets: Floats | None = None) -> tuple[Floats, Floats]:
    """Weights (features × classes) and intercepts that make the labels likely, less `penalty`/2 times the squared weights.

    `offsets` (texts × classes) are scores that are there already: what is learnt is added to them.

    Nesterov's accelerated gradient with the step 1/L, L = λmax(XᵀX)/(2n) + penalty (Böhning's bound on the Hessian).
    Source: Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k²)" (1983);
    Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of Statistical Mathematics 44 (1992).

    >>> weights, _ = fit(np.array([[1.0], [-1.0]]), np.array([0, 1]), classes=2, penalty=.1)
    >>> bool(weights[0, 0] > 0 > weights[0, 1])
    True
    """
    if features.shape[1] > len(features):   # fewer texts than words: the same weights, found among the texts
        spanned, directions = span(features)
        found, intercepts = fit(spanned, labels, classes=classes, penalty=penalty, rounds=rounds, offsets=offsets)
        return directions @ found, intercepts
    n = len(features)
    with_one = np.hstack([features, np.ones((n, 1))])
    wanted = np.eye(classes)[labels]
    known = np.zeros((n, classes)) if offsets is None else offsets
    penalties = np.full((with_one.shape[1], 1), penalty)
    penalties[-1] = 1e-6
    step = 1 / (largest_eigenvalue(with_one) / (2 * n) + penalty)
    weights = ahead = np.zeros((with_one.shape[1], classes))
    for number in range(1, rounds + 1):
        slope = with_one.T @ (softmax(with_one @ ahead + known) - wanted) / n + penalties * ahead
        moved = ahead - step * slope
        ahead = moved + (number - 1) / (number + 2) * (moved - weights)
        weights = moved
    return weights[:-1], weights[-1]


def span(features: Floats) -> tuple[Floats, Floats]:
    """The rows in an orthonormal basis of their own span, and the basis (features × directions)."""
    values, vectors = np.linalg.eigh(features @ features.T)
    kept = values > 1e-10 * values.max()
    lengths = np.sqrt(values[kept])
    return vectors[:, kept] * lengths, features.T @ (vectors[:, kept] / lengths)


def largest_eigenvalue(features: Floats) -> float:
    """Of XᵀX, by the power method; a little more than it finds, so that it bounds."""
    direction = np.ones(features.shape[1])
    length = 1.0
    for _ in range(50):
        direction = features.T @ (features @ direction)
        length = float(np.linalg.norm(direction))
        if not length:
            return 1.0
        direction /= length
    return 1.05 * length


def softmax(scores: Floats) -> Floats:
    """Each row as shares that sum to one."""
    less = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(less / less.sum(axis=-1, keepdims=True))
