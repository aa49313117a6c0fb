"""LightGBM's text and XGBoost's UBJSON models, read into plain arrays of trees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import xgboost
from numpy.typing import NDArray

from model.trees import Integers, Matrix, Trees

_LIGHTGBM_NAN: Final = 2  # the missing type in bits 2 and 3 of a decision type; bit 1 says default left
_MULTICLASS: Final = ("multiclass", "multi:softprob")


class UnreadableModel(Exception):  # noqa: N818 - a fact about a file
    """A model file is not of the kind, or uses what is not read here; the message says which."""


def read_lightgbm(content: bytes) -> Trees:
    """Read LightGBM's text model of a multi-class objective; raises UnreadableModel."""
    header = _header(content)
    if header.get("objective", "").split(" ")[0] not in _MULTICLASS:
        raise UnreadableModel("it is no multi-class model of LightGBM")
    leaves = _numbers(content, "num_leaves").astype(np.int64)
    shape = _Shape(leaves - 1)
    decisions = shape.inner(_numbers(content, "decision_type")).astype(np.int64)
    if (decisions & 1).any() or ((decisions >> 2) == 1)[shape.inner_mask].any():
        raise UnreadableModel("it splits categories or takes 0 for missing")
    as_zero = (decisions >> 2) != _LIGHTGBM_NAN
    classes = int(header["num_tree_per_iteration"])
    return Trees(
        columns=tuple(header["feature_names"].split()),
        classes=classes,
        base=np.zeros(classes),
        feature=shape.inner(_numbers(content, "split_feature")).astype(np.int64),
        threshold=shape.inner(_numbers(content, "threshold")),
        missing=np.where(as_zero, 2, np.where(decisions & 2, 0, 1)),
        left=shape.inner(_numbers(content, "left_child")).astype(np.int64),
        right=shape.inner(_numbers(content, "right_child")).astype(np.int64),
        covers=shape.inner(_numbers(content, "internal_count")),
        values=shape.leaves(_numbers(content, "leaf_value")),
        leaf_covers=shape.leaves(_numbers(content, "leaf_count")),
        inner=shape.counts,
        single=False,
    )


def read_xgboost(content: bytes) -> Trees:
    """Read XGBoost's binary model of the objective multi:softprob; raises UnreadableModel."""
    if b"multi:softprob" not in content:  # and what is no model at all would end the process in the library
        raise UnreadableModel("it is no multi-class model of XGBoost")
    booster = xgboost.Booster()
    booster.load_model(bytearray(content))
    learner = json.loads(booster.save_raw("json"))["learner"]  # in which each number of 32 bits is whole
    base = np.array(json.loads(learner["learner_model_param"]["base_score"]), dtype=np.float32)
    trees = learner["gradient_booster"]["model"]["trees"]

    def of_all(name: str) -> Matrix:
        return np.concatenate([tree[name] for tree in trees]).astype(np.float64)

    left, right = of_all("left_children"), of_all("right_children")
    conditions = of_all("split_conditions").astype(np.float32)
    sizes = np.array([len(tree["left_children"]) for tree in trees])
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    is_leaf = left < 0
    shape = _Shape(np.add.reduceat(~is_leaf, np.cumsum(sizes) - sizes))
    # Each node's number among its tree's inner nodes, or ~its number among the tree's leaves.
    tree = np.repeat(np.arange(len(sizes)), sizes)
    own = np.where(is_leaf, ~_rank(is_leaf, tree), _rank(~is_leaf, tree))
    inner = ~is_leaf
    return Trees(
        columns=tuple(learner["feature_names"]),
        classes=len(base),
        base=base.astype(np.float64),
        feature=shape.inner(of_all("split_indices")[inner]).astype(np.int64),
        # It goes left where the value is less: at most the next smaller number.
        threshold=shape.inner(np.nextafter(conditions[inner], np.float32(-np.inf))),
        missing=shape.inner(1 - of_all("default_left")[inner]).astype(np.int64),
        left=shape.inner(own[(starts + left)[inner].astype(np.intp)]).astype(np.int64),
        right=shape.inner(own[(starts + right)[inner].astype(np.intp)]).astype(np.int64),
        covers=shape.inner(of_all("sum_hessian")[inner]),
        values=shape.leaves(conditions[is_leaf]),
        leaf_covers=shape.leaves(of_all("sum_hessian")[is_leaf]),
        inner=shape.counts,
        single=True,
    )


class _Shape:
    """Lays the values of all trees, one after the other, out in padded tables."""

    def __init__(self, counts: Integers) -> None:
        self.counts = counts.astype(np.int64)
        widest = max(int(counts.max(initial=0)), 1)
        self.inner_mask = np.arange(widest) < self.counts[:, np.newaxis]
        self._leaf_mask = np.arange(widest + 1) <= self.counts[:, np.newaxis]

    def inner(self, values: NDArray[np.generic]) -> Matrix:
        return _padded(self.inner_mask, values)

    def leaves(self, values: NDArray[np.generic]) -> Matrix:
        return _padded(self._leaf_mask, values)


def _padded(mask: NDArray[np.bool_], values: NDArray[np.generic]) -> Matrix:
    if len(values) != mask.sum():
        raise UnreadableModel("its trees have not the nodes that they claim")
    table = np.zeros(mask.shape)
    table[mask] = values
    return table


def _rank(chosen: NDArray[np.bool_], tree: Integers) -> Integers:
    """Return each chosen node's number among its tree's, from 0."""
    running = np.cumsum(chosen)
    before = np.concatenate([[0], running])[np.searchsorted(tree, tree)]
    ranks: Integers = running - before - 1
    return ranks


def _header(content: bytes) -> Mapping[str, str]:
    lines = content.partition(b"\n\n")[0].decode("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _numbers(content: bytes, key: str) -> Matrix:
    """Return the numbers of all lines of this key, in the file's order."""
    lines = re.findall(rb"^%s=(.*)$" % key.encode(), content, re.MULTILINE)
    text = b" ".join(line for line in lines if line).decode("ascii")
    return np.fromstring(text, sep=" ")


READERS: Final[Mapping[str, Callable[[bytes], Trees]]] = {
    "lightgbm": read_lightgbm,
    "xgboost": read_xgboost,
}
