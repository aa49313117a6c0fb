import numpy as np
import pytest

from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy
from model.training.examples import examples, with_missing
from model.training.recipes import RECIPES
from model.training.training_targets import TrainingTargets

SEEDS = taxonomy().seeds
TARGETS = TrainingTargets(
    np.full((3, 13), 0.5),
    np.array(
        [
            [float(name in {"rock", "alt-rock", "ska"}) / 3 for name in SEEDS],
            [float(name == "opera") for name in SEEDS],
            [float(name == "opera") for name in SEEDS],
        ]
    ),
    np.array([0.5]),
)


def test_a_track_of_the_chart_weighs_by_its_strangeness_and_in_the_first_member_most() -> None:
    weights = [examples(recipe, TARGETS, np.random.default_rng(0)).weights for recipe in RECIPES]
    for recipe, own in zip(RECIPES, weights, strict=True):
        assert own.tolist() == pytest.approx([1, 1, 0.5 * recipe.chart_weight])
    assert weights[0][2] > 2 * max(weights[1][2], weights[2][2])


def test_what_is_common_is_the_start() -> None:
    rows = examples(RECIPES[1], TARGETS, np.random.default_rng(0))
    odds = np.exp(rows.base)
    assert odds.sum() == pytest.approx(1)
    assert taxonomy().seeds[int(odds.argmax())] == "opera"


def test_key_mode_and_time_signature_are_often_hidden_and_the_rest_seldom() -> None:
    hidden = np.isnan(with_missing(np.zeros((20_000, 13)), np.random.default_rng(0))).mean(axis=0)
    shares = dict(zip(FEATURE_NAMES, hidden, strict=True))
    for name, share in shares.items():
        expected = 0.3 if name in {"key", "mode", "time_signature"} else 0.02
        assert share == pytest.approx(expected + (1 - expected) * 0.01, abs=0.012)


def test_hiding_values_leaves_the_original_alone() -> None:
    features = np.zeros((100, 13))
    with_missing(features, np.random.default_rng(0))
    assert not np.isnan(features).any()


def test_a_member_of_genres_gets_the_sum_of_their_seeds() -> None:
    rows = examples(RECIPES[2], TARGETS, np.random.default_rng(0))
    shares = [dict(zip(RECIPES[2].classes, row, strict=True)) for row in rows.shares]
    assert shares[0]["rock"] == pytest.approx(2 / 3)
    assert shares[0]["reggae"] == pytest.approx(1 / 3)
    assert shares[1]["opera"] == 1


def test_a_member_of_seeds_gets_the_seeds() -> None:
    rows = examples(RECIPES[1], TARGETS, np.random.default_rng(0))
    assert (rows.shares == TARGETS.shares).all()
