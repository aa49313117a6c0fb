"""Fitting one linear head: multinomial logistic regression by Newton's method, to the one minimum it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import minimize

from model.artist_context import Matrix
from model.heads import LinearHead, softmax

_LEAST: Final = 1e-300
_PRECISION: Final = 1e-10
_DIGITS: Final = 3  # far coarser than what threads, processors and versions change in the minimum
_FLAT: Final = 1e-9  # the deviation of a column that says nothing


def fitted_head(columns: Matrix, shares: Matrix, strength: float, pulls: Sequence[int] = ()) -> LinearHead:
    """Fit a head that gives (n, classes) `shares` for (n, numbers) columns.

    The weights of the standardised columns are pulled together by half of their squares' sum, against
    `strength` times the summed cross-entropies. `pulls` are the starts of blocks of as many columns as there
    are classes: a block's weights are pulled not to 0 but to a multiple of the identity, which is fitted as
    well, so that what is little known stays what the numbers themselves say.
    """
    mean, deviation = columns.mean(axis=0), columns.std(axis=0) + _FLAT
    problem = _Problem((columns - mean) / deviation, _blocks(columns, shares, pulls), shares, strength)
    start = np.zeros(problem.size)
    found = minimize(
        problem.loss,
        start,
        jac=problem.slope,
        hessp=problem.curvature,
        method="Newton-CG",
        options={"xtol": _PRECISION, "maxiter": 200},
    )
    weights, intercepts, factors = problem.parts(found.x)
    weights = weights / deviation[:, np.newaxis]
    intercepts = intercepts - mean @ weights
    for start_column, factor in zip(pulls, factors, strict=True):
        rows = np.arange(shares.shape[1])
        weights[start_column + rows, rows] += factor
    return LinearHead(
        weights=tuple(map(tuple, weights.round(_DIGITS).tolist())),
        intercepts=tuple((intercepts - intercepts.mean()).round(_DIGITS).tolist()),
    )


class _Problem:
    """The loss of standardised (n, numbers) columns and (blocks, n, classes) pulls, and its derivatives."""

    def __init__(self, columns: Matrix, blocks: Matrix, shares: Matrix, strength: float) -> None:
        self.columns = columns
        self.blocks = blocks
        self.shares = shares
        self.strength = strength
        self._at: Matrix = np.empty(0)
        self._chances: Matrix = np.empty(0)

    @property
    def size(self) -> int:
        return int((self.columns.shape[1] + 1) * self.shares.shape[1] + len(self.blocks))

    def parts(self, values: Matrix) -> tuple[Matrix, Matrix, Matrix]:
        """Return the weights, the intercepts and the blocks' factors."""
        numbers, classes = self.columns.shape[1], self.shares.shape[1]
        end = numbers * classes
        return values[:end].reshape(numbers, classes), values[end : end + classes], values[end + classes :]

    def scores(self, values: Matrix) -> Matrix:
        weights, intercepts, factors = self.parts(values)
        scores: Matrix = self.columns @ weights + intercepts + np.tensordot(factors, self.blocks, axes=1)
        return scores

    def chances(self, values: Matrix) -> Matrix:
        """Return the probabilities; the last ones are kept, since they are asked for many times."""
        if not np.array_equal(self._at, values):
            self._at, self._chances = values.copy(), softmax(self.scores(values))
        return self._chances

    def loss(self, values: Matrix) -> float:
        logarithms = np.log(np.maximum(self.chances(values), _LEAST))
        weights = self.parts(values)[0]
        return float(-self.strength * (self.shares * logarithms).sum() + (weights**2).sum() / 2)

    def slope(self, values: Matrix) -> Matrix:
        return self._gathered(self.chances(values) - self.shares, values)

    def curvature(self, values: Matrix, direction: Matrix) -> Matrix:
        chances = self.chances(values)
        moved = self.scores(direction)
        moved -= (chances * moved).sum(axis=1, keepdims=True)
        return self._gathered(chances * moved, direction)

    def _gathered(self, rest: Matrix, values: Matrix) -> Matrix:
        rest = rest * self.strength
        weights = self.columns.T @ rest + self.parts(values)[0]
        factors = np.tensordot(self.blocks, rest, axes=2)
        return np.concatenate([weights.ravel(), rest.sum(axis=0), factors])


def _blocks(columns: Matrix, shares: Matrix, pulls: Sequence[int]) -> Matrix:
    classes = shares.shape[1]
    blocks = [columns[:, start : start + classes] for start in pulls]
    return np.stack(blocks) if blocks else np.empty((0, *shares.shape))
