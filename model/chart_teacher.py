"""What predict1 learns of the chart: real Korean tracks, with genres from a teacher and nobody's labels.

Melon's songs are louder, denser and shorter than the rest of the data set, and trees, which cut at fixed
values, mistake that for a genre. A linear model bends less: fitted to the recordings, and shown Korean
tracks whose loudness and energy are mapped on the recordings' by quantiles, it tells Korean genres apart
better than the trees do. It labels those tracks, and predict1 learns from recordings and tracks together, a
track counting the more the less it could be one of the recordings. So the booster's own file holds the
adaptation, and nothing is mapped when a song is asked about.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import QuantileTransformer
from threadpoolctl import threadpool_limits

from model.derived import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy

ALIGNED: Final = ("loudness", "energy")  # pressed harder in Korea than in the data set
TOP_GENRES: Final = 4  # of the teacher's opinion of a track, so many are learnt, with their shares
TRACKS_WEIGHT: Final = 0.8  # of a track that sounds like no recording, where a recording weighs 1
# Korean songs of every genre are cheerful: what valence says elsewhere it does not say there.
_COLUMNS: Final = tuple(index for index, name in enumerate(COLUMN_NAMES) if "valence" not in name)
_PERCENTILES: Final = np.linspace(0, 100, 101)
_FAR: Final = 3.0  # standard deviations; a value beyond is as good as there
_QUANTILES: Final = 300


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Tracks with genres: (n, 13) features, a track once for each genre, (n,) genre numbers and weights."""

    features: Matrix
    labels: NDArray[np.intp]
    weights: Matrix


def labelled_by_teacher(
    recordings: Matrix, genres: NDArray[np.intp], weights: Matrix, tracks: Matrix
) -> Labelled:
    """Fit the teacher and let it label the tracks.

    `recordings` are complete (n, 13) features, a recording once for each of its genres; `genres` (n,) are
    numbers in the taxonomy's order, `weights` (n,) theirs. `tracks` are complete (m, 13) features.
    """
    with threadpool_limits(limits=1):  # the last digits of a sum depend on the number of threads
        scale = _Scale(recordings)
        teacher = _fitted(scale(recordings), genres, weights)
        opinions = np.zeros((len(tracks), len(taxonomy().genres)))
        opinions[:, teacher.classes_] = teacher.predict_proba(scale(_aligned(tracks, recordings)))
        return _likeliest(tracks, opinions, _strangeness(scale(recordings), weights, scale(tracks)))


class _Scale:
    """Columns as the quantiles of the recordings, spread as a normal distribution, none far out."""

    def __init__(self, recordings: Matrix) -> None:
        quantiles = min(_QUANTILES, len(recordings))
        self._scale = QuantileTransformer(n_quantiles=quantiles, output_distribution="normal", random_state=0)
        self._scale.fit(with_derived(recordings)[:, _COLUMNS])

    def __call__(self, features: Matrix) -> Matrix:
        columns: Matrix = self._scale.transform(with_derived(features)[:, _COLUMNS])
        return np.clip(columns, -_FAR, _FAR)


def _fitted(columns: Matrix, labels: NDArray[np.intp], weights: Matrix) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits do not matter
        return LogisticRegression(C=1.0, max_iter=100).fit(columns, labels, sample_weight=weights)


def _strangeness(recordings: Matrix, weights: Matrix, tracks: Matrix) -> Matrix:
    """Return for each track the probability that it is a track and no recording, both of scaled columns."""
    both = np.concatenate([recordings, tracks])
    is_track = np.repeat([0, 1], [len(recordings), len(tracks)])
    everyone = np.concatenate([weights, np.ones(len(tracks))])
    strange: Matrix = _fitted(both, is_track, everyone).predict_proba(tracks)[:, 1]
    return strange


def _aligned(tracks: Matrix, recordings: Matrix) -> Matrix:
    """Map the tracks' loudness and energy on the recordings', percentile to percentile."""
    aligned = tracks.copy()
    for name in ALIGNED:
        column = FEATURE_NAMES.index(name)
        here, there = (np.percentile(table[:, column], _PERCENTILES) for table in (tracks, recordings))
        rising = here + np.arange(len(here)) * 1e-12  # equal percentiles would leave np.interp the choice
        aligned[:, column] = np.interp(tracks[:, column], rising, there)
    return aligned


def _likeliest(tracks: Matrix, opinions: Matrix, strange: Matrix) -> Labelled:
    best = np.argsort(-opinions, axis=1, kind="stable")[:, :TOP_GENRES]
    shares = np.take_along_axis(opinions, best, axis=1)
    shares *= TRACKS_WEIGHT * strange[:, np.newaxis] / shares.sum(axis=1, keepdims=True)
    return Labelled(np.repeat(tracks, best.shape[1], axis=0), best.ravel(), shares.ravel())
