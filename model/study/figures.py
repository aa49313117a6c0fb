"""The metrics of the slides, computed from confusion matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.derived_features import Matrix
from model.study.fitting import FoldScore

Counts = NDArray[np.int64]  # (genres, genres): true by predicted


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over folds."""

    mean: float
    deviation: float
    best: float
    folds: int


@dataclass(frozen=True, slots=True, eq=False)
class OneAgainstRest:
    """Each genre against all the others: (genres,) each; NaN where there is nothing to divide by."""

    accuracy: Matrix
    precision: Matrix
    recall: Matrix


def confusion(scores: Sequence[FoldScore]) -> Counts:
    """Add up the folds' confusion matrices."""
    total: Counts = np.sum([score.confusion for score in scores], axis=0, dtype=np.int64)
    return total


def accuracy(scores: Sequence[FoldScore]) -> Spread:
    """Return the accuracy, which with one label a song is also the micro-averaged precision and recall."""
    shares = [np.trace(counts) / counts.sum() for counts in (confusion([score]) for score in scores)]
    return spread(shares)


def spread(values: Sequence[float]) -> Spread:
    """Summarise one figure a fold."""
    return Spread(float(np.mean(values)), float(np.std(values)), float(np.max(values)), len(values))


def one_against_rest(counts: Counts) -> OneAgainstRest:
    """Look at every genre as if there were only it and the rest."""
    right = np.diag(counts).astype(np.float64)
    true, predicted = counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return OneAgainstRest(
            (counts.sum() - true - predicted + 2 * right) / counts.sum(), right / predicted, right / true
        )


def micro_accuracy(counts: Counts) -> float:
    """Return the accuracy of all the one-against-rest decisions together.

    With k genres each mistake is wrong in two of k decisions, so it is 1 - 2(1 - accuracy)/k: 0.977 for 0.68
    and 28 genres.
    """
    return float(one_against_rest(counts).accuracy.mean())
