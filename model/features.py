"""The 13 audio features of a track, as Spotify defines them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFeatures:
    """The description of one recording; the order of the first 13 fields is the models' column order.

    A feature that the source does not know is None. `source` says who measured
    ("reccobeats", "spotify", "study-2021", "dataset"), `obtained_on` when we learned it.
    Units as in Spotify's Web API reference, "Get Track's Audio Features": loudness in dB, tempo in beats a
    minute, duration_ms in milliseconds, key as a pitch class (0 is C), mode 1 for major, the others 0 to 1.
    """

    danceability: float | None = None
    energy: float | None = None
    key: float | None = None
    loudness: float | None = None
    mode: float | None = None
    speechiness: float | None = None
    acousticness: float | None = None
    instrumentalness: float | None = None
    liveness: float | None = None
    valence: float | None = None
    tempo: float | None = None
    duration_ms: float | None = None
    time_signature: float | None = None
    source: str
    obtained_on: date

    def row(self) -> list[float]:
        """Return the 13 values in column order, NaN where a value is missing."""
        return [math.nan if (value := getattr(self, name)) is None else value for name in FEATURE_NAMES]

    def with_duration(self, duration_ms: int | None) -> AudioFeatures:
        """Return the same features with the duration filled in, if it was missing."""
        return replace(self, duration_ms=duration_ms) if self.duration_ms is None and duration_ms else self


FEATURE_NAMES: Final = tuple(
    field.name for field in fields(AudioFeatures) if field.name not in {"source", "obtained_on"}
)

_SHARE: Final = (0.0, 1.0)
FEATURE_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "danceability": _SHARE,
    "energy": _SHARE,
    "key": (0, 11),
    "loudness": (-60, 10),
    "mode": _SHARE,
    "speechiness": _SHARE,
    "acousticness": _SHARE,
    "instrumentalness": _SHARE,
    "liveness": _SHARE,
    "valence": _SHARE,
    "tempo": (0, 300),
    "duration_ms": (1, 24 * 60 * 60 * 1000),
    "time_signature": (0, 7),
}


def plausible(name: str, value: object) -> float | None:
    """Return a feature's value as a number, or None where it is absent, no number or out of range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    low, high = FEATURE_RANGES[name]
    return float(value) if low <= value <= high else None  # NaN is in no range


def audio_features(values: Mapping[str, object], *, source: str, obtained_on: date) -> AudioFeatures | None:
    """Build features from a mapping of Spotify's names to values; None if it holds no plausible value."""
    known = {name: plausible(name, values.get(name)) for name in FEATURE_NAMES}
    if all(value is None for name, value in known.items() if name != "duration_ms"):
        return None
    return AudioFeatures(**known, source=source, obtained_on=obtained_on)
