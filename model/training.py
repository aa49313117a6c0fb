"""Training the members: the same recordings, tracks and seed give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import lightgbm
import numpy as np
import xgboost
from numpy.typing import NDArray

from model.boosters import KINDS
from model.card import MemberCard
from model.chart_teacher import Labelled, labelled_by_teacher
from model.derived import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES
from model.flat_trees import FlatTrees
from model.recipes import Recipe
from model.recordings import Recordings
from model.tree_files import READERS

Progress = Callable[[str, int, int], None]  # the member's name, rounds done, rounds in all

# Every booster trains on one thread. XGBoost's sums, and so its trees, depend on the number; and beside any
# other busy process two OpenMP threads wait for each other so long that one is quicker by far.

# The share of the training rows that lose a value, so that a model knows what to do where a source has none.
# ReccoBeats has no time_signature, other estimators neither key nor mode; the rest is seldom missing.
_OFTEN_MISSING: Final = {"key": 0.3, "mode": 0.3, "time_signature": 0.3}
_SELDOM_MISSING: Final = 0.02
_ALL_MISSING: Final = 0.01

_COMPARED_ROWS: Final = 200
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Training rows: (n, columns) values, class numbers, and weights that sum to 1 for each recording."""

    matrix: Matrix
    labels: NDArray[np.intp]
    weights: Matrix


@dataclass(frozen=True, slots=True)
class TrainedMember:
    """A member's card, the bytes of its library's own file, and those of its plain trees."""

    card: MemberCard
    content: bytes
    trees: bytes


def train(
    recipes: Sequence[Recipe],
    recordings: Recordings,
    chart_tracks: Matrix | None,
    *,
    seed: int,
    progress: Progress,
) -> list[TrainedMember]:
    """Train the members one after the other.

    `chart_tracks` are (n, 13) features of Korean tracks; without them the member of the chart learns from
    the recordings alone.
    """
    return [
        _train_member(recipe, recordings, chart_tracks, np.random.default_rng([seed, index]), progress)
        for index, recipe in enumerate(recipes)
    ]


def examples(
    recipe: Recipe, recordings: Recordings, chart_tracks: Matrix | None, rng: np.random.Generator
) -> Examples:
    """Return a recipe's training rows: one for each label of a recording, of weight 1/labels.

    For the member of the chart those of the Korean tracks follow, as the teacher labels them.
    """
    number = {label: index for index, label in enumerate(recipe.classes)}
    labels = [sorted({number[recipe.label(seed)] for seed in seeds}) for seeds in recordings.seeds]
    counts = np.array([len(own) for own in labels], dtype=np.intp)
    features = np.repeat(recordings.features, counts, axis=0)
    known = Labelled(
        features,
        np.array([label for own in labels for label in own], dtype=np.intp),
        np.repeat(1 / counts, counts),
    )
    if recipe.of_chart and chart_tracks is not None:
        known = _together(known, labelled_by_teacher(features, known.labels, known.weights, chart_tracks))
    columns = [COLUMN_NAMES.index(name) for name in recipe.columns]
    matrix = with_derived(with_missing(known.features, rng))[:, columns]
    return Examples(np.ascontiguousarray(matrix), known.labels, known.weights)


def _together(*parts: Labelled) -> Labelled:
    return Labelled(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def with_missing(features: Matrix, rng: np.random.Generator) -> Matrix:
    """Return a copy of an (n, 13) matrix in which a share of the values is missing at random."""
    shares = np.array([_OFTEN_MISSING.get(name, _SELDOM_MISSING) for name in FEATURE_NAMES])
    lost = (rng.random(features.shape) < shares) | (rng.random((len(features), 1)) < _ALL_MISSING)
    return np.where(lost, np.nan, features)


def _train_member(
    recipe: Recipe,
    recordings: Recordings,
    chart_tracks: Matrix | None,
    rng: np.random.Generator,
    progress: Progress,
) -> TrainedMember:
    rows = examples(recipe, recordings, chart_tracks, rng)
    content = _TRAINERS[recipe.kind](recipe, rows, int(rng.integers(2**31)), progress)
    trees = _flattened(recipe, content, rows.matrix[:_COMPARED_ROWS])
    tracks = len(chart_tracks) if recipe.of_chart and chart_tracks is not None else 0
    card = MemberCard(
        name=recipe.name,
        file=recipe.file,
        sha256=hashlib.sha256(content).hexdigest(),
        trees=f"{recipe.name}.npz",
        trees_sha256=hashlib.sha256(trees).hexdigest(),
        kind=recipe.kind,
        columns=recipe.columns,
        classes=recipe.classes,
        weights=recipe.weights,
        trained_on=recipe.description + (f", and {tracks:,} Korean tracks" if tracks else ""),
        rows=len(rows.labels),
        rounds=recipe.rounds,
        parameters={name: float(value) for name, value in recipe.parameters.items()},
    )
    return TrainedMember(card, content, trees)


def _flattened(recipe: Recipe, content: bytes, rows: Matrix) -> bytes:
    """Return the bytes of the plain trees; they must answer as the library itself does."""
    trees = READERS[recipe.kind](content)
    ours = FlatTrees.of(trees).probabilities(rows)
    if not np.allclose(ours, KINDS[recipe.kind](content).probabilities(rows), rtol=0, atol=_TOLERANCE):
        raise ValueError(f"the plain trees of {recipe.name} answer otherwise than {recipe.kind}")
    return trees.packed()


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
