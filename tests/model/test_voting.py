import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.taxonomy import taxonomy
from model.voting import RULES, GenreVote, Matrix, rule_shares, soft, study, weighted_mean

GENRES = taxonomy().genres
STUDY = np.array([1.5, 1.0, 1.0])
# The thirteen votes that the study published: predict1, predict2, predict3, and what was voted.
PUBLISHED = [
    ("country", "dance", "dance", "dance"),
    ("dance", "rock", "disco", "dance"),
    ("disco", "reggae", "rock-n-roll", "disco"),
    ("dance", "disco", "disco", "disco"),
    ("rock", "dance", "dance", "dance"),
    ("reggae", "r-n-b", "reggae", "reggae"),
    ("hip-hop", "reggae", "reggae", "reggae"),
    ("rock", "rock-n-roll", "rock-n-roll", "rock-n-roll"),
    ("disco", "drum-and-bass", "drum-and-bass", "drum-and-bass"),
    ("funk", "rock", "rock", "rock"),
    ("rock", "rock", "rock", "rock"),
    ("alternative", "alternative", "alternative", "alternative"),
    ("rock", "rock", "folk", "rock"),
]


def opinions(*labels: str, confidence: float = 0.4) -> Matrix:
    """Return (members, genres) probabilities in which each member's likeliest genre is the given one."""
    rows = np.full((len(labels), len(GENRES)), (1 - confidence) / (len(GENRES) - 1))
    for row, label in zip(rows, labels, strict=True):
        row[GENRES.index(label)] = confidence
    return rows


@pytest.mark.parametrize(("first", "second", "third", "voted"), PUBLISHED)
def test_the_studys_published_votes_follow_from_its_rule(
    first: str, second: str, third: str, voted: str
) -> None:
    assert GENRES[int(study(opinions(first, second, third), STUDY))] == voted


def test_many_tracks_are_voted_on_at_once() -> None:
    stacked = np.stack([opinions(*row[:3]) for row in PUBLISHED], axis=1)
    assert [GENRES[index] for index in study(stacked, STUDY)] == [row[3] for row in PUBLISHED]


def test_the_study_counts_labels_and_not_how_sure_a_member_is() -> None:
    views = opinions("rock", "dance", "dance")
    views[0] = opinions("rock", confidence=0.99)[0]
    assert GENRES[int(study(views, STUDY))] == "dance"
    assert GENRES[int(soft(views, STUDY))] == "rock"


def test_with_equal_weights_the_earliest_member_decides_where_all_differ() -> None:
    assert GENRES[int(study(opinions("soul", "jazz", "blues"), np.ones(3)))] == "soul"
    assert GENRES[int(study(opinions("soul", "jazz", "jazz"), np.ones(3)))] == "jazz"


def test_a_member_that_finds_two_genres_equally_likely_is_counted_for_the_first() -> None:
    views = np.full((1, len(GENRES)), 1 / len(GENRES))
    assert int(study(views, np.ones(1))) == int(soft(views, np.ones(1))) == 0


def test_the_soft_rule_weighs_probabilities() -> None:
    views = np.array([[0.9, 0.1], [0.3, 0.7], [0.3, 0.7]])
    assert int(soft(views, np.array([0.5, 1.0, 1.0]))) == 1 - int(soft(views, np.array([4.0, 1.0, 1.0])))
    odds = (9 / 1) ** 0.5 * (3 / 7) ** 0.5  # the geometric mean of the members' odds
    assert weighted_mean(views, np.array([2.0, 1.0, 1.0])) == pytest.approx(
        np.array([odds / (1 + odds), 1 / (1 + odds)])
    )


def test_a_member_that_rules_a_genre_out_is_heard_and_breaks_nothing() -> None:
    mean = weighted_mean(np.array([[1.0, 0.0], [0.5, 0.5]]), np.ones(2))
    assert mean[0] == pytest.approx(1, abs=1e-3)
    assert np.isfinite(mean).all()


def test_under_the_studys_rule_a_genre_is_ahead_by_the_weights_of_those_who_name_it() -> None:
    shares = rule_shares("study", opinions("rock", "dance", "dance"), STUDY)
    assert shares[GENRES.index("dance")] == pytest.approx(2 / 3.5)
    assert shares[GENRES.index("rock")] == pytest.approx(1.5 / 3.5)


def test_a_member_of_weight_nothing_has_no_say() -> None:
    views = opinions("rock", "dance", "soul")
    for rule in RULES.values():
        assert GENRES[int(rule(views, np.array([0.0, 2.0, 1.0])))] == "dance"


@given(st.permutations(range(len(GENRES))), st.lists(st.sampled_from(GENRES), min_size=3, max_size=3))
def test_the_order_of_the_genres_does_not_matter(order: list[int], labels: list[str]) -> None:
    views = opinions(*labels)
    for rule in (study, soft):
        weights = np.array([1.5, 1.0, 1.1])  # no two sums are equal
        assert GENRES[order[int(rule(views[:, order], weights))]] == GENRES[int(rule(views, weights))]


def test_the_likeliest_genres_come_best_first_and_equals_by_name() -> None:
    vote = GenreVote("soul", (), {"soul": 0.2, "rock": 0.4, "jazz": 0.2, "pop": 0.2}, "study", "m@1")
    assert vote.likeliest(3) == [("rock", 0.4), ("jazz", 0.2), ("pop", 0.2)]
    assert vote.confidence == 0.2
