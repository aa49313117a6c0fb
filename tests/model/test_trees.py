import io
from collections.abc import Callable
from dataclasses import replace

import lightgbm
import numpy as np
import pytest
import xgboost

from model.derived_features import Matrix
from model.flat_trees import FlatTrees
from model.training.tree_files import UnreadableModel, read_lightgbm, read_xgboost
from model.trees import BadTrees, Trees

CLASSES = 4
NAMES = ["a", "b", "c", "d", "e"]
Trained = tuple[bytes, Callable[[Matrix], Matrix]]


def rows(count: int, seed: int, missing: float = 0.2) -> Matrix:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(count, len(NAMES))).round(2)  # repeated values: thresholds are met exactly
    values[:, 0] = rng.integers(-1, 2, count)
    return np.where(rng.random(values.shape) < missing, np.nan, values)


def labels(matrix: Matrix) -> Matrix:
    known = np.nan_to_num(matrix)
    return (known[:, 0] + known[:, 1] * known[:, 2] > 0) + 2.0 * (known[:, 3] > 0.3)


def train_lightgbm(matrix: Matrix, leaves: int = 9, **more: object) -> Trained:
    parameters = {
        "objective": "multiclass",
        "num_class": CLASSES,
        "num_leaves": leaves,
        "min_data_in_leaf": 2,
        "num_threads": 1,
        "verbosity": -1,
        **more,
    }
    data = lightgbm.Dataset(matrix, labels(matrix), feature_name=NAMES)
    booster = lightgbm.train(parameters, data, 7)
    return (
        booster.model_to_string().encode(),
        lambda asked: np.asarray(booster.predict(asked, num_threads=1)),
    )


def train_xgboost(matrix: Matrix, depth: int = 4) -> Trained:
    parameters = {"objective": "multi:softprob", "num_class": CLASSES, "max_depth": depth, "nthread": 1}
    booster = xgboost.train(parameters, xgboost.DMatrix(matrix, labels(matrix), feature_names=NAMES), 7)
    return (
        bytes(booster.save_raw("ubj")),
        lambda asked: np.asarray(booster.inplace_predict(asked, validate_features=False)),
    )


@pytest.fixture(scope="module")
def trained() -> dict[str, tuple[Trees, Trained]]:
    matrix = rows(800, 0)
    complete = rows(800, 1, missing=0)
    made = {
        "lightgbm": train_lightgbm(matrix),
        "lightgbm, never a value missing": train_lightgbm(complete),
        "lightgbm, stumps and single leaves": train_lightgbm(matrix, leaves=2, min_data_in_leaf=390),
        "lightgbm, large": train_lightgbm(matrix, leaves=60, min_data_in_leaf=1),
        "xgboost": train_xgboost(matrix),
        "xgboost, large": train_xgboost(matrix, depth=6),
    }
    return {
        name: ((read_lightgbm if name.startswith("lightgbm") else read_xgboost)(model[0]), model)
        for name, model in made.items()
    }


KINDS = pytest.mark.parametrize(
    "kind",
    [
        "lightgbm",
        "lightgbm, never a value missing",
        "lightgbm, stumps and single leaves",
        "lightgbm, large",
        "xgboost",
        "xgboost, large",
    ],
)


@KINDS
def test_all_trees_at_once_answer_as_the_library_does(
    trained: dict[str, tuple[Trees, Trained]], kind: str
) -> None:
    trees, (_, probabilities) = trained[kind]
    asked = rows(300, 2)
    assert np.abs(FlatTrees.of(trees).probabilities(asked) - probabilities(asked)).max() < 1e-6


@KINDS
def test_stored_trees_are_the_same_trees(trained: dict[str, tuple[Trees, Trained]], kind: str) -> None:
    trees = trained[kind][0]
    again = Trees.unpacked(trees.packed())
    asked = rows(50, 3)
    assert again.columns == trees.columns == tuple(NAMES)
    assert (FlatTrees.of(again).probabilities(asked) == FlatTrees.of(trees).probabilities(asked)).all()
    assert again.packed() == trees.packed()


def test_a_regression_is_not_read_as_classes() -> None:
    matrix = rows(100, 7)
    booster = lightgbm.train({"verbosity": -1, "num_threads": 1}, lightgbm.Dataset(matrix, matrix[:, 1]), 1)
    with pytest.raises(UnreadableModel, match="no multi-class model of LightGBM"):
        read_lightgbm(booster.model_to_string().encode())
    other = xgboost.train({"nthread": 1}, xgboost.DMatrix(matrix, np.nan_to_num(matrix[:, 1])), 1)
    with pytest.raises(UnreadableModel, match="no multi-class model of XGBoost"):
        read_xgboost(bytes(other.save_raw("ubj")))


def test_a_model_that_splits_categories_is_refused() -> None:
    matrix = np.abs(np.nan_to_num(rows(300, 8)).round())
    data = lightgbm.Dataset(matrix, labels(matrix), categorical_feature=[0])
    parameters = {"objective": "multiclass", "num_class": CLASSES, "verbosity": -1, "min_data_per_group": 5}
    text = lightgbm.train(parameters | {"num_threads": 1, "cat_smooth": 0.0}, data, 3).model_to_string()
    with pytest.raises(UnreadableModel, match="splits categories"):
        read_lightgbm(text.encode())


def test_trees_with_more_leaves_than_bits_are_refused() -> None:
    trees = read_lightgbm(train_lightgbm(rows(800, 0), leaves=70, min_data_in_leaf=1)[0])
    with pytest.raises(ValueError, match="more than 64 leaves"):
        FlatTrees.of(trees)


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
    trained: dict[str, tuple[Trees, Trained]], kind: str, table: str, place: tuple[int, ...], value: float
) -> None:
    trees = trained[kind][0]
    changed = getattr(trees, table).copy()
    changed[place] = value
    with np.errstate(invalid="ignore"):
        content = packed(replace(trees, **{table: changed}))
    with pytest.raises(BadTrees):
        Trees.unpacked(content)


@KINDS
def test_trees_both_of_whose_ways_lead_to_one_place_are_refused(
    trained: dict[str, tuple[Trees, Trained]], kind: str
) -> None:
    trees = trained[kind][0]
    with pytest.raises(BadTrees, match="reached twice or never"):
        Trees.unpacked(packed(replace(trees, right=trees.left)))


@pytest.mark.parametrize("table", ["threshold", "values", "base", "inner", "leaf_covers", "left"])
def test_arrays_that_do_not_belong_together_are_refused(
    trained: dict[str, tuple[Trees, Trained]], table: str
) -> None:
    trees = trained["lightgbm"][0]
    with pytest.raises(BadTrees):
        Trees.unpacked(packed(replace(trees, **{table: getattr(trees, table)[:-1]})))


def test_no_trees_at_all_are_refused(trained: dict[str, tuple[Trees, Trained]]) -> None:
    trees = trained["lightgbm"][0]
    with pytest.raises(BadTrees):
        Trees.unpacked(packed(trees.take(np.array([], dtype=np.int64))))


def packed(trees: Trees) -> bytes:
    """Return the archive of trees without the look at it that `packed` takes."""
    file = io.BytesIO()
    arrays = {name: getattr(trees, name) for name in trees.__slots__ if name not in {"columns", "classes"}}
    np.savez(file, columns=np.array(trees.columns), classes=trees.classes, **arrays)
    return file.getvalue()
