import numpy as np
import pytest

from model.data.dataset import Dataset
from model.data.recordings import Recordings
from model.evaluation.cross_validation_folds import drifted, folds_by_artist, true_genres
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.taxonomy import taxonomy

GENRES = taxonomy().genres


def test_an_artist_is_never_on_both_sides_of_a_split(dataset: Dataset) -> None:
    artists = np.array(dataset.recordings.artists)
    folds = list(folds_by_artist(dataset.recordings, 0))
    assert len(folds) == 5
    for learnt, held_out in folds:
        assert not set(artists[learnt]) & set(artists[held_out])


def test_the_rarest_genre_is_the_one_that_fewest_recordings_have() -> None:
    recordings = Recordings(
        np.zeros((3, 13)),
        (frozenset({"rock"}), frozenset({"rock", "ska"}), frozenset({"rock", "hard-rock"})),
        ("a", "b", "c"),
        np.zeros(3),
        ("", "", ""),
    )
    known = true_genres(recordings)
    assert [GENRES[index] for index in known.rarest] == ["rock", "reggae", "rock"]
    assert known.truth.sum(axis=1).tolist() == [1, 2, 1]


def test_drift_leaves_most_values_alone_and_moves_the_others_a_little() -> None:
    features = np.random.default_rng(0).uniform(0.1, 0.9, (20_000, 13))
    features[:, FEATURE_NAMES.index("duration_ms")] = 200_000
    difference = np.abs(drifted(features, np.random.default_rng(1)) - features)
    by_name = dict(zip(FEATURE_NAMES, difference.T, strict=True))
    for name in ("key", "mode", "time_signature", "duration_ms", "instrumentalness"):
        assert not by_name.pop(name).any()
    for name, moved in by_name.items():
        assert (moved == 0).mean() == pytest.approx(0.87, abs=0.02)
        assert np.quantile(moved, 0.95) == pytest.approx(0.016 if name == "tempo" else 0.002, rel=0.2)


def test_drift_stays_in_the_range_of_each_feature_and_keeps_what_is_missing() -> None:
    low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
    edges = np.concatenate([np.tile(low, (500, 1)), np.tile(high, (500, 1)), np.full((5, 13), np.nan)])
    moved = drifted(edges, np.random.default_rng(2))
    assert (moved[:1000] >= low).all()
    assert (moved[:1000] <= high).all()
    assert np.isnan(moved[1000:]).all()
