import numpy as np
import pytest

from model.evaluation.cross_validation_folds import TrueGenres
from model.evaluation.metrics import Quality
from model.evaluation.score_rows import (
    POPULARITY,
    Opinion,
    genre_scores,
    korean_score,
    merged_view,
    only,
    summary,
)
from model.taxonomy import taxonomy

GENRES = taxonomy().genres


def said(*genres: str) -> Opinion:
    """Return an opinion that is sure of a genre for each track."""
    chosen = np.array([GENRES.index(genre) for genre in genres])
    return Opinion(chosen, np.eye(len(GENRES))[chosen], np.ones(len(chosen)))


def true(*genres: str) -> TrueGenres:
    rarest = np.array([GENRES.index(genre) for genre in genres])
    return TrueGenres(np.eye(len(GENRES))[rarest] > 0, rarest)


def test_each_genre_has_its_precision_and_recall() -> None:
    scores = {
        row.genre: row
        for row in genre_scores(true("pop", "pop", "rock").truth, said("pop", "rock", "rock").chosen)
    }
    assert list(scores) == list(GENRES)
    assert (scores["pop"].recordings, scores["pop"].precision, scores["pop"].recall) == (2, 1.0, 0.5)
    assert (scores["rock"].recordings, scores["rock"].precision, scores["rock"].recall) == (1, 0.5, 1.0)


def test_the_korean_row_is_the_mean_of_its_areas() -> None:
    row = korean_score("soft", "some", 12, {"댄스": 0.70001, "발라드": 0.9}, None)
    assert (row.auc, row.mean, row.spread, row.songs) == ({"댄스": 0.7, "발라드": 0.9}, 0.8, None, 12)
    assert korean_score("soft", "some", 12, {"댄스": 0.7}, 0.012345).spread == 0.0123


@pytest.mark.parametrize(("popularity", "slices"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (100, 2)])
def test_each_popularity_is_in_one_slice(popularity: int, slices: int) -> None:
    found = [bool(among(np.array([popularity]))[0]) for among in POPULARITY.values()]
    assert found == [number == slices for number in range(3)]


def test_a_part_of_an_opinion_is_of_the_same_tracks() -> None:
    part = only(said("pop", "rock", "jazz"), np.array([True, False, True]))
    assert [GENRES[index] for index in part.chosen] == ["pop", "jazz"]
    assert part.probabilities.shape == (2, len(GENRES))


@pytest.mark.parametrize("subject", ["soft", "study"])
def test_right_answers_stay_right_among_merged_genres(subject: str) -> None:
    known, answer = merged_view(true(*GENRES), said(*GENRES), subject)
    assert known.truth.shape == (len(GENRES), 24)
    assert (answer.chosen == known.rarest).all()
    assert answer.confidence.tolist() == pytest.approx([1] * len(GENRES))


def test_a_row_of_scores_has_the_means_and_the_spread_of_the_folds() -> None:
    one, other = (Quality(**dict.fromkeys(Quality.__dataclass_fields__, value)) for value in (0.2, 0.4))
    row = summary("soft", "all", 9, [one, other], 0.01234)
    assert (row.subject, row.tracks, row.recordings, row.ece) == ("soft", "all", 9, 0.0123)
    assert (row.any_hit, row.spread["any_hit"]) == (0.3, 0.1)
