import numpy as np
import pytest

from model.data.dataset import Dataset
from model.evaluation.fitted_heads import general_heads, melon_lessons
from model.evaluation.korean_head_scores import (
    BASES,
    MelonFolds,
    agreeing,
    brier_score,
    largest_share,
    word_error,
    word_figures,
)
from model.taxonomy import taxonomy
from model.training.heads import MELON_WORDS
from tests.model.invented_lessons import WEIGHTS, invented_lessons


@pytest.fixture(scope="module")
def folds(dataset: Dataset) -> MelonFolds:
    lessons, songs = invented_lessons(dataset.recordings)
    inputs = lessons.inputs()
    melon = melon_lessons(lessons, inputs, songs, WEIGHTS)
    return MelonFolds.of(melon, general_heads(lessons, inputs, WEIGHTS), WEIGHTS)


def test_an_artists_other_songs_tell_more_of_melons_word_than_the_sound_alone(folds: MelonFolds) -> None:
    rows = {(score.basis, score.rule): score for score in folds.scores()}
    assert {basis for basis, _ in rows} == set(BASES.values())
    both, song, others = (rows[BASES[basis], "soft"] for basis in ("both", "song", "others"))
    assert both.accuracy > song.accuracy > 1 / len(MELON_WORDS)
    assert others.accuracy > song.accuracy
    assert both.agreement > 0.6
    assert 0 < both.ece_within < 0.2


def test_each_basis_has_thresholds_for_each_rule(folds: MelonFolds) -> None:
    for sureness in folds.sureness().values():
        assert sureness.calibration.raw == sureness.calibration.shown
        for limits in sureness.thresholds.values():
            assert limits.open <= limits.likely


def test_figures_of_words_that_are_always_right() -> None:
    words = np.array([0, 1, 2, 3, 4] * 3)
    figures = word_figures(np.eye(5)[words], words)
    assert figures == {"accuracy": 1.0, "macro_f1": 1.0, "auc": 1.0, "ece": 0.0, "brier": 0.0}


def test_figures_of_words_that_know_nothing() -> None:
    words = np.array([1] * 9 + [0])
    chances = np.full((10, 5), 0.2)
    chances[:, 1] = 0.9
    chances /= chances.sum(axis=1, keepdims=True)
    figures = word_figures(chances, words)
    assert figures["accuracy"] == 0.9
    assert figures["auc"] == 0.5
    assert word_error(chances, words) == pytest.approx(0.9 - chances[0, 1])
    assert brier_score(np.full((2, 5), 0.2), np.array([0, 1])) == pytest.approx(0.64 + 4 * 0.04)


def test_a_vote_agrees_with_a_word_that_it_is_near_to() -> None:
    genres = taxonomy().genres
    votes = np.array([genres.index("dance"), genres.index("electronic"), genres.index("dance")])
    words = np.array([MELON_WORDS.index(word) for word in ("댄스", "댄스", "발라드")])
    assert agreeing(votes, words).tolist() == [True, True, False]
    assert largest_share(votes) == pytest.approx(2 / 3)
