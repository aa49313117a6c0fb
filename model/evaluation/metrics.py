"""How good probabilities are where a track may have several genres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.derived_features import Matrix
from model.voting import Labels

Truth = NDArray[np.bool_]  # (n, genres): which genres each track has

_BINS = 15
_TOP = 3


@dataclass(frozen=True, slots=True)
class Quality:
    """One fold's figures; the fields are explained in model.card.Score."""

    any_hit: float
    any_top3: float
    any_f1: float
    strict: float
    log_loss: float
    ece: float


def quality(
    truth: Truth, rarest: Labels, chosen: Labels, probabilities: Matrix, confidence: Matrix
) -> Quality:
    """Score the chosen genres (n,), the probabilities (n, genres) and the shown confidence (n,) of n tracks.

    `rarest` is each track's rarest genre. The first of the three genres that count for `any_top3` is the
    chosen one, whatever its probability.
    """
    rows = np.arange(len(truth))
    hits = truth[rows, chosen]
    return Quality(
        any_hit=float(hits.mean()),
        any_top3=float(truth[rows[:, np.newaxis], _first_three(chosen, probabilities)].any(axis=1).mean()),
        any_f1=_macro_f1(truth, rarest, chosen),
        strict=float((chosen == rarest).mean()),
        log_loss=float(-np.log(np.clip(probabilities[rows, rarest], 1e-15, None)).mean()),
        ece=calibration_error(confidence, hits),
    )


def calibration_error(confidence: Matrix, hits: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over 15 bins of equal width."""
    bins = np.minimum((confidence * _BINS).astype(np.intp), _BINS - 1)
    gap = np.bincount(bins, weights=confidence - hits, minlength=_BINS)
    return float(np.abs(gap).sum() / len(hits))


def threshold_for(precision: float, confidence: Matrix, hits: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the lowest confidence above which the votes have this precision, and the share of votes above.

    Where no confidence reaches the precision, the answer is 1 and a share of 0.
    """
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(hits[order]) / np.arange(1, len(order) + 1) >= precision
    if not reached.any():
        return 1.0, 0.0
    last = int(np.flatnonzero(reached)[-1])
    return float(confidence[order[last]]), (last + 1) / len(order)


def precision_and_recall(truth: Truth, chosen: Labels) -> list[tuple[float, float]]:
    """Return (precision, recall) for each genre; 0 where there is nothing to divide by."""
    votes = np.eye(truth.shape[1], dtype=np.bool_)[chosen]
    right = (votes & truth).sum(axis=0)
    shares: Sequence[Matrix] = [right / np.maximum(total.sum(axis=0), 1) for total in (votes, truth)]
    return [(float(precision), float(recall)) for precision, recall in zip(*shares, strict=True)]


def _first_three(chosen: Labels, probabilities: Matrix) -> NDArray[np.intp]:
    ranked = probabilities.copy()
    ranked[np.arange(len(chosen)), chosen] = np.inf
    return np.argsort(-ranked, axis=1, kind="stable")[:, :_TOP]


def _macro_f1(truth: Truth, rarest: Labels, chosen: Labels) -> float:
    """Return the macro F1; a hit counts for the genre that was hit, a miss against the track's rarest."""
    actual = np.where(truth[np.arange(len(truth)), chosen], chosen, rarest)
    genres = np.union1d(actual, chosen)
    right = np.array([((actual == genre) & (chosen == genre)).sum() for genre in genres])
    total = np.array([(actual == genre).sum() + (chosen == genre).sum() for genre in genres])
    return float((2 * right / total).mean())
