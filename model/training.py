"""Training the members: the same recordings, ranges and seed give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import lightgbm
import numpy as np
import xgboost
from numpy.typing import NDArray

from model.card import MemberCard
from model.derived import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES
from model.recipes import Recipe
from model.recordings import Recordings
from model.table_file import BadDataset

Progress = Callable[[str, int, int], None]  # the member's name, rounds done, rounds in all
Ranges = Mapping[str, tuple[float, ...]]

# Every booster trains on one thread. XGBoost's sums, and so its trees, depend on the number; and beside any
# other busy process two OpenMP threads wait for each other so long that one is quicker by far.

# The share of the training rows that lose a value, so that a model knows what to do where a source has none.
# ReccoBeats has no time_signature, other estimators neither key nor mode; the rest is seldom missing.
_OFTEN_MISSING: Final = {"key": 0.3, "mode": 0.3, "time_signature": 0.3}
_SELDOM_MISSING: Final = 0.02
_ALL_MISSING: Final = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Training rows: (n, columns) values, class numbers, and weights that sum to 1 for each recording."""

    matrix: Matrix
    labels: NDArray[np.intp]
    weights: Matrix


@dataclass(frozen=True, slots=True)
class TrainedMember:
    """A member's card and the bytes of its file."""

    card: MemberCard
    content: bytes


def train(
    recipes: Sequence[Recipe],
    recordings: Recordings,
    ranges: Ranges,
    *,
    seed: int,
    progress: Progress,
) -> list[TrainedMember]:
    """Train the members one after the other.

    Raises BadDataset where no recording lies within the ranges.
    """
    return [
        _train_member(recipe, recordings, ranges, np.random.default_rng([seed, index]), progress)
        for index, recipe in enumerate(recipes)
    ]


def within(features: Matrix, ranges: Ranges) -> NDArray[np.bool_]:
    """Tell which rows of an (n, 13) matrix lie inside every feature's range, its ends included."""
    low, high = np.array([ranges[name] for name in FEATURE_NAMES]).T
    inside: NDArray[np.bool_] = ((features >= low) & (features <= high)).all(axis=1)
    return inside


def examples(recipe: Recipe, recordings: Recordings, ranges: Ranges, rng: np.random.Generator) -> Examples:
    """Return a recipe's training rows: one for each label of a recording, of weight 1/labels."""
    if recipe.trimmed:
        recordings = recordings.take(np.flatnonzero(within(recordings.features, ranges)))
    if not len(recordings):
        raise BadDataset(
            f"No recording lies within the chart songs' ranges: {recipe.name} has nothing to learn."
        )
    number = {label: index for index, label in enumerate(recipe.classes)}
    labels = [sorted({number[recipe.label(seed)] for seed in seeds}) for seeds in recordings.seeds]
    counts = np.array([len(own) for own in labels], dtype=np.intp)
    features = with_missing(np.repeat(recordings.features, counts, axis=0), rng)
    columns = [COLUMN_NAMES.index(name) for name in recipe.columns]
    return Examples(
        np.ascontiguousarray(with_derived(features)[:, columns]),
        np.array([label for own in labels for label in own], dtype=np.intp),
        np.repeat(1 / counts, counts),
    )


def with_missing(features: Matrix, rng: np.random.Generator) -> Matrix:
    """Return a copy of an (n, 13) matrix in which a share of the values is missing at random."""
    shares = np.array([_OFTEN_MISSING.get(name, _SELDOM_MISSING) for name in FEATURE_NAMES])
    lost = (rng.random(features.shape) < shares) | (rng.random((len(features), 1)) < _ALL_MISSING)
    return np.where(lost, np.nan, features)


def _train_member(
    recipe: Recipe, recordings: Recordings, ranges: Ranges, rng: np.random.Generator, progress: Progress
) -> TrainedMember:
    rows = examples(recipe, recordings, ranges, rng)
    content = _TRAINERS[recipe.kind](recipe, rows, int(rng.integers(2**31)), progress)
    card = MemberCard(
        name=recipe.name,
        file=recipe.file,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=recipe.kind,
        columns=recipe.columns,
        classes=recipe.classes,
        weights=recipe.weights,
        trained_on=recipe.description,
        rows=len(rows.labels),
        rounds=recipe.rounds,
        parameters={name: float(value) for name, value in recipe.parameters.items()},
    )
    return TrainedMember(card, content)


def _train_lightgbm(recipe: Recipe, rows: Examples, seed: int, progress: Progress) -> bytes:
    parameters = {
        **recipe.parameters,
        "objective": "multiclass",
        "num_class": len(recipe.classes),
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,  # else it tries which layout is quicker, and the sums differ
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(
        rows.matrix, rows.labels, weight=rows.weights, feature_name=list(recipe.columns), params=parameters
    )

    def tell(state: lightgbm.callback.CallbackEnv) -> None:
        progress(recipe.name, state.iteration + 1, recipe.rounds)

    booster = lightgbm.train(parameters, data, recipe.rounds, callbacks=[tell])
    text: str = booster.model_to_string()
    return text.encode("utf-8")


def _train_xgboost(recipe: Recipe, rows: Examples, seed: int, progress: Progress) -> bytes:
    parameters = {
        **recipe.parameters,
        "objective": "multi:softprob",
        "num_class": len(recipe.classes),
        "tree_method": "hist",
        "seed": seed,
        "nthread": 1,
        "verbosity": 0,
    }
    data = xgboost.DMatrix(
        rows.matrix, rows.labels, weight=rows.weights, feature_names=list(recipe.columns), nthread=1
    )

    class Tell(xgboost.callback.TrainingCallback):
        def after_iteration(self, model: object, epoch: int, evals_log: object) -> bool:  # noqa: ARG002
            progress(recipe.name, epoch + 1, recipe.rounds)
            return False

    booster = xgboost.train(parameters, data, recipe.rounds, callbacks=[Tell()])
    return bytes(booster.save_raw("ubj"))


_TRAINERS: Final = {"lightgbm": _train_lightgbm, "xgboost": _train_xgboost}
