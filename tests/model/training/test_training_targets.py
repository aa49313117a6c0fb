import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from model.data.dataset import Dataset
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.taxonomy import taxonomy
from model.training.training_targets import (
    DESIGNS,
    TEACHER,
    TEACHERS_SHARE,
    TrainingTargets,
    seed_shares,
    training_targets,
)

SEEDS = taxonomy().seeds


@pytest.fixture(scope="module")
def targets(dataset: Dataset, chart_tracks: Matrix) -> TrainingTargets:
    return training_targets(dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)


def test_a_recording_belongs_to_each_of_its_seeds_alike() -> None:
    recordings = Recordings(
        np.zeros((2, 13)),
        (frozenset({"rock", "alt-rock", "ska"}), frozenset({"opera"})),
        ("a", "b"),
        np.zeros(2),
        ("", ""),
    )
    shares = seed_shares(recordings)
    assert {SEEDS[place] for place in np.flatnonzero(shares[0])} == {"rock", "alt-rock", "ska"}
    assert shares[0].max() == pytest.approx(1 / 3)
    assert shares[1, SEEDS.index("opera")] == 1


def test_a_part_of_each_label_is_the_teachers_opinion(targets: TrainingTargets, dataset: Dataset) -> None:
    labels = seed_shares(dataset.recordings)
    opinions = (targets.shares[: len(labels)] - (1 - TEACHERS_SHARE) * labels) / TEACHERS_SHARE
    assert opinions.min() > -1e-9
    assert opinions.sum(axis=1) == pytest.approx(1)
    # It is an opinion, not the label: about the genre's neighbours as well.
    assert (opinions > 1e-3).sum(axis=1).mean() > 2
    assert np.corrcoef(opinions.ravel(), labels.ravel())[0, 1] > 0.2


def test_the_tracks_follow_the_recordings(
    targets: TrainingTargets, dataset: Dataset, chart_tracks: Matrix
) -> None:
    count = len(dataset.recordings)
    assert (targets.features[:count] == dataset.recordings.features).all()
    assert (targets.features[count:] == chart_tracks).all()
    assert targets.shares.sum(axis=1) == pytest.approx(1)
    assert targets.strangeness.shape == (len(chart_tracks),)
    assert ((targets.strangeness > 0) & (targets.strangeness < 1)).all()


def test_without_tracks_the_recordings_are_all_there_is(dataset: Dataset) -> None:
    targets = training_targets(dataset.recordings, None, seed=0, progress=lambda *_: None)
    assert len(targets.features) == len(targets.shares) == len(dataset.recordings)
    assert not len(targets.strangeness)


def test_progress_counts_the_networks(dataset: Dataset) -> None:
    told: list[tuple[str, int, int]] = []
    training_targets(dataset.recordings, None, seed=0, progress=lambda *what: told.append(what))
    assert told == [(TEACHER, number, len(DESIGNS)) for number in range(1, len(DESIGNS) + 1)]


def test_neither_the_number_of_threads_nor_another_run_changes_a_digit(
    targets: TrainingTargets, dataset: Dataset, chart_tracks: Matrix
) -> None:
    with threadpool_limits(limits=2):
        again = training_targets(dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)
    assert (again.shares == targets.shares).all()
    assert (again.strangeness == targets.strangeness).all()
    other = training_targets(dataset.recordings, chart_tracks, seed=1, progress=lambda *_: None)
    assert (other.shares != targets.shares).any()
