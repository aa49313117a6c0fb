"""Key and mode: which of the 24 keys the pitches fit best; pure.

Krumhansl and Kessler's profiles (1982) are what listeners heard. The key with the same notes and the other
mode (C major, A minor) is the likeliest error.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.audio.frames import Signal, Values, spectra

_MAJOR: Final = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR: Final = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_WINDOW: Final = 0.186  # seconds: tells semitones apart from the small octave on
_LOWEST, _HIGHEST = 100.0, 2000.0  # Hz
_A4: Final = 440.0
_A: Final = 9  # the pitch class of A
_FLOOR: Final = 1e-3  # of a full sine, and
_FAINTEST: Final = 0.02  # of the loudest pitch of the moment: what is quieter is no pitch
_LEAST_CONTRAST: Final = 0.25  # the spread of the twelve over their mean; noise stays far below


def pitch_classes(signal: Signal, rate: int) -> Values:
    """Return how much of each of the twelve pitch classes sounds, C first; zeros where nothing does."""
    size = 2 * round(rate * _WINDOW / 2)
    heights, weights = [], []
    for magnitudes in spectra(signal, size, size // 2):
        height, weight = _peaks(magnitudes * 4 / size, rate / size)
        heights.append(height)
        weights.append(weight)
    if not heights:
        return np.zeros(12)
    height, weight = np.concatenate(heights), np.concatenate(weights)
    off = np.angle(np.sum(weight * np.exp(2j * np.pi * height))) / (2 * np.pi)  # of concert pitch
    classes = (np.round(height - off).astype(np.intp) + _A) % 12
    found: Values = np.bincount(classes, weights=weight, minlength=12).astype(np.float64)
    return found


def key_of(classes: Values) -> tuple[int | None, int | None, float]:
    """Return the key (0 is C), the mode (1 is major), and how well the key fits, from -1 to 1.

    Key and mode are None where no pitches stand out.
    """
    mean = classes.mean()
    if mean <= 0 or classes.std() / mean < _LEAST_CONTRAST:
        return None, None, 0.0
    fits = {
        (key, mode): float(np.corrcoef(np.roll(profile, key), classes)[0, 1])
        for mode, profile in ((1, _MAJOR), (0, _MINOR))
        for key in range(12)
    }
    (key, mode), fit = max(fits.items(), key=lambda item: item[1])
    return key, mode, fit


def _peaks(magnitudes: Values, width: float) -> tuple[Values, Values]:
    """Return the peaks of spectra, in semitones from A4, with weights; each spectrum weighs the same.

    A weight is the root of a magnitude, so that a bass does not drown what is played above it.
    """
    first, last = int(_LOWEST / width), int(_HIGHEST / width)
    before, at, after = (magnitudes[:, first + step : last + step] for step in (-1, 0, 1))
    loudest = at.max(axis=1, initial=0.0, keepdims=True)
    frame, place = np.nonzero((at > before) & (at >= after) & (at > np.maximum(_FAINTEST * loudest, _FLOOR)))
    low, top, high = (np.log(part[frame, place] + 1e-12) for part in (before, at, after))
    shift = 0.5 * (low - high) / np.minimum(low - 2 * top + high, -1e-12)
    height = 12 * np.log2((first + place + shift) * width / _A4)
    weight = np.sqrt(at[frame, place])
    total = np.bincount(frame, weights=weight, minlength=len(magnitudes))
    return height, weight / total[frame]
