"""Columns that are computed from the 13 audio features; training and serving both come through here."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.features import FEATURE_NAMES

Matrix = NDArray[np.float64]

_TINY: Final = 1e-4  # keeps ratios and logarithms of a feature that may be 0 finite
_OCTAVE_START: Final = 70.0  # beats a minute; a tempo is folded into 70 to 140


def with_derived(features: Matrix) -> Matrix:
    """Return the (n, 13) matrix in FEATURE_NAMES order with the derived columns appended: COLUMN_NAMES order.

    A derived value is NaN where a feature that it needs is NaN.
    """
    if features.ndim != 2 or features.shape[1] != len(FEATURE_NAMES):  # noqa: PLR2004 - rows and columns
        raise ValueError(f"expected a matrix of {len(FEATURE_NAMES)} columns, got the shape {features.shape}")
    derived = _derived(features)
    return np.column_stack([features, *derived.values()])


def _derived(features: Matrix) -> dict[str, Matrix]:
    known = dict(zip(FEATURE_NAMES, features.T, strict=True))
    return _of_key(known["key"], known["mode"]) | _of_tempo(known) | _of_sound(known)


def _of_key(key: Matrix, mode: Matrix) -> dict[str, Matrix]:
    """Keys are a circle: 11 lies beside 0, and in harmony a fifth apart is nearer than a semitone."""
    semitones = key * (2 * np.pi / 12)
    fifths = (key * 7 % 12) * (2 * np.pi / 12)
    return {
        "key_sine": np.sin(semitones),
        "key_cosine": np.cos(semitones),
        "fifths_sine": np.sin(fifths),
        "fifths_cosine": np.cos(fifths),
        # A minor key shares its notes with the major key three semitones up.
        "relative_major": np.where(np.isnan(mode), np.nan, np.where(mode > 0.5, key, (key + 3) % 12)),  # noqa: PLR2004
    }


def _of_tempo(known: dict[str, Matrix]) -> dict[str, Matrix]:
    tempo = known["tempo"]
    return {
        "tempo_folded": _folded(tempo),
        "tempo_energy": tempo * known["energy"],
        "tempo_danceability": tempo * known["danceability"],
        "tempo_off_integer": np.abs(tempo - np.round(tempo)),  # a machine keeps a whole number of beats
        "no_beat": np.where(np.isnan(tempo), np.nan, (tempo == 0).astype(np.float64)),
    }


def _folded(tempo: Matrix) -> Matrix:
    """Halve or double a tempo into one octave, since half and double time are often confused; 0 stays 0."""
    beating = np.where(tempo > 0, tempo, np.nan)
    folded = beating / np.exp2(np.floor(np.log2(beating / _OCTAVE_START)))
    return np.where(tempo == 0, 0.0, folded)


def _of_sound(known: dict[str, Matrix]) -> dict[str, Matrix]:
    energy, danceability, valence = known["energy"], known["danceability"], known["valence"]
    acousticness, instrumentalness = known["acousticness"], known["instrumentalness"]
    return {
        "loudness_beyond_energy": known["loudness"] - 20 * energy,
        "energy_danceability": energy * danceability,
        "energy_valence": energy * valence,
        "danceability_valence": danceability * valence,
        "energy_per_danceability": energy / (danceability + _TINY),
        "acoustic_calm": acousticness * (1 - energy),
        "instrumental_log_ratio": np.log((instrumentalness + _TINY) / (acousticness + _TINY)),
        "speech_danceability": known["speechiness"] * danceability,
        "valence_beyond_energy": valence - energy,
        "acoustic_instrumental": acousticness * instrumentalness,
        "liveness_energy": known["liveness"] * energy,
    }


DERIVED_NAMES: Final = tuple(_derived(np.zeros((1, len(FEATURE_NAMES)))))
COLUMN_NAMES: Final = (*FEATURE_NAMES, *DERIVED_NAMES)
