"""What votes are worth where only some of the features are known, or known with errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.card import Calibration, Score, Thresholds
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.evaluation.cross_validation import CrossValidation
from model.evaluation.cross_validation_folds import FoldViews, answers, native_views, split
from model.evaluation.score_rows import ALL_TRACKS
from model.features import FEATURE_NAMES
from model.training.members import train
from model.training.recipes import Recipe
from model.training.training_targets import Progress
from model.voting import RULES, weighted_mean

Sight = Callable[[Matrix, np.random.Generator], Matrix]
"""Turns an (n, 13) matrix of features into what is known of them, NaN where a value is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FewFeatureVotes:
    """The worth of votes by one rule: `commonest` is the share of tracks of the genre that is voted most.

    `same` is the share of the votes that this genre gets. Probabilities are drawn through a curve of such
    votes, of the other folds.
    """

    score: Score
    commonest: float
    same: float
    calibration: Calibration
    thresholds: Mapping[str, Thresholds]


def only(names: Collection[str]) -> Sight:
    """Return the sight of one who knows these features and no others."""
    hidden = [index for index, name in enumerate(FEATURE_NAMES) if name not in names]

    def seen(features: Matrix, _rng: np.random.Generator) -> Matrix:
        known = features.copy()
        known[:, hidden] = np.nan
        return known

    return seen


def few_feature_votes(
    sights: Mapping[str, Sight],
    recipes: Sequence[Recipe],
    recordings: Recordings,
    chart_tracks: Matrix | None,
    *,
    rule: str,
    seed: int,
    progress: Progress,
) -> dict[str, FewFeatureVotes]:
    """Train on all but a fold, show the members the fold as each sight does, and judge their votes.

    No artist is in a fold and in what was learnt for it.
    """
    folds: dict[str, list[FoldViews]] = {name: [] for name in sights}
    for number, (learnt, held_out) in enumerate(split(recordings, seed), start=1):

        def tell(name: str, done: int, total: int, number: int = number) -> None:
            progress(f"fold {number}, {name}", done, total)

        members = train(recipes, recordings.take(learnt), chart_tracks, seed=seed, progress=tell)
        for name, sight in sights.items():
            seen = sight(recordings.features[held_out], np.random.default_rng([seed, number]))
            views = native_views(members, seen)
            nobody = np.zeros(0, dtype=np.bool_)
            folds[name].append(FoldViews(held_out, views, views, views, None, nobody))
    return {name: _judged(recipes, recordings, own, rule) for name, own in folds.items()}


def _judged(
    recipes: Sequence[Recipe], recordings: Recordings, folds: Sequence[FoldViews], rule: str
) -> FewFeatureVotes:
    validation = CrossValidation(recipes, recordings, folds, None)
    score = validation.score(rule, ALL_TRACKS)
    if score is None:
        raise ValueError("a fold without tracks")
    weights = np.array([recipe.weights[rule] for recipe in recipes])
    chosen = np.concatenate([RULES[rule](fold.full, weights) for fold in folds])
    votes = np.bincount(chosen, minlength=weighted_mean(folds[0].full, weights).shape[1])
    favourite = int(votes.argmax())
    return FewFeatureVotes(
        score=score,
        commonest=float(answers(recordings).truth[:, favourite].mean()),
        same=float(votes[favourite] / votes.sum()),
        calibration=validation.calibration(),
        thresholds=validation.thresholds(),
    )
