"""What an operator's calibration learnt: from what is heard in a sound to Spotify's values, with the errors.

A file beside the model, audio_mapping.json, written by scripts/calibrate_audio.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from model.card import BadModel, Calibration, Thresholds
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.strict_json import WrongShape, plain, read_as

MAPPING_FILE: Final = "audio_mapping.json"
MAPPING_FORMAT: Final = 1
HEARD: Final = ("tempo", "key", "mode")
"""Features that are heard as they are; a mapping only says how often that is right."""
LEARNT: Final = tuple(name for name in FEATURE_NAMES if name not in {*HEARD, "duration_ms", "time_signature"})
"""Features that a mapping may learn: a length is no matter of sound, and metre hardly varies."""
LEAST_EXPLAINED: Final = 0.3
"""A feature of whose variance less is explained stays missing."""
LEAST_RIGHT: Final = 0.3
"""A vote that is right less often is not told: to name the commonest genre always is right for 0.21."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFit:
    """How well a feature is known from the sound, on songs of artists that the fit did not learn from.

    `explained` is the share of the variance, of key and mode that of the cases beyond chance. `error` is the
    mean absolute error in the feature's unit, of key and mode the share of wrong ones. `weights` are those
    of the standardised descriptors; without them the feature is heard directly.
    """

    explained: float
    error: float
    intercept: float
    weights: tuple[float, ...]

    @property
    def is_known(self) -> bool:
        """Whether enough is explained."""
        return self.explained >= LEAST_EXPLAINED


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteFit:
    """What a vote is worth with the features that the mapping knows, as well as it knows them.

    Measured on artists that the members had not heard; `calibration` and `thresholds` are of such votes.
    """

    model: str
    protocol: str
    any_hit: float
    any_top3: float
    calibration: Calibration
    thresholds: Mapping[str, Thresholds]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioMapping:
    """From the descriptors of 30 seconds of sound to features; `centres` and `scales` standardise them."""

    format: int
    descriptors: tuple[str, ...]
    centres: tuple[float, ...]
    scales: tuple[float, ...]
    features: Mapping[str, FeatureFit]
    songs: int
    artists: int
    protocol: str
    votes: VoteFit

    @property
    def known(self) -> tuple[str, ...]:
        """The features that are known well enough, in the models' order."""
        return tuple(name for name in FEATURE_NAMES if name in self.features and self.features[name].is_known)

    @property
    def tells_genres(self) -> bool:
        """Whether the votes are right often enough to be told."""
        return self.votes.any_hit >= LEAST_RIGHT

    @property
    def name(self) -> str:
        """A digest of all that an estimate depends on."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:8]

    def estimated(self, descriptors: Sequence[float]) -> dict[str, float]:
        """Return the features that are learnt well enough, each within its range."""
        if len(descriptors) != len(self.descriptors):
            return {}
        standard = (np.array(descriptors) - self.centres) / self.scales
        learnt = [name for name in self.known if self.features[name].weights]
        return {name: self._estimate(name, standard) for name in learnt}

    def _estimate(self, name: str, standard: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        fit = self.features[name]
        low, high = FEATURE_RANGES[name]
        return float(np.clip(fit.intercept + standard @ np.array(fit.weights), low, high))


def mapping_text(mapping: AudioMapping) -> str:
    """Return the mapping as the text of its file."""
    return json.dumps(plain(mapping), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_mapping(folder: Path, descriptors: Sequence[str]) -> AudioMapping | None:
    """Return the mapping beside a model, or None where there is none; raises BadModel where it is wrong.

    `descriptors` are the names of those that this version hears.
    """
    path = folder / MAPPING_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadModel(f"The file {folder.name}/{MAPPING_FILE} cannot be read.") from error
    try:
        mapping = read_as(AudioMapping, content, "the mapping")
        _check(mapping, descriptors)
    except WrongShape as problem:
        raise BadModel(
            f"The file {folder.name}/{MAPPING_FILE} is wrong: {problem}; make it anew with"
            " scripts/calibrate_audio.py."
        ) from problem
    return mapping


def _check(mapping: AudioMapping, descriptors: Sequence[str]) -> None:
    count = len(descriptors)
    sound = (
        mapping.format == MAPPING_FORMAT
        and mapping.descriptors == tuple(descriptors)
        and len(mapping.centres) == len(mapping.scales) == count
        and all(scale > 0 for scale in mapping.scales)
    )
    if not sound:
        raise WrongShape("it is of another version")
    for name, fit in mapping.features.items():
        if name not in (*HEARD, *LEARNT) or len(fit.weights) != (0 if name in HEARD else count):
            raise WrongShape(f"its feature {name} does not fit")
    for points in (mapping.votes.calibration.raw, mapping.votes.calibration.shown):
        rising = all(one < other for one, other in pairwise(points))
        if not rising or points[:1] != (0.0,) or points[-1:] != (1.0,):
            raise WrongShape("its calibration does not rise")
    if len(mapping.votes.calibration.raw) != len(mapping.votes.calibration.shown):
        raise WrongShape("its calibration's points are no pairs")
