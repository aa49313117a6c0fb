from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.study.figures import accuracy, confusion
from model.study.fitting import _Numbered, _split, judge_songs, score_fold
from model.study.plan import FINAL_FITS, STEPS, Effort, Fit, Setup
from model.study.songs import Material, StudySongs

SMALL = Effort(tracks=3_000, folds=2, rounds=4)


def test_under_the_honest_protocol_no_artist_is_on_both_sides(material: Material) -> None:
    songs = material.merged
    for learnt, held_out in _split("artists", songs, replace(SMALL, folds=5), 0):
        assert not set(songs.artists[learnt]) & set(songs.artists[held_out])
        assert len(learnt) + len(held_out) == len(songs)


def test_every_song_is_held_out_once(material: Material) -> None:
    scores = [score_fold(Fit(Setup(), 0, fold), material, SMALL, 0) for fold in (0, 1)]
    assert np.array_equal(confusion(scores).sum(axis=1), np.bincount(material.tracks.labels))


def test_the_same_fit_gives_the_same_score(material: Material) -> None:
    fit = Fit(STEPS[-1][1], 0, 0)
    one, same = (replace(score_fold(fit, material, SMALL, 0), seconds=0) for _ in range(2))
    assert one == same


def test_resampling_before_the_split_finds_genres_where_there_are_none(material: Material) -> None:
    """With features that have nothing to do with the genres, only a leak can be right more often."""
    rng = np.random.default_rng(5)
    chance = rng.normal(size=(len(material.tracks), 13))
    noise = StudySongs(chance, material.tracks.labels, material.tracks.artists)
    senseless = replace(material, tracks=noise, merged=noise)
    smote = Setup(sampling="smote", place="before", split="stratified")
    leaky, honest = (
        accuracy([score_fold(Fit(setup, 0, fold), senseless, SMALL, 0) for fold in (0, 1)]).mean
        for setup in (smote, smote.honest)
    )
    assert honest < 0.2
    assert leaky > honest + 0.2


def test_where_both_parts_are_resampled_both_scores_are_kept(material: Material) -> None:
    inside = Fit(Setup(sampling="tomek", place="inside"), 0, 0)
    assert score_fold(inside, material, SMALL, 0).cleaned is not None
    assert score_fold(Fit(inside.setup.honest, 0, 0), material, SMALL, 0).cleaned is None


def test_within_the_resampled_part_only_a_fold_of_it_is_scored(material: Material) -> None:
    setup = Setup(sampling="smote", place="within")
    score = score_fold(Fit(setup, 0, 1), material, SMALL, 0)
    largest = np.bincount(material.tracks.labels).max() / 2
    held_out = int(np.sum(score.confusion))
    assert held_out == pytest.approx(score.rows, abs=1)
    assert held_out == pytest.approx(28 * largest / 2, rel=0.2)


def test_each_member_of_the_vote_names_the_genres_of_the_ten_songs(material: Material) -> None:
    for fit in FINAL_FITS:
        assert len(judge_songs(fit, material, SMALL, 0).genres) == 10


def test_labels_may_have_gaps_and_a_single_label_is_the_answer_to_all() -> None:
    class Echo:
        def fit(self, _features: np.ndarray, labels: np.ndarray) -> None:
            assert set(labels) == {0, 1}

        def predict(self, features: np.ndarray) -> list[int]:
            return [1] * len(features)

    rows = np.zeros((4, 13))
    assert _Numbered(Echo()).fit(rows, np.array([3, 3, 9, 9])).predict(rows).tolist() == [9] * 4
    assert _Numbered(Echo()).fit(rows, np.array([7, 7, 7, 7])).predict(rows).tolist() == [7] * 4
