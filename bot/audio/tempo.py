"""Tempo: how fast the strokes repeat; pure.

The method is Ellis's (Beat Tracking by Dynamic Programming, 2007): the autocorrelation of the onsets, weighed
by how usual a tempo is. Which of a tempo, its half and its double people tap to, no sound tells for certain.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.audio.frames import Values

SHORTEST: Final = 6.0  # seconds
_SLOWEST, _FASTEST = 50.0, 220.0  # beats a minute
_USUAL: Final = 118.0  # beats a minute: the middle of the public data set's tempi
_SPREAD: Final = 0.6  # octaves; they lie closer, but the sound is to have the greater say
_FLOOR: Final = 1e-7  # of power: 70 dB below the loudest sine; what is quieter makes no onset
_SMOOTHED: Final = 0.5  # seconds: what rises more slowly is no stroke
_LEAST_PULSE: Final = 4.5  # over the root of the number of rows: by chance noise comes to less
_LEAST_RISE: Final = 0.003  # a held tone wavers by less
_SPAN: Final = 8  # beats over which the tempo is made exact


def onsets(powers: Values, rows_a_second: float) -> Values:
    """Return how much the bands' powers rise from row to row, without what rises slowly."""
    if len(powers) < rows_a_second:
        return np.zeros(0)
    levels = np.log10(powers + _FLOOR)
    rise = np.maximum(levels[2:] - levels[:-2], 0.0).mean(axis=1)
    width = round(_SMOOTHED * rows_a_second)
    slow = np.convolve(rise, np.ones(width) / width, mode="same")
    strokes: Values = np.maximum(rise - slow, 0.0)
    return strokes


def tempo_of(strokes: Values, rows_a_second: float) -> tuple[float | None, float]:
    """Return the tempo in beats a minute, and the pulse's clearness from 0 to 1.

    The tempo is None where there is no pulse, or less than six seconds.
    """
    if len(strokes) < SHORTEST * rows_a_second or strokes.std() < _LEAST_RISE:
        return None, 0.0
    likeness = _autocorrelation(strokes)
    rows_a_minute = 60 * rows_a_second
    lags = np.arange(int(rows_a_minute / _FASTEST), int(rows_a_minute / _SLOWEST) + 1)
    usual = np.exp(-0.5 * (np.log2(rows_a_minute / lags / _USUAL) / _SPREAD) ** 2)
    lag = int(lags[np.argmax(_beats(lags, likeness) * usual)])
    pulse = float(np.clip(likeness[lag - 1 : lag + 2].max(), 0.0, 1.0))
    if pulse < _LEAST_PULSE / np.sqrt(len(strokes)):
        return None, pulse
    return float(rows_a_minute / _exact(lag, likeness)), pulse


def _autocorrelation(strokes: Values) -> Values:
    """Return the likeness of the strokes to themselves so many rows later; 1 at no lag."""
    centred = strokes - strokes.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(centred))))
    power = np.abs(np.fft.rfft(centred, size)) ** 2
    found = np.fft.irfft(power)[: len(centred)]
    overlap = np.arange(len(centred), 0, -1) / len(centred)
    likeness: Values = found / overlap / found[0]
    return likeness


def _beats(lags: NDArray[np.intp], likeness: Values) -> Values:
    """Return how well the strokes meet themselves one, two, three and four beats later.

    One and a half beats, where off-beats meet beats, fall behind at the second of these already.
    """
    near = np.arange(-2, 3)  # a lag is rounded, and four beats are so by four times as much
    each = (likeness[lags[:, np.newaxis] * beats + near].max(axis=1) for beats in (1, 2, 3, 4))
    one, *later = (np.maximum(found, 0.0) for found in each)
    found: Values = one * np.mean(later, axis=0)
    return found


def _exact(lag: float, likeness: Values) -> float:
    """Follow the beat over 1, 2, 4 and 8 beats, each time with the lag so far; its fractions add up."""
    beats = 1
    while beats <= _SPAN and lag * beats + 2 < len(likeness) * 0.75:
        middle = round(lag * beats)
        near = np.arange(middle - 2, middle + 3)
        best = int(near[np.argmax(likeness[near])])
        before, at, after = likeness[best - 1 : best + 2]
        curve = before - 2 * at + after
        lag = (best + (0.5 * (before - after) / curve if curve < 0 else 0.0)) / beats
        beats *= 2
    return lag
