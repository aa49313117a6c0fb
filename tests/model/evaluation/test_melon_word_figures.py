import numpy as np
import pytest

from model.evaluation.melon_word_figures import (
    agreeing,
    brier_score,
    largest_share,
    word_error,
    word_figures,
)
from model.taxonomy import taxonomy
from model.training.heads import MELON_WORDS


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
