"""What the members learn of the chart: real Korean tracks, whose genres a teacher gives and no label.

Melon's songs are louder, denser and shorter than the rest of the data set, and trees, which cut at fixed
values, mistake that for a genre. A linear model bends less: fitted to the recordings, and shown Korean
tracks whose loudness and energy are mapped on the recordings' by quantiles, it tells Korean genres apart
better than the trees do. It judges those tracks, and the members learn from recordings and tracks together,
predict1 most; a track counts the more the less it could be one of the recordings. So the boosters' own files
hold the adaptation, and nothing is mapped when a song is asked about.
"""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from model.derived_features import COLUMN_NAMES, Matrix
from model.features import FEATURE_NAMES
from model.training.normal_scale import NormalScale

ALIGNED: Final = ("loudness", "energy")  # pressed harder in Korea than in the data set
# Korean songs of every genre are cheerful: what valence says elsewhere it does not say there.
_COLUMNS: Final = tuple(index for index, name in enumerate(COLUMN_NAMES) if "valence" not in name)
_PERCENTILES: Final = np.linspace(0, 100, 101)


def judged_tracks(recordings: Matrix, shares: Matrix, tracks: Matrix) -> tuple[Matrix, Matrix]:
    """Fit the teacher to recordings and let it judge the tracks: (m, classes) opinions, (m,) strangeness.

    `recordings` are (n, 13) features, `shares` (n, classes) each one's share of the classes, each row of
    sum 1; `tracks` are complete (m, 13) features. Strangeness is how likely it is a track and no recording.
    """
    scale = NormalScale(recordings, _COLUMNS)
    strangeness = _strangeness(scale.ranks(recordings), scale.ranks(tracks))
    return linear_opinions(recordings, shares, tracks, tracks), strangeness


def linear_opinions(recordings: Matrix, shares: Matrix, asked: Matrix, tracks: Matrix) -> Matrix:
    """Return the teacher's opinions, (n, classes), of (n, 13) features that are distributed as the tracks."""
    scale = NormalScale(recordings, _COLUMNS)
    owners, labels = np.nonzero(shares)
    teacher = _fitted(scale.ranks(recordings)[owners], labels, shares[owners, labels])
    opinions = np.zeros((len(asked), shares.shape[1]))
    opinions[:, teacher.classes_] = teacher.predict_proba(scale.ranks(_aligned(asked, recordings, tracks)))
    return opinions


def _fitted(columns: Matrix, labels: NDArray[np.intp], weights: Matrix) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits do not matter
        return LogisticRegression(C=1.0, max_iter=100).fit(columns, labels, sample_weight=weights)


def _strangeness(recordings: Matrix, tracks: Matrix) -> Matrix:
    both = np.concatenate([recordings, tracks])
    is_track = np.repeat([0, 1], [len(recordings), len(tracks)])
    strange: Matrix = _fitted(both, is_track, np.ones(len(both))).predict_proba(tracks)[:, 1]
    return strange


def _aligned(asked: Matrix, recordings: Matrix, tracks: Matrix) -> Matrix:
    """Map loudness and energy as the tracks' map on the recordings', percentile to percentile."""
    aligned = asked.copy()
    for name in ALIGNED:
        column = FEATURE_NAMES.index(name)
        here, there = (np.nanpercentile(table[:, column], _PERCENTILES) for table in (tracks, recordings))
        rising = here + np.arange(len(here)) * 1e-12  # equal percentiles would leave np.interp the choice
        aligned[:, column] = np.interp(asked[:, column], rising, there)
    return aligned
