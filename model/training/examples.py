"""The rows that a booster is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from model.derived_features import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES
from model.training.recipes import Recipe
from model.training.training_targets import TrainingTargets

# The share of the training rows that lose a value, so that a model knows what to do where a source has none.
# ReccoBeats has no time_signature, other estimators neither key nor mode, and who lacks one often lacks all
# three: each is hidden in 30 % of the rows, in half of these together with the others. The rest is seldom
# missing.
_OFTEN_MISSING: Final = {"key": 0.18, "mode": 0.18, "time_signature": 0.18}
_MISSING_TOGETHER: Final = 0.15
_SELDOM_MISSING: Final = 0.02
_ALL_MISSING: Final = 0.01
_TINY: Final = 1e-9  # a class that nothing has a share of


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Training rows: (n, columns) values, (n, classes) shares of sum 1, and (n,) weights, a recording's 1."""

    matrix: Matrix
    shares: Matrix
    weights: Matrix

    @property
    def base(self) -> Matrix:
        """The score of each class, (classes,), where nothing is known of a row."""
        scores: Matrix = np.log(np.average(self.shares, axis=0, weights=self.weights) + _TINY)
        return scores


def examples(recipe: Recipe, targets: TrainingTargets, rng: np.random.Generator) -> Examples:
    """Return a recipe's training rows: the recordings, Korean tracks, and songs of which people spoke."""
    columns = [COLUMN_NAMES.index(name) for name in recipe.columns]
    matrix = with_derived(with_missing(targets.features, rng))[:, columns]
    recordings = len(matrix) - len(targets.strangeness) - len(targets.opinion_weights)
    tracks = recipe.chart_weight * targets.strangeness
    weights = np.concatenate([np.ones(recordings), tracks, targets.opinion_weights])
    return Examples(np.ascontiguousarray(matrix), recipe.class_shares(targets.shares), weights)


def with_missing(features: Matrix, rng: np.random.Generator) -> Matrix:
    """Return a copy of an (n, 13) matrix in which a share of the values is missing at random."""
    shares = np.array([_OFTEN_MISSING.get(name, _SELDOM_MISSING) for name in FEATURE_NAMES])
    lost = (rng.random(features.shape) < shares) | (rng.random((len(features), 1)) < _ALL_MISSING)
    together = np.array([name in _OFTEN_MISSING for name in FEATURE_NAMES])
    lost |= together & (rng.random((len(features), 1)) < _MISSING_TOGETHER)
    return np.where(lost, np.nan, features)
