import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from model.data.dataset import Dataset
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.taxonomy import taxonomy
from model.training.training_targets import DESIGNS, TEACHER, TEACHERS_SHARE, Lessons, lessons, seed_shares

SEEDS = taxonomy().seeds


@pytest.fixture(scope="module")
def taught(dataset: Dataset, chart_tracks: Matrix) -> Lessons:
    return lessons(dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)


def test_a_recording_belongs_to_each_of_its_seeds_alike() -> None:
    recordings = Recordings(
        np.zeros((2, 13)),
        (frozenset({"rock", "alt-rock", "ska"}), frozenset({"opera"})),
        ("a", "b"),
        np.zeros(2),
    )
    shares = seed_shares(recordings)
    assert {SEEDS[place] for place in np.flatnonzero(shares[0])} == {"rock", "alt-rock", "ska"}
    assert shares[0].max() == pytest.approx(1 / 3)
    assert shares[1, SEEDS.index("opera")] == 1


def test_a_part_of_each_label_is_the_teachers_opinion(taught: Lessons, dataset: Dataset) -> None:
    labels = seed_shares(dataset.recordings)
    opinions = (taught.shares[: len(labels)] - (1 - TEACHERS_SHARE) * labels) / TEACHERS_SHARE
    assert opinions.min() > -1e-9
    assert opinions.sum(axis=1) == pytest.approx(1)
    # It is an opinion, not the label: about the genre's neighbours as well.
    assert (opinions > 1e-3).sum(axis=1).mean() > 2
    assert np.corrcoef(opinions.ravel(), labels.ravel())[0, 1] > 0.2


def test_the_tracks_follow_the_recordings(taught: Lessons, dataset: Dataset, chart_tracks: Matrix) -> None:
    count = len(dataset.recordings)
    assert (taught.features[:count] == dataset.recordings.features).all()
    assert (taught.features[count:] == chart_tracks).all()
    assert taught.shares.sum(axis=1) == pytest.approx(1)
    assert taught.strangeness.shape == (len(chart_tracks),)
    assert ((taught.strangeness > 0) & (taught.strangeness < 1)).all()


def test_without_tracks_the_recordings_are_all_there_is(dataset: Dataset) -> None:
    taught = lessons(dataset.recordings, None, seed=0, progress=lambda *_: None)
    assert len(taught.features) == len(taught.shares) == len(dataset.recordings)
    assert not len(taught.strangeness)


def test_progress_counts_the_networks(dataset: Dataset) -> None:
    told: list[tuple[str, int, int]] = []
    lessons(dataset.recordings, None, seed=0, progress=lambda *what: told.append(what))
    assert told == [(TEACHER, number, len(DESIGNS)) for number in range(1, len(DESIGNS) + 1)]


def test_neither_the_number_of_threads_nor_another_run_changes_a_digit(
    taught: Lessons, dataset: Dataset, chart_tracks: Matrix
) -> None:
    with threadpool_limits(limits=2):
        again = lessons(dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)
    assert (again.shares == taught.shares).all()
    assert (again.strangeness == taught.strangeness).all()
    other = lessons(dataset.recordings, chart_tracks, seed=1, progress=lambda *_: None)
    assert (other.shares != taught.shares).any()
