"""Small tree models of both libraries, and how these answer."""

from __future__ import annotations

from collections.abc import Callable

import lightgbm
import numpy as np
import pytest
import xgboost

from model.derived_features import Matrix
from model.training.tree_files import read_lightgbm, read_xgboost
from model.trees import Trees

CLASSES = 4


NAMES = ["a", "b", "c", "d", "e"]


Trained = tuple[bytes, Callable[[Matrix], Matrix]]
TrainedTrees = dict[str, tuple[Trees, Trained]]


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


def trained_models() -> TrainedTrees:
    """Return the trees of each model, and the model."""
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
