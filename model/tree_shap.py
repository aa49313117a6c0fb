"""Tree SHAP: how much each column moved the score of a class for one row, exactly.

A leaf's value is owed to the columns on its path. With z the share of the training weight that follows the
path where a column is not known, and o whether the row itself follows it (1 or 0), the Shapley value of
column j is value x (o_j - z_j) x the integral over t from 0 to 1 of the product over the path's other columns
of (1 - t) z + t o: "t" is the share of columns that are already known. The product is a polynomial in t, so a
Gauss-Legendre sum of few points is no approximation. The values are those of LightGBM's pred_contrib and of
XGBoost's pred_contribs (Lundberg and others, 2018, "Consistent Individualized Feature Attribution for Tree
Ensembles"), without the classes that were not asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.trees import Integers, Matrix, Trees


def contributions(trees: Trees, classes: Sequence[int], row: Matrix) -> Matrix:
    """Return (classes asked for, columns): what each column of a row (columns,) adds to each class's score.

    Their sum and the average score over the training rows is the row's score.
    """
    chosen = np.concatenate([np.arange(number, len(trees.inner), trees.classes) for number in classes])
    known = trees.take(chosen)
    features, shares, follows = _paths(known, _turns(known, row))
    values = _shapley(known.values, shares, follows)
    own = np.repeat(np.arange(len(classes)), len(chosen) // len(classes))[:, np.newaxis]
    slots = own * len(trees.columns) + features
    total = np.bincount(slots.ravel(), values.ravel(), minlength=len(classes) * len(trees.columns))
    table: Matrix = total.reshape(len(classes), len(trees.columns)).astype(np.float64)
    return table


def _turns(trees: Trees, row: Matrix) -> NDArray[np.bool_]:
    """Tell for each inner node whether the row goes left, (t, i)."""
    values = (row.astype(np.float32).astype(np.float64) if trees.single else row)[trees.feature]
    missing = np.isnan(values)
    compared = np.where(missing, 0.0, values) <= trees.threshold
    left: NDArray[np.bool_] = np.where(missing & (trees.missing < 2), trees.missing == 0, compared)  # noqa: PLR2004
    return left


def _paths(trees: Trees, turns: NDArray[np.bool_]) -> tuple[Integers, Matrix, Matrix]:
    """Return for each step of each leaf's path its feature, z and o; (steps, t, l), a feature only once.

    Steps beyond a path's end, and those whose feature comes again, have z = o = 1.
    """
    parents, is_left, weights = _upward(trees)
    rows = np.arange(len(trees.inner))[:, np.newaxis]
    width = trees.feature.shape[1]
    node = np.tile(np.arange(width, parents.shape[1]), (len(rows), 1))  # inner nodes, then leaves
    steps = []
    for _ in range(width):
        parent = parents[rows, node]
        on_path, above = parent >= 0, np.maximum(parent, 0)
        if not on_path.any():
            break
        share = weights[rows, node] / trees.covers[rows, above]
        follows = turns[rows, above] == is_left[rows, node]
        feature = np.where(on_path, trees.feature[rows, above], -1)
        steps.append((feature, np.where(on_path, share, 1.0), np.where(on_path, follows, 1.0)))
        node = np.where(on_path, above, node)
    features, shares, follow = (np.stack(part) for part in zip(*steps, strict=True))
    _merge(features, shares, follow)
    return np.maximum(features, 0), shares, follow


def _upward(trees: Trees) -> tuple[Integers, NDArray[np.bool_], Matrix]:
    """Return for each inner node and then each leaf its parent (-1: none), whether it is left, its weight."""
    width = trees.feature.shape[1]
    count, total = len(trees.inner), width + trees.values.shape[1]
    parents = np.full((count, total), -1)
    is_left = np.zeros((count, total), dtype=np.bool_)
    tree, node = np.nonzero(np.arange(width) < trees.inner[:, np.newaxis])
    for children, side in ((trees.left, True), (trees.right, False)):
        child = children[tree, node]
        place = np.where(child >= 0, child, width + ~child)
        parents[tree, place] = node
        is_left[tree, place] = side
    return parents, is_left, np.hstack([trees.covers, trees.leaf_covers])


def _merge(features: Integers, shares: Matrix, follow: Matrix) -> None:
    """Gather what a path asks of one feature, in place, at the feature's step nearest the root."""
    for late in range(len(features)):
        for early in range(late):
            again = (features[early] == features[late]) & (features[late] >= 0)
            for table in (shares, follow):
                table[late] *= np.where(again, table[early], 1.0)
                table[early][again] = 1.0
            features[early][again] = -1


def _shapley(values: Matrix, shares: Matrix, follow: Matrix) -> Matrix:
    """Return what each step of each path is owed, (steps, t, l)."""
    points, weights = np.polynomial.legendre.leggauss(len(shares) // 2 + 1)
    owed = np.zeros_like(shares)
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        factors = (1 - point) * shares + point * follow
        owed += weight * factors.prod(axis=0) / factors
    owed *= (follow - shares) * values
    return owed
