from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.features import FEATURE_NAMES, FEATURE_RANGES, AudioFeatures, audio_features, plausible

DAY = date(2026, 1, 1)


def test_the_columns_are_those_that_the_models_were_trained_on() -> None:
    assert (
        *("danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness"),
        *("instrumentalness", "liveness", "valence", "tempo", "duration_ms", "time_signature"),
    ) == FEATURE_NAMES
    assert set(FEATURE_RANGES) == set(FEATURE_NAMES)


def test_a_row_has_a_hole_where_a_value_is_missing() -> None:
    row = AudioFeatures(energy=0.5, tempo=120, source="spotify", obtained_on=DAY).row()
    known = {name: value for name, value in zip(FEATURE_NAMES, row, strict=True) if not math.isnan(value)}
    assert known == {"energy": 0.5, "tempo": 120}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("energy", 0.5, 0.5),
        ("energy", 1, 1.0),
        ("energy", 1.01, None),
        ("energy", -0.1, None),
        ("energy", "0.5", None),
        ("energy", True, None),
        ("energy", None, None),
        ("energy", math.nan, None),
        ("loudness", -60, -60.0),
        ("key", 11, 11.0),
        ("key", -1, None),
        ("tempo", math.inf, None),
        ("duration_ms", 0, None),
    ],
)
def test_a_value_that_no_song_can_have_is_none(name: str, value: object, kept: float | None) -> None:
    assert plausible(name, value) == kept


def test_a_duration_alone_describes_no_sound() -> None:
    assert audio_features({"duration_ms": 200_000}, source="x", obtained_on=DAY) is None
    assert audio_features({"energy": 7}, source="x", obtained_on=DAY) is None
    found = audio_features({"energy": 0.5, "mood": 1}, source="x", obtained_on=DAY)
    assert found == AudioFeatures(energy=0.5, source="x", obtained_on=DAY)


@given(st.dictionaries(st.sampled_from(FEATURE_NAMES), st.floats() | st.integers() | st.text() | st.none()))
def test_any_values_give_features_within_their_ranges_or_none(values: dict[str, object]) -> None:
    found = audio_features(values, source="x", obtained_on=DAY)
    for name, value in zip(FEATURE_NAMES, found.row() if found else [], strict=False):
        low, high = FEATURE_RANGES[name]
        assert math.isnan(value) or low <= value <= high


def test_a_duration_fills_a_hole_only() -> None:
    without = AudioFeatures(energy=0.5, source="x", obtained_on=DAY)
    assert without.with_duration(200_000).duration_ms == 200_000
    assert without.with_duration(None) == without.with_duration(0) == without
    assert without.with_duration(1).with_duration(2).duration_ms == 1
