"""Trees laid out so that one row meets all of them at once.

A row's way through a tree is found without walking. The leaves are numbered from left to right, and every
inner node that sends the row to the right strikes out the leaves below it on the left; the first leaf that
is left over is the row's. That is a handful of passes over arrays that lie in the processor's cache, where a
walk would wait for memory at every step. The idea is QuickScorer's (Lucchese and others, SIGIR 2015,
"QuickScorer: A Fast Algorithm to Rank Documents with Additive Ensembles of Regression Trees").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from model.trees import Integers, Matrix, Trees

_MOST_LEAVES: Final = 64
_NEVER_LEFT: Final = np.iinfo(np.uint16).max
_MANY: Final = 2_000
"""From so many rows on it is quicker to take node after node, each for all rows, than row after row."""
_TOGETHER: Final = 16_384  # rows whose ranks stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class FlatTrees:
    """The trees of one model, (i, t) arrays of i inner nodes in t trees; thread-safe, since nothing changes.

    A value is compared by its rank among the model's thresholds on that feature: `keys` holds them all,
    sorted by feature and threshold, `starts` where each feature's begin. `slots` names for each node where
    its feature's rank stands: the features, then again for a missing value that goes right, then again for
    one that counts as 0. `struck` are the leaves, as bits, that a turn to the right makes impossible.
    """

    keys: NDArray[np.complex128]
    starts: Integers
    slots: NDArray[np.intp]
    ranks: NDArray[np.uint16]
    struck: NDArray[np.unsignedinteger]
    values: Matrix
    offsets: Integers
    base: Matrix
    single: bool

    @classmethod
    def of(cls, trees: Trees) -> Self:
        """Lay trees out; raises ValueError where one has more than 64 leaves."""
        if trees.values.shape[1] > _MOST_LEAVES:
            raise ValueError(f"a tree has more than {_MOST_LEAVES} leaves")
        keys, starts, ranks = _ranks(trees)
        struck, places = _struck_leaves(trees)
        values = np.zeros_like(trees.values)
        np.put_along_axis(values, places, trees.values, axis=1)
        slots = trees.feature + len(trees.columns) * trees.missing
        return cls(
            keys=keys,
            starts=starts,
            slots=np.ascontiguousarray(slots.T).astype(np.intp),
            ranks=np.ascontiguousarray(ranks.T).astype(np.uint16),
            struck=struck,
            values=values.ravel(),
            offsets=np.arange(len(trees.values)) * trees.values.shape[1],
            base=trees.base,
            single=trees.single,
        )

    def leaves(self, row: Matrix) -> Integers:
        """Return for each tree the number of the leaf, from the left, that a row (columns,) comes to."""
        right = self._rank(row).take(self.slots) > self.ranks
        struck = np.bitwise_or.reduce(self.struck * right, axis=0)  # np.where takes five times as long
        first = ~struck & (struck + struck.dtype.type(1))  # the lowest bit that is not struck
        numbers: Integers = np.bitwise_count(first - first.dtype.type(1)).astype(np.int64)
        return numbers

    def scores(self, row: Matrix) -> Matrix:
        """Return each class's sum over its trees, (classes,), for a row (columns,); NaN is missing."""
        found = self.values.take(self.offsets + self.leaves(row))
        total: Matrix = found.reshape(-1, len(self.base)).sum(axis=0) + self.base
        return total

    def probabilities(self, matrix: Matrix) -> Matrix:
        """Return (n, classes) probabilities for an (n, columns) matrix."""
        if len(matrix) < _MANY:
            scores = np.array([self.scores(row) for row in matrix]).reshape(-1, len(self.base))
        else:
            parts = range(0, len(matrix), _TOGETHER)
            scores = np.concatenate([self._scores_of_many(matrix[at : at + _TOGETHER]) for at in parts])
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Matrix = odds / odds.sum(axis=1, keepdims=True)
        return shares

    def _scores_of_many(self, matrix: Matrix) -> Matrix:
        """Return (n, classes) scores: what `scores` says of each row, but for the order of the additions."""
        ranks = self._ranks_of_many(matrix)
        scores = np.repeat(self.base[:, np.newaxis], len(matrix), axis=1)
        values = self.values.reshape(len(self.offsets), -1)
        turns = _Turns(self, len(matrix))
        found = np.empty(len(matrix))
        for tree, own in enumerate(values):
            np.take(own, turns.leaves(tree, ranks), out=found, mode="clip")
            scores[tree % len(self.base)] += found
        return scores.T

    def _ranks_of_many(self, matrix: Matrix) -> NDArray[np.uint16]:
        """Return what `_rank` says of each row, (slots, n)."""
        ranks = np.empty((3 * matrix.shape[1], len(matrix)), dtype=np.uint16)
        ends = np.append(self.starts[1:], len(self.keys))
        for feature, (values, start, end) in enumerate(zip(matrix.T, self.starts, ends, strict=True)):
            missing = np.isnan(values)
            known = np.where(missing, 0.0, values.astype(np.float32) if self.single else values)
            own = np.searchsorted(self.keys.imag[start:end], known)
            ranks[feature :: matrix.shape[1]] = own
            ranks[feature, missing] = 0
            ranks[feature + matrix.shape[1], missing] = _NEVER_LEFT
        return ranks

    def _rank(self, row: Matrix) -> NDArray[np.uint16]:
        """Count for each feature the thresholds below its value, once for each way to treat a missing one."""
        missing = np.isnan(row)
        known = np.where(missing, 0.0, row.astype(np.float32) if self.single else row)
        needles = _keys(np.arange(len(row)), known)
        ranks = np.searchsorted(self.keys, needles) - self.starts
        return np.concatenate(
            [np.where(missing, 0, ranks), np.where(missing, _NEVER_LEFT, ranks), ranks]
        ).astype(np.uint16)


