"""Trained trees as plain arrays, and as the bytes of a small file that is read in no time."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Integers = NDArray[np.int64]

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
                return cls(columns=columns, classes=classes, single=bool(archive["single"]), **arrays)
        except Exception as error:  # the archive's reader has a dozen of its own
            raise BadTrees(str(error)) from error


def _same(stored: NDArray[np.generic], original: NDArray[np.generic]) -> bool:
    return bool(np.allclose(stored.astype(np.float64), original, rtol=1e-6, atol=0))


def _wide(array: NDArray[np.generic]) -> Any:  # noqa: ANN401 - which of two, its name says
    return array.astype(np.float64 if array.dtype.kind == "f" else np.int64)
