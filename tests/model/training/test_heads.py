import numpy as np
import pytest

from model.heads import HeadInputs, softmax
from model.melon_genres import nearest_genres
from model.taxonomy import taxonomy
from model.training.heads import (
    GENERAL_RECIPE,
    KOREAN_RECIPE,
    MELON_WORDS,
    fitted_view,
    korean_view,
    pooled,
    take,
)

GENRES = len(taxonomy().genres)


def inputs(count: int = 300) -> HeadInputs:
    rng = np.random.default_rng(3)
    own, means = rng.normal(size=(2, 3, count, GENRES))
    return HeadInputs(own, means, rng.integers(0, 5, size=count).astype(np.float64))


def test_members_are_pooled_by_their_weights() -> None:
    mean = pooled(inputs(2), np.array([1.0, 2.0, 1.0]))
    assert mean.own == pytest.approx(np.average(inputs(2).own, axis=0, weights=[1, 2, 1]))
    assert mean.songs.tolist() == inputs(2).songs.tolist()


def test_a_view_has_a_head_for_each_basis_of_its_recipe() -> None:
    lessons = pooled(inputs(), np.ones(3))
    centre = lessons.own.mean(axis=0)
    general = fitted_view(lessons, softmax(lessons.own), centre, GENERAL_RECIPE)
    words = np.eye(len(MELON_WORDS))[np.arange(300) % len(MELON_WORDS)]
    korean = fitted_view(lessons, words, centre, KOREAN_RECIPE)
    assert {basis: len(head.weights) for basis, head in general.heads.items()} == {"both": 57, "others": 29}
    assert set(korean.heads) == {"song", "both", "others"}


def test_songs_without_others_teach_nothing_of_others() -> None:
    lessons = pooled(inputs(), np.ones(3))
    shares = softmax(lessons.own)
    some = np.flatnonzero(lessons.songs > 0)
    centre = np.zeros(GENRES)
    every = fitted_view(lessons, shares, centre, GENERAL_RECIPE)
    assert fitted_view(take(lessons, some), shares[some], centre, GENERAL_RECIPE) == every


def test_melons_words_are_those_of_its_table() -> None:
    lessons = pooled(inputs(50), np.ones(3))
    words = np.eye(len(MELON_WORDS))[np.arange(50) % len(MELON_WORDS)]
    view = korean_view(fitted_view(lessons, words, np.zeros(GENRES), KOREAN_RECIPE))
    assert dict(view.nearest) == {word: nearest_genres()[word] for word in MELON_WORDS}
