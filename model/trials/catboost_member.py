"""CatBoost in a member's place: a library that only this trial needs."""

from __future__ import annotations

import numpy as np

from model.derived_features import Matrix, with_derived
from model.taxonomy import taxonomy
from model.trials.fold import Fold, Opinions, genres_of_seeds

_ROUNDS = 200


def catboost_opinions(fold: Fold) -> Opinions:
    """Train CatBoost on a row for each genre of a recording, and ask it."""
    from catboost import CatBoostClassifier, Pool  # noqa: PLC0415 - a library that is only here if asked for

    shares = genres_of_seeds(fold.labels)
    owners, labels = np.nonzero(shares)
    rows = with_derived(fold.known.features)[owners]
    booster = CatBoostClassifier(
        iterations=max(2, round(_ROUNDS * fold.effort.rounds)),
        depth=6,
        learning_rate=0.15,
        l2_leaf_reg=5,
        loss_function="MultiClass",
        classes_count=len(taxonomy().genres),
        random_seed=fold.seed,
        thread_count=1,
        verbose=False,
        allow_writing_files=False,
    ).fit(Pool(rows, labels, weight=shares[owners, labels]))

    def genres(features: Matrix) -> Matrix:
        told: Matrix = booster.predict_proba(with_derived(features), thread_count=1)
        return told

    return fold.asking(genres)
