from collections.abc import Sequence

import numpy as np
import pytest

from model.card import Metrics
from model.data.dataset import Dataset
from model.data.korean_songs import KoreanSongs
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.evaluation.cross_validation import CrossValidation
from model.evaluation.cross_validation_folds import fold_opinions, true_genres
from model.evaluation.metrics import calibration_error
from model.taxonomy import taxonomy
from model.training.recipes import Recipe

GENRES = taxonomy().genres


@pytest.fixture(scope="session")
def validation(
    dataset: Dataset, chart_tracks: Matrix, korean: KoreanSongs, small_recipes: Sequence[Recipe]
) -> CrossValidation:
    views = fold_opinions(
        small_recipes, dataset.recordings, chart_tracks, korean, seed=0, progress=lambda *_: None
    )
    return CrossValidation(small_recipes, dataset.recordings, list(views), korean)


@pytest.fixture(scope="session")
def metrics(validation: CrossValidation) -> Metrics:
    return validation.metrics("study", "the command")


def test_every_recording_is_scored_once(validation: CrossValidation) -> None:
    rows = np.concatenate([fold.rows for fold in validation.folds])
    assert sorted(rows.tolist()) == list(range(len(validation.recordings)))


def test_members_and_rules_are_scored_and_the_rules_on_the_slices_too(metrics: Metrics) -> None:
    assert [(score.tracks, score.subject) for score in metrics.scores] == [
        *(("all", subject) for subject in ("predict1", "predict2", "predict3", "study", "soft")),
        *(
            (tracks, rule)
            for tracks in (
                "popularity 0 to 30",
                "popularity 31 to 60",
                "popularity above 60",
                "key, mode and time_signature missing",
                "all, 24 merged genres",
            )
            for rule in ("study", "soft")
        ),
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
    unpopular = Recordings(
        validation.recordings.features,
        validation.recordings.seeds,
        validation.recordings.artists,
        np.zeros(len(validation.recordings)),
        validation.recordings.titles,
    )
    scores = (
        CrossValidation(validation.recipes, unpopular, validation.folds, None).metrics("soft", "c").scores
    )
    assert "popularity above 60" not in {score.tracks for score in scores}


def test_the_figures_carry_their_protocol_and_command(metrics: Metrics) -> None:
    assert "StratifiedGroupKFold" in metrics.protocol
    assert metrics.command == "the command"


def test_merged_genres_are_easier(metrics: Metrics) -> None:
    scores = {score.tracks: score.any_hit for score in metrics.scores if score.subject == "soft"}
    assert scores["all, 24 merged genres"] >= scores["all"]


def test_the_shown_probability_is_nearer_to_the_truth_than_the_raw_one(validation: CrossValidation) -> None:
    shown = next(score for score in validation.metrics("soft", "c").scores if score.subject == "soft")
    opinions = validation._opinions("soft", "all")
    raw = np.concatenate([opinion.probabilities.max(axis=1) for opinion in opinions])
    rows = np.concatenate([fold.rows for fold in validation.folds])
    chosen = np.concatenate([opinion.chosen for opinion in opinions])
    hits = true_genres(validation.recordings).truth[rows, chosen]
    assert shown.ece < calibration_error(raw, hits)


def test_korean_songs_are_scored_by_models_that_did_not_hear_their_artists(
    metrics: Metrics, validation: CrossValidation, korean: KoreanSongs
) -> None:
    parts = dict.fromkeys(row.tracks for row in metrics.korean)
    of_unknown_artists, everything = ([row for row in metrics.korean if row.tracks == part] for part in parts)
    assert [row.subject for row in of_unknown_artists] == [
        "predict1",
        "predict2",
        "predict3",
        "study",
        "soft",
    ]
    assert of_unknown_artists[0].songs < everything[0].songs == len(korean)
    for fold in validation.folds:
        kept = np.setdiff1d(np.arange(len(validation.recordings)), fold.rows)
        learnt = {validation.recordings.artists[row] for row in kept}
        assert {
            artist for artist, free in zip(korean.artists, fold.of_unknown_artists, strict=True) if free
        }.isdisjoint(learnt)


def test_the_share_of_votes_that_a_little_drift_changes_is_measured(metrics: Metrics) -> None:
    assert set(metrics.drift) == {"study", "soft"}
    assert all(0 <= share < 0.3 for share in metrics.drift.values())
