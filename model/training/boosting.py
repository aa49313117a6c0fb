"""Boosters trained on shares of classes: neither library takes any but whole labels by itself.

Every booster trains on one thread. XGBoost's sums, and so its trees, depend on the number; and beside any
other busy process two OpenMP threads wait for each other so long that one is quicker by far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import lightgbm
import numpy as np
import xgboost

from model.derived_features import Matrix
from model.training.examples import Examples
from model.training.recipes import Recipe
from model.training.training_targets import Progress

_FLATTEST: Final = 1e-6  # a curvature of 0 would let a leaf's value go anywhere


def train_lightgbm(recipe: Recipe, rows: Examples, seed: int, progress: Progress) -> bytes:
    """Train LightGBM; return its text, which says that the model is of the objective multiclass."""
    classes = len(recipe.classes)
    settings = {
        **recipe.parameters,
        "num_class": classes,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,  # else it tries which layout is quicker, and the sums differ
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(
        rows.matrix,
        rows.shares.argmax(axis=1),
        init_score=np.tile(rows.base, (len(rows.matrix), 1)),
        feature_name=list(recipe.columns),
        params=settings,
    )

    def slope(scores: Matrix, _: lightgbm.Dataset) -> tuple[Matrix, Matrix]:
        return _slope(scores, rows, classes / (classes - 1))

    def tell(state: lightgbm.callback.CallbackEnv) -> None:
        progress(recipe.name, state.iteration + 1, recipe.rounds)

    booster = lightgbm.train({**settings, "objective": slope}, data, recipe.rounds, callbacks=[tell])
    _add_to_first_trees(booster, rows.base)
    return _named_multiclass(booster.model_to_string(), classes).encode("utf-8")


def train_xgboost(recipe: Recipe, rows: Examples, seed: int, progress: Progress) -> bytes:
    """Train XGBoost; return its binary model."""
    settings = {
        **recipe.parameters,
        "objective": "multi:softprob",
        "num_class": len(recipe.classes),
        "base_score": rows.base.astype(np.float32).tolist(),
        "tree_method": "hist",
        "seed": seed,
        "nthread": 1,
        "verbosity": 0,
    }
    data = xgboost.DMatrix(
        rows.matrix, rows.shares.argmax(axis=1), feature_names=list(recipe.columns), nthread=1
    )

    def slope(scores: Matrix, _: xgboost.DMatrix) -> tuple[Matrix, Matrix]:
        return _slope(scores, rows, 2.0)

    class Tell(xgboost.callback.TrainingCallback):
        def after_iteration(self, model: object, epoch: int, evals_log: object) -> bool:  # noqa: ARG002
            progress(recipe.name, epoch + 1, recipe.rounds)
            return False

    booster = xgboost.train(settings, data, recipe.rounds, obj=slope, callbacks=[Tell()])
    return bytes(booster.save_raw("ubj"))


def _named_multiclass(text: str, classes: int) -> str:
    """Name the objective, where LightGBM knows only that the gradients came from outside."""
    names = "\nfeature_names="
    text = text.replace(names, f"\nobjective=multiclass num_class:{classes}{names}", 1)
    return text.replace("\n[objective: custom]\n", "\n[objective: multiclass]\n", 1)


def _slope(scores: Matrix, rows: Examples, factor: float) -> tuple[Matrix, Matrix]:
    """Return the cross-entropy's gradient and curvature by each score, (n, classes).

    `factor` is what the library multiplies the curvature by where it has whole labels.
    """
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    weights = rows.weights[:, np.newaxis]
    return (odds - rows.shares) * weights, np.maximum(factor * odds * (1 - odds), _FLATTEST) * weights


def _add_to_first_trees(booster: lightgbm.Booster, base: Matrix) -> None:
    """Move the start, which LightGBM leaves to the caller, into the leaves of each class's first tree."""
    leaves = [tree["num_leaves"] for tree in booster.dump_model(num_iteration=1)["tree_info"]]
    for tree, (count, added) in enumerate(zip(leaves, base.tolist(), strict=True)):
        for leaf in range(count):
            booster.set_leaf_output(tree, leaf, booster.get_leaf_output(tree, leaf) + added)


TRAINERS: Final[Mapping[str, Callable[[Recipe, Examples, int, Progress], bytes]]] = {
    "lightgbm": train_lightgbm,
    "xgboost": train_xgboost,
}
