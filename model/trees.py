"""Trained trees as plain arrays, and as the bytes of a small file that is read in no time."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Integers = NDArray[np.int64]

LARGEST_SCORE: Final = 10_000.0
"""Of a leaf or a class; a trained one is below a hundred, and the sum of all must be a number."""

# How the arrays are stored: small whole numbers in one byte, training weights in single precision.
_STORED: Final = {
    "base": np.float64,
    "feature": np.uint8,
    "threshold": np.float64,
    "missing": np.uint8,
    "left": np.int8,
    "right": np.int8,
    "covers": np.float32,
    "values": np.float64,
    "leaf_covers": np.float32,
    "inner": np.uint8,
}


class BadTrees(Exception):  # noqa: N818 - a fact about a file
    """A file of trees cannot be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Many binary trees, padded to one size: t trees of at most i inner nodes and l leaves.

    A row goes left where `feature <= threshold`; where the feature is missing, by `missing`: 0 left, 1 right,
    2 as if it were 0. `left` and `right` name an inner node, always a later one, or ~leaf. `covers` and
    `leaf_covers` are the training weight that passed, as each library's own tree SHAP counts it. A tree
    counts for the class `tree number % classes`; `base` is what is added to each class's sum. `single`
    says that the library compares in single precision.
    """

    columns: tuple[str, ...]
    classes: int
    base: Matrix  # (classes,)
    feature: Integers  # (t, i), as are threshold, missing, left, right and covers
    threshold: Matrix
    missing: Integers
    left: Integers
    right: Integers
    covers: Matrix
    values: Matrix  # (t, l), as is leaf_covers
    leaf_covers: Matrix
    inner: Integers  # (t,): how many inner nodes each tree has; it has one leaf more
    single: bool

    def take(self, numbers: Integers) -> Self:
        """Return the trees of these numbers; which class each counts for is then the caller's to know."""
        tables = (
            "feature",
            "threshold",
            "missing",
            "left",
            "right",
            "covers",
            "values",
            "leaf_covers",
            "inner",
        )
        return replace(self, **{name: getattr(self, name)[numbers] for name in tables})

    def packed(self) -> bytes:
        """Return the trees as the bytes of a NumPy archive: the same trees, the same bytes."""
        arrays = {name: getattr(self, name).astype(kind) for name, kind in _STORED.items()}
        lost = [name for name in _STORED if not _same(arrays[name], getattr(self, name))]
        if lost:
            raise ValueError(f"too large a number to be stored in {', '.join(lost)}")
        file = io.BytesIO()
        np.savez_compressed(
            file, columns=np.array(self.columns), classes=self.classes, single=self.single, **arrays
        )
        return file.getvalue()

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        """Read what `packed` wrote; raises BadTrees."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as archive:
                arrays = {name: _wide(archive[name]) for name in _STORED}
                columns, classes = tuple(archive["columns"].tolist()), int(archive["classes"])
                trees = cls(columns=columns, classes=classes, single=bool(archive["single"]), **arrays)
        except Exception as error:  # the archive's reader has a dozen of its own
            raise BadTrees(str(error)) from error
        _check_shapes(trees)
        _check_numbers(trees)
        _check_ways(trees)
        return trees


def _check_shapes(trees: Trees) -> None:
    """Raise BadTrees unless the arrays belong together: one tree a row, whole rounds of classes."""
    _demand(trees.feature.ndim == 2 and trees.feature.size > 0, "there are no trees")  # noqa: PLR2004
    count, width = shape = trees.feature.shape
    nodes = (trees.threshold, trees.missing, trees.left, trees.right, trees.covers)
    _demand(all(array.shape == shape for array in nodes), "the inner nodes differ in number")
    leaves = (trees.values.shape, trees.leaf_covers.shape)
    _demand(leaves == ((count, width + 1),) * 2, "the leaves differ in number")
    _demand(trees.inner.shape == (count,) and trees.classes >= 1, "the trees differ in number")
    _demand(trees.base.shape == (trees.classes,) and count % trees.classes == 0, "a class lacks a tree")


def _check_numbers(trees: Trees) -> None:
    """Raise BadTrees unless every number makes sense, so that each sum over trees is finite."""
    for scores in (trees.base, trees.values):
        _demand(bool((np.abs(scores) <= LARGEST_SCORE).all()), "a score is no number, or too large")
    for covers in (trees.covers, trees.leaf_covers):
        _demand(bool((np.isfinite(covers) & (covers >= 0)).all()), "a weight is no number, or negative")
    _demand(not np.isnan(trees.threshold).any(), "a threshold is no number")
    _demand(bool(np.isin(trees.missing, (0, 1, 2)).all()), "a missing value has no way to go")
    known = (trees.feature >= 0) & (trees.feature < len(trees.columns))
    _demand(bool(known.all()), "a node asks about an unknown column")
    _demand(bool(((trees.inner >= 0) & (trees.inner <= trees.feature.shape[1])).all()), "a tree is too large")


def _check_ways(trees: Trees) -> None:
    """Raise BadTrees unless each tree's nodes lead on to later ones, and to every node and leaf just once."""
    count, width = trees.feature.shape
    node = np.arange(width)
    inner = trees.inner[:, np.newaxis]
    reached = np.zeros((count, 2 * width + 1), dtype=np.int64)  # inner nodes, then leaves
    for child in (trees.left, trees.right):
        sound = np.where(child >= 0, (child > node) & (child < inner), ~child <= inner)
        _demand(bool((sound | (node >= inner)).all()), "a node leads back or out of its tree")
        tree, own = np.nonzero(node < inner)
        there = child[tree, own]
        np.add.at(reached, (tree, np.where(there >= 0, there, width + ~there)), 1)
    places = np.arange(2 * width + 1)
    wanted = np.where(places < width, (places >= 1) & (places < inner), places - width <= inner)
    _demand(bool((reached == (wanted & (inner > 0))).all()), "a node or leaf is reached twice or never")


def _demand(condition: bool, otherwise: str) -> None:  # noqa: FBT001 - it is what is demanded
    if not condition:
        raise BadTrees(otherwise)


def _same(stored: NDArray[np.generic], original: NDArray[np.generic]) -> bool:
    return bool(np.allclose(stored.astype(np.float64), original, rtol=1e-6, atol=0))


def _wide(array: NDArray[np.generic]) -> Any:  # noqa: ANN401 - which of two, its name says
    return array.astype(np.float64 if array.dtype.kind == "f" else np.int64)