class _Turns:
    """Finds the leaves that n rows come to in one tree after the other, in arrays that are made once."""

    def __init__(self, flat: FlatTrees, rows: int) -> None:
        self._flat = flat
        self._right = np.empty(rows, dtype=np.bool_)
        self._ones = self._right.view(np.uint8)
        self._struck = np.empty(rows, dtype=flat.struck.dtype)
        self._more = np.empty(rows, dtype=flat.struck.dtype)
        self._numbers = np.empty(rows, dtype=np.uint8)

    def leaves(self, tree: int, ranks: NDArray[np.uint16]) -> NDArray[np.uint8]:
        """Return the leaf's number by row for (slots, n) ranks; the array is overwritten by the next call."""
        flat, struck, more = self._flat, self._struck, self._more
        struck.fill(0)
        for slot, rank, bits in zip(
            flat.slots[:, tree], flat.ranks[:, tree], flat.struck[:, tree], strict=True
        ):
            if bits:  # a node of padding strikes nothing
                np.greater(ranks[slot], rank, out=self._right)
                np.multiply(self._ones, bits, out=more)
                np.bitwise_or(struck, more, out=struck)
        one = struck.dtype.type(1)
        np.add(struck, one, out=more)
        np.bitwise_and(np.invert(struck, out=struck), more, out=struck)  # the lowest bit that is not struck
        np.bitwise_count(np.subtract(struck, one, out=struck), out=self._numbers)
        return self._numbers


def _ranks(trees: Trees) -> tuple[NDArray[np.complex128], Integers, Integers]:
    """Return the sorted thresholds, where each feature's begin, and each node's rank within its feature's."""
    keys, places = np.unique(_keys(trees.feature, trees.threshold), return_inverse=True)
    starts = np.searchsorted(keys.real, np.arange(len(trees.columns)))
    ranks: Integers = places.reshape(trees.feature.shape) - starts[trees.feature]
    if ranks.max(initial=0) >= _NEVER_LEFT:
        raise ValueError("a feature has more thresholds than a rank can tell apart")
    return keys, starts, ranks


def _keys(features: NDArray[np.generic], thresholds: NDArray[np.generic]) -> NDArray[np.complex128]:
    """Return complex numbers, which sort by the feature first and by the threshold second."""
    keys = np.zeros(features.shape, dtype=np.complex128)
    keys.real, keys.imag = features, thresholds
    return keys


def _struck_leaves(trees: Trees) -> tuple[NDArray[np.unsignedinteger], Integers]:
    """Return the leaves below each inner node's left child as bits, (i, t), and each leaf's number, (t, l).

    The numbers count the leaves of a tree from left to right; those of padding follow.
    """
    count, width = trees.feature.shape
    below = np.ones((count, width), dtype=np.int64)  # how many leaves an inner node has below it
    first = np.zeros((count, width), dtype=np.int64)  # the number of the first of them
    places = np.tile(np.arange(width + 1), (count, 1))
    for node in reversed(range(width)):
        own = np.flatnonzero(node < trees.inner)
        below[own, node] = sum(_below(below, own, child[own, node]) for child in (trees.left, trees.right))
    struck = np.zeros((width, count), dtype=np.uint64)
    for node in range(width):
        own = np.flatnonzero(node < trees.inner)
        left, right = trees.left[own, node], trees.right[own, node]
        start, size = first[own, node], _below(below, own, left)
        struck[node, own] = _run_of_bits(start, size)
        for child, number in ((left, start), (right, start + size)):
            inner = child >= 0
            first[own[inner], child[inner]] = number[inner]
            places[own[~inner], ~child[~inner]] = number[~inner]
    leaves = trees.values.shape[1]
    kind = np.uint16 if leaves <= 16 else np.uint32 if leaves <= 32 else np.uint64  # noqa: PLR2004
    return struck.astype(kind), places


def _below(below: Integers, own: Integers, child: Integers) -> Integers:
    sizes: Integers = np.where(child >= 0, below[own, np.maximum(child, 0)], 1)
    return sizes


def _run_of_bits(start: Integers, size: Integers) -> NDArray[np.uint64]:
    one = np.uint64(1)
    return ((one << size.astype(np.uint64)) - one) << start.astype(np.uint64)
