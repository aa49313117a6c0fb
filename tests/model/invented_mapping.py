"""A mapping from sounds to features, as a calibration might write it."""

from __future__ import annotations

from bot.audio.descriptors import DESCRIPTOR_NAMES
from model.audio_mapping import MAPPING_FORMAT, AudioMapping, FeatureFit, VoteFit
from model.card import Calibration, Thresholds
from model.voting import RULES


def invented_mapping(model: str, any_hit: float = 0.4, **explained: float) -> AudioMapping:
    """Return a mapping that takes any sound's energy for 0.8, half as energetic where its level is low.

    `explained` are the shares of other features.
    """
    zeros = [0.0] * len(DESCRIPTOR_NAMES)
    level = list(zeros)
    level[DESCRIPTOR_NAMES.index("level_mean")] = 0.01
    features = {
        "tempo": fit(0.9),
        "key": fit(0.7),
        "mode": fit(0.6),
        "energy": fit(0.7, 0.8, level),
        "loudness": fit(0.6, -7.0, zeros),
        "acousticness": fit(0.5, 0.2, zeros),
        "danceability": fit(0.4, 0.7, zeros),
        "valence": fit(0.1, 0.5, zeros),
    }
    for name, share in explained.items():
        old = features[name]
        features[name] = fit(share, old.intercept, list(old.weights))
    curve = Calibration(raw=(0.0, 0.5, 1.0), shown=(0.0, 0.25, 1.0))
    limits = Thresholds(likely=0.6, open=0.3, likely_coverage=0.1, open_coverage=0.3)
    return AudioMapping(
        format=MAPPING_FORMAT,
        descriptors=DESCRIPTOR_NAMES,
        centres=tuple(zeros),
        scales=tuple(1.0 for _ in zeros),
        features=features,
        songs=300,
        artists=200,
        protocol="invented",
        votes=VoteFit(
            model=model,
            protocol="invented",
            any_hit=any_hit,
            any_top3=0.6,
            calibration=curve,
            thresholds=dict.fromkeys(RULES, limits),
        ),
    )


def fit(explained: float, intercept: float = 0.0, weights: list[float] | None = None) -> FeatureFit:
    return FeatureFit(explained=explained, error=0.1, intercept=intercept, weights=tuple(weights or ()))
