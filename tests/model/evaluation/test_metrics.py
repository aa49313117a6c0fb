import numpy as np
import pytest

from model.evaluation.metrics import calibration_error, precision_and_recall, quality, threshold_for

# Four tracks, three genres; the second track has two, of which the second is the rarest.
TRUTH = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)
RAREST = np.array([0, 1, 1, 2])
PROBABILITIES = np.array([[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.5, 0.4, 0.1], [0.1, 0.2, 0.7]])
CHOSEN = PROBABILITIES.argmax(axis=1)


def test_any_counts_each_of_a_tracks_genres_and_strict_the_rarest_only() -> None:
    figures = quality(TRUTH, RAREST, CHOSEN, PROBABILITIES, PROBABILITIES.max(axis=1))
    assert figures.any_hit == 3 / 4
    assert figures.strict == 2 / 4
    assert figures.any_top3 == 1


def test_a_hit_on_another_genre_than_the_rarest_counts_for_that_genre() -> None:
    figures = quality(TRUTH, RAREST, CHOSEN, PROBABILITIES, PROBABILITIES.max(axis=1))
    assert figures.any_f1 == pytest.approx((2 * 2 / (2 + 3) + 0 + 1) / 3)


def test_log_loss_is_on_the_rarest_genre() -> None:
    figures = quality(TRUTH, RAREST, CHOSEN, PROBABILITIES, PROBABILITIES.max(axis=1))
    assert figures.log_loss == pytest.approx(-np.log([0.8, 0.2, 0.4, 0.7]).mean())


def test_the_chosen_genre_leads_the_first_three_whatever_its_probability() -> None:
    truth = np.array([[0, 0, 0, 1]], dtype=bool)
    probabilities = np.array([[0.4, 0.3, 0.2, 0.1]])
    voted = quality(truth, np.array([3]), np.array([3]), probabilities, np.ones(1))
    assert (voted.any_hit, voted.any_top3) == (1, 1)
    missed = quality(truth, np.array([3]), np.array([0]), probabilities, np.ones(1))
    assert (missed.any_top3, missed.ece) == (0, 1)


def test_who_is_right_as_often_as_said_is_calibrated() -> None:
    confidence = np.full(10, 0.7)
    assert calibration_error(confidence, np.arange(10) < 7) == pytest.approx(0)
    assert calibration_error(confidence, np.arange(10) < 2) == pytest.approx(0.5)
    assert calibration_error(np.ones(4), np.ones(4, dtype=bool)) == 0


def test_the_threshold_is_the_lowest_that_keeps_the_precision() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    hits = np.array([True, True, False, True, False])
    assert threshold_for(0.75, confidence, hits) == (0.6, 0.8)
    assert threshold_for(1.0, confidence, hits) == (0.8, 0.4)


def test_a_precision_that_is_never_reached_has_no_votes_above_it() -> None:
    assert threshold_for(0.5, np.array([0.9, 0.8]), np.array([False, False])) == (1.0, 0.0)


def test_precision_and_recall_count_every_genre_of_a_track() -> None:
    table = precision_and_recall(TRUTH, CHOSEN)
    assert table == [(pytest.approx(2 / 3), 1.0), (0.0, 0.0), (1.0, 1.0)]
