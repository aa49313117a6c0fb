import io
from dataclasses import replace

import numpy as np
import pytest

from model.flat_trees import FlatTrees
from model.trees import BadTrees, Trees
from tests.model.small_trees import KINDS, NAMES, TrainedTrees, rows


@KINDS
def test_stored_trees_are_the_same_trees(trained_trees: TrainedTrees, kind: str) -> None:
    trees = trained_trees[kind][0]
    again = Trees.unpacked(trees.packed())
    asked = rows(50, 3)
    assert again.columns == trees.columns == tuple(NAMES)
    assert (FlatTrees.of(again).probabilities(asked) == FlatTrees.of(trees).probabilities(asked)).all()
    assert again.packed() == trees.packed()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"tree\nversion=v4\n"])
def test_what_is_no_archive_of_trees_is_refused(content: bytes) -> None:
    with pytest.raises(BadTrees):
        Trees.unpacked(content)


NOT_A_NUMBER, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("table", "place", "value"),
    [
        ("values", (0, 0), NOT_A_NUMBER),
        ("values", (0, 0), INFINITE),
        ("values", (0, 0), -1e300),
        ("base", (0,), INFINITE),
        ("base", (0,), 1e300),
        ("threshold", (0, 0), NOT_A_NUMBER),
        ("covers", (0, 0), NOT_A_NUMBER),
        ("leaf_covers", (0, 0), -1.0),
        ("missing", (0, 0), 255),
        ("feature", (0, 0), 200),
        ("inner", (0,), 200),
        ("left", (0, 0), 0),
        ("left", (0, 0), 120),
        ("right", (0, 0), -120),
    ],
)
@KINDS
def test_a_number_that_makes_no_sense_is_refused_when_the_trees_are_read(
    trained_trees: TrainedTrees,
    kind: str,
    table: str,
    place: tuple[int, ...],
    value: float,
) -> None:
    trees = trained_trees[kind][0]
    changed = getattr(trees, table).copy()
    changed[place] = value
    with np.errstate(invalid="ignore"):
        content = packed(replace(trees, **{table: changed}))
    with pytest.raises(BadTrees):
        Trees.unpacked(content)


@KINDS
def test_trees_both_of_whose_ways_lead_to_one_place_are_refused(
    trained_trees: TrainedTrees, kind: str
) -> None:
    trees = trained_trees[kind][0]
    with pytest.raises(BadTrees, match="reached twice or never"):
        Trees.unpacked(packed(replace(trees, right=trees.left)))


@pytest.mark.parametrize("table", ["threshold", "values", "base", "inner", "leaf_covers", "left"])
def test_arrays_that_do_not_belong_together_are_refused(trained_trees: TrainedTrees, table: str) -> None:
    trees = trained_trees["lightgbm"][0]
    with pytest.raises(BadTrees):
        Trees.unpacked(packed(replace(trees, **{table: getattr(trees, table)[:-1]})))


def test_no_trees_at_all_are_refused(trained_trees: TrainedTrees) -> None:
    trees = trained_trees["lightgbm"][0]
    with pytest.raises(BadTrees):
        Trees.unpacked(packed(trees.take(np.array([], dtype=np.int64))))


def packed(trees: Trees) -> bytes:
    """Return the archive of trees without the look at it that `packed` takes."""
    file = io.BytesIO()
    arrays = {name: getattr(trees, name) for name in trees.__slots__ if name not in {"columns", "classes"}}
    np.savez(file, columns=np.array(trees.columns), classes=trees.classes, **arrays)
    return file.getvalue()
