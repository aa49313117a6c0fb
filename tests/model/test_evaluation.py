from collections.abc import Sequence

import numpy as np
import pytest

from model.card import Metrics
from model.chart_songs import ChartRanges
from model.dataset import Dataset
from model.evaluation import CrossValidation, answers, fold_views, split
from model.recipes import Recipe
from model.recordings import Recordings
from model.taxonomy import taxonomy

GENRES = taxonomy().genres


@pytest.fixture(scope="session")
def validation(dataset: Dataset, chart: ChartRanges, small_recipes: Sequence[Recipe]) -> CrossValidation:
    folds = list(fold_views(small_recipes, dataset.recordings, chart.ranges, 0, lambda *_: None))
    return CrossValidation(small_recipes, dataset.recordings, folds)


@pytest.fixture(scope="session")
def metrics(validation: CrossValidation) -> Metrics:
    return validation.metrics("study", "the command")


def test_an_artist_is_never_on_both_sides_of_a_split(dataset: Dataset) -> None:
    artists = np.array(dataset.recordings.artists)
    folds = list(split(dataset.recordings, 0))
    assert len(folds) == 5
    for learnt, held_out in folds:
        assert not set(artists[learnt]) & set(artists[held_out])


def test_every_recording_is_scored_once(validation: CrossValidation) -> None:
    rows = np.concatenate([fold.rows for fold in validation.folds])
    assert sorted(rows.tolist()) == list(range(len(validation.recordings)))


def test_the_rarest_genre_is_the_one_that_fewest_recordings_have() -> None:
    recordings = Recordings(
        np.zeros((3, 13)),
        (frozenset({"rock"}), frozenset({"rock", "ska"}), frozenset({"rock", "hard-rock"})),
        ("a", "b", "c"),
        np.zeros(3),
    )
    known = answers(recordings)
    assert [GENRES[index] for index in known.rarest] == ["rock", "reggae", "rock"]
    assert known.truth.sum(axis=1).tolist() == [1, 2, 1]


def test_members_and_rules_are_scored_and_the_rules_on_the_slices_too(metrics: Metrics) -> None:
    assert [(score.tracks, score.subject) for score in metrics.scores] == [
        *(("all", subject) for subject in ("predict1", "predict2", "predict3", "study", "soft")),
        ("popularity above 60", "study"),
        ("popularity above 60", "soft"),
        ("key, mode and time_signature missing", "study"),
        ("key, mode and time_signature missing", "soft"),
    ]


def test_what_can_be_learnt_is_learnt(metrics: Metrics) -> None:
    scores = {score.subject: score for score in metrics.scores if score.tracks == "all"}
    assert scores["soft"].any_hit > 0.3  # a guess of the largest genre would be right for 12 of 64 seeds
    assert scores["soft"].any_hit <= scores["soft"].any_top3 <= 1
    assert scores["soft"].recordings == 768


def test_a_slice_holds_its_tracks_only(metrics: Metrics, dataset: Dataset) -> None:
    popular = next(score for score in metrics.scores if score.tracks == "popularity above 60")
    assert popular.recordings == int((dataset.recordings.popularity > 60).sum())


def test_the_table_of_genres_covers_them_all(metrics: Metrics) -> None:
    assert tuple(row.genre for row in metrics.genres) == GENRES
    assert sum(row.recordings for row in metrics.genres) == 768


def test_the_thresholds_hold_on_the_folds_they_were_read_off(validation: CrossValidation) -> None:
    for rule, limits in validation.thresholds().items():
        truth, chosen, confidence = validation._pooled(rule)
        above = confidence >= limits.open + 1e-4  # the card rounds
        hits = truth[np.arange(len(chosen)), chosen]
        assert limits.open <= limits.likely
        assert limits.open_coverage is not None
        assert limits.open_coverage > 0
        assert hits[above].mean() > 0.47


def test_a_slice_without_tracks_in_a_fold_is_not_scored(validation: CrossValidation) -> None:
    unheard = Recordings(
        validation.recordings.features,
        validation.recordings.seeds,
        validation.recordings.artists,
        np.zeros(len(validation.recordings)),
    )
    scores = CrossValidation(validation.recipes, unheard, validation.folds).metrics("soft", "c").scores
    assert "popularity above 60" not in {score.tracks for score in scores}


def test_the_figures_carry_their_protocol_and_command(metrics: Metrics) -> None:
    assert "StratifiedGroupKFold" in metrics.protocol
    assert metrics.command == "the command"
