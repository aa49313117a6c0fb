import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from model.chart_songs import read_chart_tracks
from model.chart_teacher import ALIGNED, TOP_GENRES, TRACKS_WEIGHT, labelled_by_teacher
from model.derived import Matrix
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.table_file import BadDataset
from model.taxonomy import taxonomy
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_features

GENRES = taxonomy().genres
LOUD = FEATURE_NAMES.index("loudness")


def songs(count: int, seed: int) -> tuple[Matrix, Matrix]:
    """Return songs of two genres that acousticness tells apart, and which is which."""
    rng = np.random.default_rng(seed)
    rows = [[invented_features(rng, 0.5)[name] for name in FEATURE_NAMES] for _ in range(count)]
    table = np.array(rows, dtype=np.float64)
    table[:, FEATURE_NAMES.index("acousticness")] = np.repeat([0.1, 0.9], count // 2)
    return table, np.repeat([GENRES.index("metal"), GENRES.index("folk")], count // 2)


def test_the_teacher_names_the_genres_of_tracks_that_sound_like_recordings() -> None:
    recordings, genres = songs(400, 0)
    tracks, right = songs(100, 1)
    labelled = labelled_by_teacher(recordings, genres, np.ones(400), tracks)
    likeliest = labelled.labels.reshape(100, TOP_GENRES)[:, 0]
    assert (likeliest == right).mean() > 0.9


def test_songs_that_are_merely_louder_get_the_same_genres() -> None:
    recordings, genres = songs(400, 0)
    recordings[:, LOUD] = np.where(genres == GENRES.index("metal"), -5.0, -15.0) + np.linspace(-2, 2, 400)
    tracks, right = songs(100, 1)
    tracks[:, LOUD] = np.where(right == GENRES.index("metal"), -2.0, -5.0) + np.linspace(-0.5, 0.5, 100)
    labelled = labelled_by_teacher(recordings, genres, np.ones(400), tracks)
    assert (labelled.labels.reshape(100, TOP_GENRES)[:, 0] == right).mean() > 0.9
    assert set(ALIGNED) == {"loudness", "energy"}


def test_a_track_keeps_its_own_features_and_weighs_the_more_the_stranger_it_is() -> None:
    recordings, genres = songs(400, 0)
    tracks, _ = songs(100, 1)
    tracks[:50, FEATURE_NAMES.index("danceability")] = 0.99
    tracks[:50, FEATURE_NAMES.index("speechiness")] = 0.99
    labelled = labelled_by_teacher(recordings, genres, np.ones(400), tracks)
    assert (labelled.features[::TOP_GENRES] == tracks).all()
    weights = labelled.weights.reshape(100, TOP_GENRES).sum(axis=1)
    assert weights.max() <= TRACKS_WEIGHT
    assert weights[:50].mean() > 2 * weights[50:].mean()


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


def test_the_number_of_threads_changes_no_digit() -> None:
    random = np.random.default_rng(0)
    low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
    recordings, tracks = (random.uniform(low, high, (count, len(FEATURE_NAMES))) for count in (20_000, 500))
    genres = random.integers(0, len(taxonomy().genres), len(recordings))
    told = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            told.append(labelled_by_teacher(recordings, genres, np.ones(len(recordings)), tracks).weights)
    assert (told[0] == told[1]).all()
