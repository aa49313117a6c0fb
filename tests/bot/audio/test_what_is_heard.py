"""Sounds whose tempo, key and loudness are known: the errors that CONTRIBUTING states."""

from __future__ import annotations

import numpy as np
import pytest

from bot.audio.analysis import described, heard_in
from bot.audio.descriptors import DESCRIPTOR_NAMES
from bot.audio.frames import Signal
from bot.audio.heard import Heard
from bot.audio.sound_file import Samples
from tests.standins.invented_sounds import RATE, clicks, noise, scale, song, tone

TEMPO_ERROR = 0.002  # of the tempo
LOUDNESS_ERROR = 0.1  # LU, as EBU Tech 3341 asks


def heard(signal: Signal, rate: int = RATE) -> Heard:
    values = signal if signal.ndim == 2 else signal[:, np.newaxis]
    return heard_in(Samples(values, rate, len(values) / rate))


@pytest.mark.parametrize("tempo", [84, 90, 97.3, 100, 110, 120, 128.5, 140, 150, 160])
def test_a_metronome_is_heard_within_a_five_hundredth(tempo: float) -> None:
    assert heard(clicks(tempo, 20)).tempo == pytest.approx(tempo, rel=TEMPO_ERROR)


@pytest.mark.parametrize("tempo", [84, 96, 105, 118, 126, 133, 148, 156])
def test_a_song_is_heard_within_a_five_hundredth(tempo: float) -> None:
    assert heard(song(tempo, key=int(tempo) % 12, seed=int(tempo))).tempo == pytest.approx(
        tempo, rel=TEMPO_ERROR
    )


@pytest.mark.parametrize("tempo", [52, 60, 70, 176, 190, 210])
def test_a_slow_or_fast_metronome_is_heard_or_its_double_or_half(tempo: float) -> None:
    found = heard(clicks(tempo, 20)).tempo
    assert found is not None
    assert min(abs(found / (tempo * times) - 1) for times in (0.5, 1, 2)) < TEMPO_ERROR


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_the_sampling_rate_does_not_matter(rate: int) -> None:
    assert heard(clicks(112, 15, rate), rate).tempo == pytest.approx(112, rel=TEMPO_ERROR)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("key", range(12))
def test_a_scale_is_in_its_key(key: int, mode: int) -> None:
    found = heard(scale(key, mode))
    assert (found.key, found.mode) == (key, mode)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("key", range(12))
def test_a_song_is_in_its_key(key: int, mode: int) -> None:
    found = heard(song(110, key, mode, seconds=20, seed=key))
    assert (found.key, found.mode) == (key, mode)


def test_an_instrument_that_is_tuned_a_little_high_is_heard_in_its_key() -> None:
    high = scale(7, 1)
    stretched = np.interp(np.arange(0, len(high) - 1, 2 ** (0.3 / 12)), np.arange(len(high)), high)
    found = heard(stretched.astype(np.float32))
    assert (found.key, found.mode) == (7, 1)


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_full_scale_on_one_channel_is_the_standards_3_lkfs(rate: int) -> None:
    left = tone(997, 10, 0.0, rate)
    both = np.stack([left, np.zeros_like(left)], axis=1)
    assert heard(both, rate).loudness == pytest.approx(-3.01, abs=LOUDNESS_ERROR)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_tone_in_stereo_is_as_loud_as_its_peak(rate: int, level: float) -> None:
    sound = tone(1000, 20, level, rate)
    assert heard(np.stack([sound, sound], axis=1), rate).loudness == pytest.approx(level, abs=LOUDNESS_ERROR)


def test_what_is_much_quieter_than_the_rest_does_not_count() -> None:
    parts = [tone(1000, seconds, level, 48_000) for seconds, level in ((10, -36), (60, -23), (10, -36))]
    sound = np.concatenate([*parts, np.zeros(48_000 * 20, np.float32)])
    assert heard(np.stack([sound, sound], axis=1), 48_000).loudness == pytest.approx(-23, abs=LOUDNESS_ERROR)


def test_low_tones_sound_quieter_and_high_ones_louder() -> None:
    at = {hertz: heard(tone(hertz, 10, -20, 48_000), 48_000).loudness or 0 for hertz in (30, 1000, 8000)}
    assert at[30] < at[1000] - 3
    assert at[8000] == pytest.approx(at[1000] + 3.4, abs=0.3)


def test_mono_is_as_loud_as_the_same_on_both_channels() -> None:
    sound = song(seconds=10)
    assert heard(sound).loudness == heard(np.stack([sound, sound], axis=1)).loudness


@pytest.mark.parametrize("seconds", [8, 30])
@pytest.mark.parametrize("seed", range(4))
def test_noise_has_neither_tempo_nor_key(seconds: float, seed: int) -> None:
    found = heard(noise(seconds, seed))
    assert (found.tempo, found.key, found.mode) == (None, None, None)
    assert found.loudness is not None


def test_a_held_tone_has_no_tempo() -> None:
    assert heard(tone(440, 20, -10)).tempo is None


def test_silence_tells_nothing() -> None:
    found = heard(np.zeros(RATE * 10, np.float32))
    assert (found.tempo, found.key, found.mode, found.loudness, found.descriptors) == (
        None,
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize("samples", [1, 100, RATE // 10, RATE // 3, RATE, 3 * RATE])
def test_a_very_short_sound_is_no_trouble(samples: int) -> None:
    found = heard(song()[:samples])
    assert found.tempo is None
    assert found.seconds == samples / RATE


def test_the_descriptors_are_as_many_as_their_names_and_are_of_the_middle() -> None:
    sound = song(seconds=50)
    values = sound[:, np.newaxis]
    found = heard(sound).descriptors
    assert len(found) == len(DESCRIPTOR_NAMES) == len(set(DESCRIPTOR_NAMES))
    assert found == described(Samples(values[10 * RATE : 40 * RATE], RATE, 30))
    assert found != described(Samples(values[: 30 * RATE], RATE, 30))
