from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from model.features import AudioFeatures
from model.training_sound import COMPARED, SHIFTED_FROM, csv_rows, drift, spread_of, training_sound


def song(**values: float) -> AudioFeatures:
    return AudioFeatures(**values, source="reccobeats", obtained_on=date(2026, 11, 1))


def test_the_shares_of_each_shipped_feature_lie_between_rising_edges_and_sum_to_one() -> None:
    assert tuple(training_sound()) == COMPARED
    for spread in training_sound().values():
        assert len(spread.shares) == len(spread.edges) + 1
        assert all(np.diff(spread.edges) > 0)
        assert spread.shares.sum() == pytest.approx(1, abs=0.001)


def test_songs_that_lie_like_the_training_songs_have_no_drift() -> None:
    edges = training_sound()["energy"].edges
    middles = [*(edges - 0.001), 1.0]
    found = drift([song(energy=value) for value in middles])
    assert set(found) == {"energy"}
    assert found["energy"] < 0.01


def test_songs_that_are_all_alike_are_another_distribution() -> None:
    found = drift([song(energy=0.99, tempo=120.0)] * 20)
    assert found["energy"] > SHIFTED_FROM
    assert found["tempo"] > SHIFTED_FROM


def test_the_index_is_the_sum_over_the_shares() -> None:
    spread = training_sound()["valence"]
    low, high = (float(value) for value in (spread.edges[0] / 2, 0.999))
    found = drift([song(valence=low)] * 3 + [song(valence=high)])["valence"]
    shares = [0.75, *[1e-4] * (len(spread.edges) - 1), 0.25]
    expected = sum((now - was) * math.log(now / was) for now, was in zip(shares, spread.shares, strict=True))
    assert found == pytest.approx(expected)


def test_no_songs_and_features_that_no_song_has_say_nothing() -> None:
    assert drift([]) == {}
    assert drift([song()]) == {}


def test_deciles_that_are_equal_are_one() -> None:
    spread = spread_of(np.array([0.0] * 50 + [*np.linspace(0.1, 1, 50), math.nan]))
    assert spread.edges[0] == 0
    assert spread.shares[0] == 0.5
    assert len(spread.edges) < 9


def test_the_rows_of_the_file_end_with_all_that_lies_above() -> None:
    rows = csv_rows({"energy": np.linspace(0, 1, 101)})
    assert rows[0] == ("energy", "0.1", "0.1089")
    assert rows[-1] == ("energy", "inf", "0.0990")
