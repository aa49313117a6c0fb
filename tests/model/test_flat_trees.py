import numpy as np
import pytest

from model.flat_trees import FlatTrees
from model.training.tree_files import read_lightgbm
from tests.model.small_trees import KINDS, TrainedTrees, rows, train_lightgbm


@KINDS
def test_all_trees_at_once_answer_as_the_library_does(trained_trees: TrainedTrees, kind: str) -> None:
    trees, (_, probabilities) = trained_trees[kind]
    asked = rows(300, 2)
    assert np.abs(FlatTrees.of(trees).probabilities(asked) - probabilities(asked)).max() < 1e-6


@KINDS
def test_thousands_of_rows_answer_as_each_alone_does(trained_trees: TrainedTrees, kind: str) -> None:
    flat = FlatTrees.of(trained_trees[kind][0])
    asked = rows(20_000, 3)
    every = range(0, len(asked), 97)
    assert np.abs(flat.probabilities(asked)[every] - flat.probabilities(asked[every])).max() < 1e-12


def test_of_many_rows_values_at_a_threshold_are_compared_in_the_librarys_precision(
    trained_trees: TrainedTrees,
) -> None:
    flat = FlatTrees.of(trained_trees["xgboost"][0])
    assert flat.single
    ends = np.append(flat.starts[1:], len(flat.keys))
    asked = rows(3_000, 4)
    for feature, (start, end) in enumerate(zip(flat.starts, ends, strict=True)):
        if end > start:  # a little more than a threshold, which single precision cannot tell from it
            asked[:, feature] = np.resize(flat.keys.imag[start:end], len(asked)) * (1 + 1e-12)
    assert np.abs(flat.probabilities(asked)[::50] - flat.probabilities(asked[::50])).max() < 1e-12


def test_no_rows_have_no_answers(trained_trees: TrainedTrees) -> None:
    flat = FlatTrees.of(trained_trees["lightgbm"][0])
    assert flat.probabilities(rows(0, 1)).shape == (0, len(flat.base))


def test_trees_with_more_leaves_than_bits_are_refused() -> None:
    trees = read_lightgbm(train_lightgbm(rows(800, 0), leaves=70, min_data_in_leaf=1)[0])
    with pytest.raises(ValueError, match="more than 64 leaves"):
        FlatTrees.of(trees)
