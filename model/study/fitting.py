"""One fit and its score: library-default models, imbalanced-learn's pipeline inside the folds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import imblearn
import lightgbm
import numpy as np
import sklearn
import xgboost
from imblearn.pipeline import Pipeline
from lightgbm import LGBMClassifier
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import KFold, StratifiedGroupKFold, StratifiedKFold
from xgboost import XGBClassifier

from model.derived_features import Matrix
from model.features import FEATURE_NAMES
from model.study.plan import Classifier, Effort, FinalFit, Fit, Sampling, Setup, Songs, Split, Subset
from model.study.sampling import resampled, sampler
from model.study.songs import CHART_COLUMNS, Material, StudySongs
from model.study_sample import study_songs
from model.taxonomy import taxonomy
from model.voting import Labels

Rows = NDArray[np.intp]
Estimator = Any  # scikit-learn ships no types
_SHALLOW: Final = 5
VERSIONS: Final[Mapping[str, str]] = {
    library.__name__: library.__version__ for library in (imblearn, lightgbm, np, sklearn, xgboost)
}
"""The libraries that a result depends on."""


@dataclass(frozen=True, slots=True)
class FoldScore:
    """What one fit gave: (genres, genres) counts, true by predicted, over the held-out rows.

    `cleaned` is the accuracy on the held-out rows after they were resampled as well, where that was measured.
    """

    confusion: tuple[tuple[int, ...], ...]
    cleaned: float | None
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SongGenres:
    """What a member of the vote says of the ten published songs, in their order."""

    genres: tuple[str, ...]
    rows: int
    seconds: float


def score_fold(fit: Fit, material: Material, effort: Effort, seed: int) -> FoldScore:
    """Fit on one fold's complement and score on the fold."""
    start = time.monotonic()
    setup = fit.setup
    features, labels, learnt, held_out = _fold(fit, material, effort, seed)
    sampling = setup.sampling if setup.place == "inside" else "none"
    estimator = _pipeline(setup.classifier, sampling, labels[learnt], effort, seed)
    estimator.fit(features[learnt], labels[learnt])
    cleaned = None
    if sampling != "none" and setup.songs == "tracks":
        rows, targets = resampled(sampling, features[held_out], labels[held_out], seed)
        cleaned = float((estimator.predict(rows) == targets).mean())
    guesses = estimator.predict(features[held_out])
    counts = np.zeros((len(taxonomy().genres),) * 2, dtype=np.intp)
    np.add.at(counts, (labels[held_out], guesses), 1)
    table = tuple(tuple(row) for row in counts.tolist())
    return FoldScore(table, cleaned, len(learnt), round(time.monotonic() - start, 1))


def judge_songs(fit: FinalFit, material: Material, effort: Effort, seed: int) -> SongGenres:
    """Fit on all songs, resampled, and name the genres of the published ones."""
    start = time.monotonic()
    features, labels = _resampled_whole(material, "tracks", fit.setup.subset, fit.setup.sampling, seed)
    estimator = _pipeline(fit.setup.classifier, "none", labels, effort, seed).fit(features, labels)
    songs = np.array([song.row() for _, song in study_songs()])
    columns = CHART_COLUMNS if fit.setup.subset == "chart" else tuple(range(len(FEATURE_NAMES)))
    genres = taxonomy().genres
    named = tuple(genres[label] for label in estimator.predict(songs[:, columns]))
    return SongGenres(named, len(labels), round(time.monotonic() - start, 1))


def _fold(fit: Fit, material: Material, effort: Effort, seed: int) -> tuple[Matrix, Labels, Rows, Rows]:
    """Return features and labels, and which rows of them are learnt and which are held out."""
    setup = fit.setup
    if setup.place == "before":
        features, labels = _resampled_whole(material, setup.songs, setup.subset, setup.sampling, seed)
        songs = StudySongs(features, labels, np.empty(0, dtype=np.str_))
        return features, labels, *_split(setup.split, songs, effort, seed + fit.repeat)[fit.fold]
    songs = material.songs(setup.songs, setup.subset)
    if setup.place == "within":
        features, labels = _resampled_part(material, setup, effort, seed + fit.repeat)
        part = StudySongs(features, labels, np.empty(0, dtype=np.str_))
        return features, labels, *_split("kfold", part, effort, seed)[fit.fold]
    return songs.features, songs.labels, *_split(setup.split, songs, effort, seed + fit.repeat)[fit.fold]


@lru_cache(maxsize=1)
def _resampled_whole(
    material: Material, songs: Songs, subset: Subset, sampling: Sampling, seed: int
) -> tuple[Matrix, Labels]:
    chosen = material.songs(songs, subset)
    return resampled(sampling, chosen.features, chosen.labels, seed)


@lru_cache(maxsize=1)
def _resampled_part(material: Material, setup: Setup, effort: Effort, seed: int) -> tuple[Matrix, Labels]:
    songs = material.songs(setup.songs, setup.subset)
    learnt, _ = _split(setup.split, songs, effort, seed)[0]
    return resampled(setup.sampling, songs.features[learnt], songs.labels[learnt], seed)


def _split(split: Split, songs: StudySongs, effort: Effort, seed: int) -> list[tuple[Rows, Rows]]:
    """Return the folds; scikit-learn's repeated splitters are the plain ones, drawn again and again."""
    kind = {"kfold": KFold, "stratified": StratifiedKFold, "artists": StratifiedGroupKFold}[split]
    folds = kind(effort.folds, shuffle=True, random_state=seed)
    groups = songs.artists if split == "artists" else None
    return list(folds.split(songs.features, songs.labels, groups))


def _pipeline(
    classifier: Classifier, sampling: Sampling, labels: Labels, effort: Effort, seed: int
) -> Estimator:
    model = _Numbered(_CLASSIFIERS[classifier](effort.rounds, seed))
    return Pipeline([("sampling", sampler(sampling, labels, seed)), ("model", model)])


class _Numbered(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier that takes labels with gaps, as XGBoost does not; a single label is the answer to all."""

    def __init__(self, classifier: Estimator) -> None:
        self.classifier = classifier

    def fit(self, features: Matrix, labels: Labels) -> _Numbered:
        self.classes_, numbers = np.unique(labels, return_inverse=True)
        if len(self.classes_) > 1:
            self.classifier.fit(features, numbers)
        return self

    def predict(self, features: Matrix) -> Labels:
        if len(self.classes_) == 1:
            return np.repeat(self.classes_, len(features))
        guesses: Labels = self.classes_[np.asarray(self.classifier.predict(features), dtype=np.intp)]
        return guesses


def _lightgbm(rounds: int, seed: int) -> Estimator:
    return LGBMClassifier(
        n_estimators=rounds,
        random_state=seed,
        n_jobs=1,
        verbose=-1,
        deterministic=True,
        force_row_wise=True,  # else it tries which layout is quicker, and the sums differ
    )


# All settings but the seed and the threads are the libraries' own defaults; 100 rounds are, too.
_CLASSIFIERS: Final[Mapping[Classifier, Callable[[int, int], Estimator]]] = {
    "lightgbm": _lightgbm,
    "xgboost": lambda rounds, seed: XGBClassifier(n_estimators=rounds, random_state=seed, n_jobs=1),
    "shallow-forest": lambda rounds, seed: RandomForestClassifier(
        rounds, max_depth=_SHALLOW, random_state=seed, n_jobs=1
    ),
    "forest": lambda rounds, seed: RandomForestClassifier(rounds, random_state=seed, n_jobs=1),
}
