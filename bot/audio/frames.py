"""Signals in short overlapping pieces, and the spectra of these; pure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float32]
Values = NDArray[np.float64]

BANDS = 40
_ROWS_A_SECOND = 100  # about: a row begins at a whole sample
_SHORT = 0.046  # seconds of a window; a drum's stroke is about as long
_LOWEST, _HIGHEST = 30.0, 11_000.0  # Hz
_AT_ONCE = 500  # windows whose spectra are held in memory together


def spectra(signal: Signal, size: int, hop: int) -> Iterator[Values]:
    """Yield the magnitudes of a signal's windows, some hundred rows at a time; a short rest is left out."""
    window = np.hanning(size + 1)[:-1]
    for start in range(0, len(signal) - size + 1, hop * _AT_ONCE):
        piece = signal[start : start + hop * (_AT_ONCE - 1) + size]
        windows = np.lib.stride_tricks.sliding_window_view(piece, size)[::hop]
        yield np.abs(np.fft.rfft(windows * window, axis=1))


def rows_a_second(rate: int) -> float:
    """Return how many rows of `band_powers` there are a second."""
    return rate / (rate // _ROWS_A_SECOND)


def band_powers(signal: Signal, rate: int) -> Values:
    """Return the power in 40 bands of equal width on the mel scale, some hundred rows a second."""
    size = 2 * round(rate * _SHORT / 2)
    filters = _mel_filters(rate, size)
    scale = 4.0 / size**2  # the square of a sine's amplitude, whatever the window's length
    rows = [magnitudes**2 @ filters * scale for magnitudes in spectra(signal, size, rate // _ROWS_A_SECOND)]
    return np.concatenate(rows) if rows else np.zeros((0, BANDS))


def _mel_filters(rate: int, size: int) -> Values:
    """Return (frequencies, bands) weights: triangles whose corners are the neighbours' centres."""
    highest = min(_HIGHEST, rate / 2)
    corners = _hertz(np.linspace(_mel(_LOWEST), _mel(highest), BANDS + 2))
    frequencies = np.fft.rfftfreq(size, 1 / rate)[:, np.newaxis]
    rising = (frequencies - corners[:-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[2:] - frequencies) / (corners[2:] - corners[1:-1])
    filters: Values = np.clip(np.minimum(rising, falling), 0.0, None)
    return filters


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


def _hertz(mel: Values) -> Values:
    found: Values = 700 * (10 ** (mel / 2595) - 1)
    return found
