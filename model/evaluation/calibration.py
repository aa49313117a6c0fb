"""From the ensemble's mean probability to how often it is right."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from model.card import Calibration
from model.derived_features import Matrix

UNCALIBRATED: Final = Calibration(raw=(0.0, 1.0), shown=(0.0, 1.0))
_POINTS: Final = 40
_COUNTED_GENRES: Final = 3  # of each track: those that are ever shown
_SLOPE: Final = 1e-3  # a likelier genre is shown as likelier, if by a hair
_DIGITS: Final = 6


def fitted_calibration(probabilities: Matrix, truth: NDArray[np.bool_]) -> Calibration:
    """Fit an isotonic curve to the three likeliest genres of each track.

    `probabilities` and `truth` are (n, genres), of tracks that the ensemble was not trained on.
    """
    best = np.argsort(-probabilities, axis=1, kind="stable")[:, :_COUNTED_GENRES]
    raw = np.take_along_axis(probabilities, best, axis=1).ravel()
    right = np.take_along_axis(truth, best, axis=1).ravel().astype(np.float64)
    order = np.argsort(raw, kind="stable")
    groups = np.array_split(order, min(_POINTS, len(order)))
    centres = np.array([raw[group].mean() for group in groups])
    shares = np.array([right[group].mean() for group in groups])
    shares = IsotonicRegression(y_min=0, y_max=1).fit_transform(centres, shares)
    return _rising(centres, shares)


def _rising(raw: Matrix, shown: Matrix) -> Calibration:
    """Make plateaus rise a little, and lead the curve from 0 to 1; both were sorted."""
    raw = raw.round(_DIGITS)
    apart = np.concatenate([[True], np.diff(raw) > 0]) & (raw > 0) & (raw < 1)
    points = np.concatenate([[0.0], raw[apart], [1.0]])
    level = np.concatenate([[0.0], shown[apart], [1.0]])
    risen = (level * (1 - _SLOPE) + points * _SLOPE).round(2 * _DIGITS)
    return Calibration(raw=tuple(points.tolist()), shown=tuple(risen.tolist()))
