import numpy as np
import pytest

from model.data.chart_songs import read_chart_tracks
from model.data.table_reader import BadDataset
from model.derived_features import Matrix
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.taxonomy import taxonomy
from model.training.chart_teacher import ALIGNED, judged_tracks
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_features

GENRES = taxonomy().genres
LOUD = FEATURE_NAMES.index("loudness")


def songs(count: int, seed: int) -> tuple[Matrix, Matrix]:
    """Return songs of two genres that acousticness tells apart, and each one's shares of the genres."""
    rng = np.random.default_rng(seed)
    rows = [[invented_features(rng, 0.5)[name] for name in FEATURE_NAMES] for _ in range(count)]
    table = np.array(rows, dtype=np.float64)
    table[:, FEATURE_NAMES.index("acousticness")] = np.repeat([0.1, 0.9], count // 2)
    genres = np.repeat([GENRES.index("metal"), GENRES.index("folk")], count // 2)
    return table, np.eye(len(GENRES))[genres]


def test_the_teacher_names_the_genres_of_tracks_that_sound_like_recordings() -> None:
    recordings, shares = songs(400, 0)
    tracks, right = songs(100, 1)
    opinions, _ = judged_tracks(recordings, shares, tracks)
    assert (opinions.argmax(axis=1) == right.argmax(axis=1)).mean() > 0.9
    assert opinions.sum(axis=1) == pytest.approx(1)


def test_songs_that_are_merely_louder_get_the_same_genres() -> None:
    recordings, shares = songs(400, 0)
    is_metal = shares[:, GENRES.index("metal")] > 0
    recordings[:, LOUD] = np.where(is_metal, -5.0, -15.0) + np.linspace(-2, 2, 400)
    tracks, right = songs(100, 1)
    is_metal = right[:, GENRES.index("metal")] > 0
    tracks[:, LOUD] = np.where(is_metal, -2.0, -5.0) + np.linspace(-0.5, 0.5, 100)
    opinions, _ = judged_tracks(recordings, shares, tracks)
    assert (opinions.argmax(axis=1) == right.argmax(axis=1)).mean() > 0.9
    assert set(ALIGNED) == {"loudness", "energy"}


def test_a_recording_of_two_genres_teaches_both() -> None:
    recordings, shares = songs(400, 0)
    shares[:200] = (shares[0] + np.eye(len(GENRES))[GENRES.index("punk")]) / 2
    opinions, _ = judged_tracks(recordings, shares, recordings[:200])
    assert opinions[:, GENRES.index("punk")].mean() == pytest.approx(0.5, abs=0.05)


def test_a_track_is_the_stranger_the_less_it_sounds_like_a_recording() -> None:
    recordings, shares = songs(400, 0)
    tracks, _ = songs(100, 1)
    tracks[:50, FEATURE_NAMES.index("danceability")] = 0.99
    tracks[:50, FEATURE_NAMES.index("speechiness")] = 0.99
    _, strangeness = judged_tracks(recordings, shares, tracks)
    assert strangeness.max() <= 1
    assert strangeness[:50].mean() > 2 * strangeness[50:].mean()


def test_recordings_without_a_key_teach_as_well() -> None:
    recordings, shares = songs(400, 0)
    recordings[::2, FEATURE_NAMES.index("key")] = np.nan
    opinions, strangeness = judged_tracks(recordings, shares, songs(100, 1)[0])
    assert np.isfinite(opinions).all()
    assert np.isfinite(strangeness).all()


def rows(count: int) -> list[dict[str, object]]:
    rng = np.random.default_rng(0)
    return [{"track_id": f"t{number}", **invented_features(rng, 0.5)} for number in range(count)]


def test_tracks_are_read_but_for_those_that_models_are_scored_on(write_table: WriteTable) -> None:
    path = write_table("tracks.csv", rows(600))
    assert read_chart_tracks(path, {"t0", "t1"}).shape == (598, len(FEATURE_RANGES))


def test_tracks_with_a_value_missing_or_out_of_range_are_left_out(write_table: WriteTable) -> None:
    table = rows(600)
    table[0] |= {"energy": ""}
    table[1] |= {"tempo": -1}
    assert len(read_chart_tracks(write_table("tracks.csv", table))) == 598


def test_too_few_tracks_are_refused(write_table: WriteTable) -> None:
    with pytest.raises(BadDataset, match="fewer than 500 tracks"):
        read_chart_tracks(write_table("tracks.csv", rows(400)))
