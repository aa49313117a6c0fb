import numpy as np

from model.data.recordings import Recordings, merged_recordings
from model.features import FEATURE_NAMES

DURATION = FEATURE_NAMES.index("duration_ms")


def sounds(*numbers: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([[number] * 13 for number in numbers], dtype=np.float64)


def merged(ids: str, artists: str, seeds: list[str], features: np.ndarray) -> Recordings:  # type: ignore[type-arg]
    return merged_recordings(list(ids), list(artists), seeds, np.arange(len(ids), dtype=np.float64), features)


def test_one_id_under_two_seeds_is_one_recording_with_both() -> None:
    recordings = merged("aa", "xx", ["rock", "pop"], sounds(1, 1))
    assert recordings.seeds == (frozenset({"rock", "pop"}),)


def test_one_artist_with_an_identical_analysis_is_one_recording() -> None:
    assert len(merged("ab", "xx", ["rock", "rock"], sounds(1, 1))) == 1


def test_a_re_release_of_another_length_is_the_same_recording() -> None:
    features = sounds(1, 1)
    features[1, DURATION] = 2
    assert len(merged("ab", "xx", ["rock", "rock"], features)) == 1


def test_two_artists_with_an_identical_analysis_are_two_recordings() -> None:
    assert len(merged("ab", "xy", ["rock", "rock"], sounds(1, 1))) == 2


def test_ties_run_through_a_row_in_the_middle() -> None:
    recordings = merged("abbc", "xxyy", ["rock", "pop", "ska", "dub"], sounds(1, 1, 2, 2))
    assert recordings.seeds == (frozenset({"rock", "pop", "ska", "dub"}),)


def test_a_late_row_can_tie_two_earlier_recordings_together() -> None:
    recordings = merged("abca", "xyzy", ["rock", "pop", "ska", "dub"], sounds(1, 2, 3, 2))
    assert recordings.seeds == (frozenset({"rock", "pop", "dub"}), frozenset({"ska"}))


def test_a_recording_has_its_first_rows_sound_and_the_highest_popularity() -> None:
    recordings = merged("aba", "xyz", ["rock", "pop", "ska"], sounds(1, 2, 3))
    assert recordings.features[:, 0].tolist() == [1, 2]
    assert recordings.artists == ("x", "y")
    assert recordings.popularity.tolist() == [2, 1]


def test_rows_are_taken_in_the_order_asked() -> None:
    recordings = merged("abc", "xyz", ["rock", "pop", "ska"], sounds(1, 2, 3)).take(np.array([2, 0]))
    assert recordings.artists == ("z", "x")
    assert recordings.features[:, 0].tolist() == [3, 1]
