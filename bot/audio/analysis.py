"""From samples to findings; pure."""

from __future__ import annotations

import numpy as np

from bot.audio.descriptors import descriptors
from bot.audio.frames import band_powers, rows_a_second
from bot.audio.heard import Heard
from bot.audio.key import key_of, pitch_classes
from bot.audio.loudness import integrated_loudness
from bot.audio.sound_file import Samples
from bot.audio.tempo import onsets, tempo_of

DESCRIBED = 30.0
"""Seconds from the middle that the descriptors are of: as long as a preview, which mappings are fitted to."""
_REHEARSED_RATE = 8_000


def heard_in(samples: Samples) -> Heard:
    """Return what can be told of the samples."""
    mono, rate = samples.mono, samples.rate
    powers, pace = band_powers(mono, rate), rows_a_second(rate)
    tempo, _ = tempo_of(onsets(powers, pace), pace)
    key, mode, _ = key_of(pitch_classes(mono, rate))
    return Heard(
        seconds=samples.seconds,
        listened=len(mono) / rate,
        tempo=tempo and round(tempo, 3),
        key=key,
        mode=mode,
        loudness=_loudness(samples),
        descriptors=described(_middle(samples)),
        title=samples.title,
        performer=samples.performer,
    )


def rehearse() -> None:
    """Do everything once, with eight seconds of strokes on a tone."""
    moments = np.arange(8 * _REHEARSED_RATE) / _REHEARSED_RATE
    sound = np.sin(440 * 2 * np.pi * moments) * np.exp(-10 * (moments % 0.5))
    heard_in(Samples(sound.astype(np.float32)[:, np.newaxis], _REHEARSED_RATE, 8.0))


def described(samples: Samples) -> tuple[float, ...]:
    """Return the descriptors of a piece; () where it is too short or silent."""
    powers, pace = band_powers(samples.mono, samples.rate), rows_a_second(samples.rate)
    strokes = onsets(powers, pace)
    classes = pitch_classes(samples.mono, samples.rate)
    tempo, pulse = tempo_of(strokes, pace)
    _, mode, fit = key_of(classes)
    loudness = _loudness(samples)
    findings = {"tempo": tempo, "pulse": pulse, "mode": mode, "key_fit": fit, "loudness": loudness}
    return descriptors(powers, strokes, classes, findings)


def _loudness(samples: Samples) -> float | None:
    """Return the loudness; a single channel sounds from two loudspeakers, so it counts twice."""
    twice = samples.values.shape[1] == 1
    values = np.repeat(samples.values, 2, axis=1) if twice else samples.values
    loudness = integrated_loudness(values, samples.rate)
    return None if loudness is None else round(loudness, 3)


def _middle(samples: Samples) -> Samples:
    length = round(DESCRIBED * samples.rate)
    start = max(len(samples.values) - length, 0) // 2
    values = samples.values[start : start + length]
    return Samples(values, samples.rate, len(values) / samples.rate)
