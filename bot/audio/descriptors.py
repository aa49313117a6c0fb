"""What a learnt mapping reads off a sound: its bands, its strokes, its pitches, in 60 numbers; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from bot.audio.frames import BANDS, Values

_CEPSTRA: Final = 13
_FEWEST_ROWS: Final = 100
_FLOOR: Final = 1e-10  # of power: 100 dB below the loudest sine
_SHARES: Final = (10, 50, 90)  # percentiles

DESCRIPTOR_NAMES: Final = (
    *(f"cepstrum_{number}_mean" for number in range(_CEPSTRA)),
    *(f"cepstrum_{number}_spread" for number in range(_CEPSTRA)),
    *(f"cepstrum_{number}_change" for number in range(_CEPSTRA)),
    "level_mean",
    "level_spread",
    *(f"level_percentile_{share}" for share in _SHARES),
    "centre_mean",
    "centre_spread",
    "flatness_mean",
    "flatness_spread",
    "bass_share",
    "treble_share",
    "stroke_mean",
    "stroke_spread",
    "pulse",
    "log_tempo",
    "key_fit",
    "mode",
    "pitch_contrast",
    "loudness",
)


def descriptors(
    powers: Values, strokes: Values, classes: Values, findings: Mapping[str, float | None]
) -> tuple[float, ...]:
    """Return the numbers in the order of `DESCRIPTOR_NAMES`; () where hardly a second sounds.

    `findings` are tempo, pulse, mode, key_fit and loudness; one that is None counts as its middle value.
    """
    sounding = powers[powers.sum(axis=1) > BANDS * _FLOOR]
    if len(sounding) < _FEWEST_ROWS or not len(strokes):
        return ()
    levels = 10 * np.log10(sounding + _FLOOR)
    cepstra = levels @ _cosines()
    total = 10 * np.log10(sounding.sum(axis=1))
    shares = sounding / sounding.sum(axis=1, keepdims=True)
    centre = shares @ np.arange(BANDS)
    flatness = levels.mean(axis=1) - 10 * np.log10(sounding.mean(axis=1))
    numbers = [
        *cepstra.mean(axis=0),
        *cepstra.std(axis=0),
        *np.abs(np.diff(cepstra, axis=0)).mean(axis=0),
        total.mean(),
        total.std(),
        *np.percentile(total, _SHARES),
        centre.mean(),
        centre.std(),
        flatness.mean(),
        flatness.std(),
        shares[:, : BANDS // 5].sum(axis=1).mean(),
        shares[:, -BANDS // 4 :].sum(axis=1).mean(),
        strokes.mean(),
        strokes.std(),
        _or(findings["pulse"], 0.0),
        np.log2(_or(findings["tempo"], 118.0)),
        _or(findings["key_fit"], 0.0),
        _or(findings["mode"], 0.5),
        classes.std() / max(float(classes.mean()), _FLOOR),
        _or(findings["loudness"], -70.0),
    ]
    return tuple(round(float(number), 6) for number in numbers)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _cosines() -> Values:
    """Return the (bands, cepstra) of a cosine transform: the shape of a spectrum, coarse to fine."""
    places = (np.arange(BANDS) + 0.5) / BANDS
    found: Values = np.cos(np.pi * places[:, np.newaxis] * np.arange(_CEPSTRA)) / BANDS
    return found
