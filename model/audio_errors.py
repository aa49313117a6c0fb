"""Features as they are known from a sound: with the errors that were made on real songs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.derived_features import Matrix
from model.evaluation.few_features import Sight
from model.features import FEATURE_NAMES, FEATURE_RANGES

_KEYS: Final = 12
_LENGTH: Final = FEATURE_NAMES.index("duration_ms")


def with_errors(known: Matrix, taken: Matrix, names: Sequence[str]) -> Sight:
    """Return the sight of one who knows these features with errors like those on some songs.

    `known` and `taken` are (n, 13): what the songs' features are, and what they were taken for. Each track is
    shown with the errors on one of the songs, drawn by chance. What is learnt lies nearer to the middle than
    it is, as it does for the songs. A track's length comes from a catalogue, and is known.
    """
    columns = [FEATURE_NAMES.index(name) for name in names]
    whole = np.isfinite(known[:, columns]).all(axis=1)
    known, taken = known[whole], taken[whole]

    def seen(features: Matrix, rng: np.random.Generator) -> Matrix:
        drawn = rng.integers(max(len(known), 1), size=len(features))
        shown = np.full_like(features, np.nan)
        shown[:, _LENGTH] = features[:, _LENGTH]
        for name, column in zip(names, columns, strict=True):
            alike = _WITH_ERRORS.get(name, _drawn_in)
            shown[:, column] = alike(features[:, column], known[:, column], taken[:, column], drawn)
        low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
        return np.clip(shown, low, high)

    return seen


def _drawn_in(values: Matrix, known: Matrix, taken: Matrix, drawn: NDArray[np.intp]) -> Matrix:
    """Draw values towards the middle as far as the fit did, and add the rest of a song's error."""
    slope, intercept = np.polyfit(known, taken, 1)
    rest = taken - (slope * known + intercept)
    found: Matrix = slope * values + intercept + rest[drawn]
    return found


def _other_tempo(values: Matrix, known: Matrix, taken: Matrix, drawn: NDArray[np.intp]) -> Matrix:
    found: Matrix = values * (taken / known)[drawn]
    return found


def _other_key(values: Matrix, known: Matrix, taken: Matrix, drawn: NDArray[np.intp]) -> Matrix:
    found: Matrix = (values + (taken - known)[drawn]) % _KEYS
    return found


def _other_mode(values: Matrix, known: Matrix, taken: Matrix, drawn: NDArray[np.intp]) -> Matrix:
    found: Matrix = np.abs(values - np.abs(taken - known)[drawn])
    return found


_WITH_ERRORS: Final = {"tempo": _other_tempo, "key": _other_key, "mode": _other_mode}
