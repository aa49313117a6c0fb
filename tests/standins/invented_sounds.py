"""Sounds whose tempo, key and loudness are known, since they are made here."""

from __future__ import annotations

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 22_050
Sound = NDArray[np.float32]

_MAJOR = {"chords": ((0, 4), (7, 4), (9, 3), (5, 4)), "scale": (0, 2, 4, 5, 7, 9, 11)}
_MINOR = {"chords": ((0, 3), (5, 3), (7, 4), (0, 3)), "scale": (0, 2, 3, 5, 7, 8, 11)}


def clicks(tempo: float, seconds: float, rate: int = RATE) -> Sound:
    """Return a metronome."""
    sound = np.zeros(int(rate * seconds))
    moments = np.arange(int(0.03 * rate)) / rate
    click = np.sin(2 * np.pi * 1000 * moments) * np.exp(-moments / 0.005)
    for beat in np.arange(0.1, seconds - 0.1, 60 / tempo):
        _add(sound, click, beat, rate)
    return (0.5 * sound).astype(np.float32)


def tone(hertz: float, seconds: float, level: float, rate: int = RATE) -> Sound:
    """Return a sine whose peaks are `level` dB below full scale."""
    moments = np.arange(int(rate * seconds)) / rate
    return (10 ** (level / 20) * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def noise(seconds: float, seed: int = 0) -> Sound:
    values = np.random.default_rng(seed).standard_normal(int(RATE * seconds))
    return (0.1 * values).astype(np.float32)


def scale(key: int, mode: int) -> Sound:
    """Return a scale, up and down, twice, and the chord of the key."""
    steps = (_MAJOR if mode else _MINOR)["scale"]
    degrees = [*steps, 12, *reversed(steps)] * 2
    chord = _note(key, 2.0, 1.0) + _note(key + (4 if mode else 3), 2.0, 1.0) + _note(key + 7, 2.0, 1.0)
    return np.concatenate([_note(key + step, 0.3, 0.5) for step in degrees] + [chord]).astype(np.float32) / 4


def song(
    tempo: float = 120, key: int = 0, mode: int = 1, seconds: float = 30, drums: float = 0.5, seed: int = 0
) -> Sound:
    """Return a little pop song: chords, a bass, a tune that is never the same, and drums so loud."""
    rng = np.random.default_rng(seed)
    sound = np.zeros(int(RATE * seconds))
    music = _MAJOR if mode else _MINOR
    beat = 60 / tempo
    for number in range(int(seconds / beat) + 1):
        root, third = music["chords"][number // 4 % 4]
        if number % 4 == 0:
            for step in (0, third, 7):
                _add(sound, 0.12 * _note(key + root + step, 4 * beat, 2.0), number * beat)
        _add(sound, 0.2 * _note(key + root - 24, 0.9 * beat, 0.4), number * beat)
        drum = _kick() if number % 2 == 0 else 0.4 * _burst(rng, 0.2)
        _add(sound, drums * drum, number * beat)
        for half in (0.0, beat / 2):
            _add(sound, 0.25 * drums * _burst(rng, 0.04), number * beat + half)
        step = music["scale"][rng.integers(7)]
        _add(sound, 0.12 * _note(key + step + 12, beat / 2, 0.3), number * beat + beat / 2 * rng.integers(2))
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)


def file_of(sound: Sound, kind: str = "WAV", rate: int = RATE, **tags: str) -> bytes:
    """Return the sound as a file: WAV, FLAC, MP3, OGG (Vorbis) or OPUS, as voice messages are."""
    file = io.BytesIO()
    container, coding = ("OGG", "OPUS") if kind == "OPUS" else (kind, None)
    with soundfile.SoundFile(file, "w", rate, 1, coding, format=container) as written:
        for tag, text in tags.items():
            setattr(written, tag, text)
        for start in range(0, len(sound), rate):  # libsndfile 1.2.2 overflows its stack with too much Vorbis
            written.write(sound[start : start + rate])
    return file.getvalue()


def _note(semitones: int, seconds: float, fading: float) -> NDArray[np.float64]:
    """Return a note so many semitones above middle C, with overtones."""
    moments = np.arange(int(RATE * seconds)) / RATE
    hertz = 261.63 * 2 ** (semitones / 12)
    overtones = sum(np.sin(2 * np.pi * hertz * number * moments) / number for number in range(1, 6))
    return np.asarray(overtones * np.exp(-moments / fading))


def _kick() -> NDArray[np.float64]:
    moments = np.arange(int(0.15 * RATE)) / RATE
    return np.asarray(np.sin(2 * np.pi * 60 * moments) * np.exp(-moments / 0.05))


def _burst(rng: np.random.Generator, seconds: float) -> NDArray[np.float64]:
    moments = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(rng.standard_normal(len(moments)) * np.exp(-moments * 4 / seconds))


def _add(sound: NDArray[np.float64], part: NDArray[np.float64], moment: float, rate: int = RATE) -> None:
    start = int(moment * rate)
    end = min(start + len(part), len(sound))
    if start < end:
        sound[start:end] += part[: end - start]
