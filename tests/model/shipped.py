"""The shipped model, and songs to ask it about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from model.card import ARTIFACTS, SHIPPED_MODEL
from model.derived_features import Matrix
from model.features import FEATURE_NAMES, AudioFeatures, audio_features
from model.study_sample import study_songs

FOLDER = ARTIFACTS / SHIPPED_MODEL
DAY = date(2026, 11, 22)
BALLAD = (0.342, 0.21, 5, -9.8, 1, 0.031, 0.91, 0.0, 0.11, 0.21, 71.2, 251000, 4)
LOUD = (0.25, 0.98, 1, -2.9, 0, 0.12, 0.0001, 0.6, 0.3, 0.15, 178.3, 214000, 4)
DANCE = (0.78, 0.82, 6, -4.1, 0, 0.06, 0.03, 0.0, 0.09, 0.7, 124.0, 201000, 4)


def song(values: tuple[float, ...]) -> AudioFeatures:
    known = audio_features(
        dict(zip(FEATURE_NAMES, values, strict=True)), source="study-2021", obtained_on=DAY
    )
    assert known is not None
    return known


def changed(features: AudioFeatures, **values: float | None) -> AudioFeatures:
    return replace(features, **values)  # type: ignore[arg-type]


def songs(count: int = 200) -> list[AudioFeatures]:
    """The study's songs, and mixtures of them and the three above, each with a little of its own."""
    rng = np.random.default_rng(8)
    known = np.array(
        [features.row() for _, features in study_songs()] + [list(BALLAD), list(LOUD), list(DANCE)]
    )
    mixed: list[AudioFeatures] = []
    while len(mixed) < count:
        one, other = known[rng.integers(len(known), size=2)]
        mixed.append(song(tuple(_mixture(one, other, rng).tolist())))
    return mixed


def _mixture(one: Matrix, other: Matrix, rng: np.random.Generator) -> Matrix:
    share = rng.random()
    mixture = share * one + (1 - share) * other
    whole = [FEATURE_NAMES.index(name) for name in ("key", "mode", "time_signature", "duration_ms")]
    mixture[whole] = one[whole]
    return mixture
