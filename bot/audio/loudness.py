"""Loudness as ITU-R BS.1770-5 and EBU R 128 define it; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.audio.frames import Signal, Values

_STEP: Final = 0.1  # seconds; a block is four of them, and begins at each
_STEPS_A_BLOCK: Final = 4
_ABSOLUTE_GATE: Final = -70.0  # LUFS: what is quieter counts as silence
_RELATIVE_GATE: Final = -10.0  # LU below the loudness of what is no silence
_OFFSET: Final = -0.691
_PIECE: Final = 50  # steps that are filtered at a time
_LEAD: Final = 10  # steps before them, in which the filters settle
# The two filters of the standard as analogue prototypes: frequency in Hz, quality, gain in dB.
_SHELF: Final = (1681.974450955533, 0.7071752369554196, 3.999843853973347)
_HIGH_PASS: Final = (38.13547087602444, 0.5003270373238773)
_SHELF_SLOPE: Final = 0.4996667741545416


def integrated_loudness(samples: Signal, rate: int) -> float | None:
    """Return the loudness of (n, channels) samples in LUFS; None for silence and for less than a block."""
    step = round(rate * _STEP)
    powers = np.sum([_step_powers(channel, rate, step) for channel in samples.T], axis=0)
    if len(powers) < _STEPS_A_BLOCK:
        return None
    blocks = np.convolve(powers, np.ones(_STEPS_A_BLOCK) / _STEPS_A_BLOCK, mode="valid")
    audible = blocks[_lufs(blocks) > _ABSOLUTE_GATE]
    if not len(audible):
        return None
    counted = audible[_lufs(audible) > float(_lufs(audible.mean())) + _RELATIVE_GATE]
    return float(_lufs(counted.mean()))


def _lufs(power: Values) -> Values:
    return _OFFSET + 10 * np.log10(np.maximum(power, 1e-12))


def _step_powers(channel: Signal, rate: int, step: int) -> Values:
    """Return the mean square of the filtered channel over each whole step."""
    steps = len(channel) // step
    pieces = [
        np.mean(np.square(piece).reshape(-1, step), axis=1)
        for piece in _filtered(channel[: steps * step], rate, step)
    ]
    return np.concatenate(pieces) if pieces else np.zeros(0)


def _filtered(channel: Signal, rate: int, step: int) -> Iterator[Values]:
    """Yield the filtered channel in pieces of whole steps (overlap-save)."""
    size = (_LEAD + _PIECE) * step
    response = _weighting(np.fft.rfftfreq(size, 1 / rate).astype(np.float64), rate)
    led = np.concatenate([np.zeros(_LEAD * step, channel.dtype), channel])
    for start in range(0, len(channel), _PIECE * step):
        piece = led[start : start + size]
        whole = np.fft.irfft(np.fft.rfft(piece, size) * response, size)
        yield whole[_LEAD * step : len(piece)]


def _weighting(frequencies: Values, rate: int) -> NDArray[np.complex128]:
    """Return the response of both filters, made digital by the bilinear transform."""
    delay = np.exp(-2j * np.pi * frequencies / rate)
    frequency, quality, gain = _SHELF
    k, high = np.tan(np.pi * frequency / rate), 10 ** (gain / 20)
    middle = high**_SHELF_SLOPE
    shelf = _polynomial(high, middle * k / quality, k * k, delay) / _polynomial(1, k / quality, k * k, delay)
    frequency, quality = _HIGH_PASS
    k = np.tan(np.pi * frequency / rate)
    below = (1 + k / quality + k * k) * (1 - delay) ** 2  # the standard leaves its gain as it is
    response: NDArray[np.complex128] = shelf * below / _polynomial(1, k / quality, k * k, delay)
    return response


def _polynomial(
    square: float, linear: float, constant: float, delay: NDArray[np.complex128]
) -> NDArray[np.complex128]:
    """Return square s² + linear s + constant at s = (1 - delay) / (1 + delay), times (1 + delay)²."""
    before, after = 1 - delay, 1 + delay
    value: NDArray[np.complex128] = square * before**2 + linear * before * after + constant * after**2
    return value
