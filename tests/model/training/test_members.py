from dataclasses import replace

import numpy as np
import pytest

from model.data.dataset import Dataset
from model.derived_features import Matrix, with_derived
from model.features import FEATURE_NAMES
from model.flat_trees import FlatTrees
from model.taxonomy import taxonomy
from model.training.boosters import KINDS
from model.training.boosting import TRAINERS
from model.training.examples import examples, with_missing
from model.training.members import TrainedMember, train_members
from model.training.recipes import RECIPES, Recipe
from model.training.training_targets import TEACHER, TrainingTargets, training_targets
from model.trees import Trees

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


def test_the_same_data_and_seed_give_the_same_bytes(
    trained: list[TrainedMember], dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]
) -> None:
    again = train_members(small_recipes, dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)
    assert [member.content for member in again] == [member.content for member in trained]


def test_another_seed_gives_other_trees(
    trained: list[TrainedMember], dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]
) -> None:
    other = train_members(small_recipes, dataset.recordings, chart_tracks, seed=1, progress=lambda *_: None)
    for one, two in zip(trained, other, strict=True):
        assert one.content != two.content


def test_progress_counts_each_members_rounds(
    dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]
) -> None:
    told: list[tuple[str, int, int]] = []
    train_members(
        small_recipes,
        dataset.recordings,
        chart_tracks,
        seed=0,
        progress=lambda name, done, total: told.append((name, done, total)),
    )
    names = (TEACHER, "predict1", "predict2", "predict3")
    assert told == [(name, done, 3) for name in names for done in (1, 2, 3)]


def test_the_trained_files_know_their_columns_in_order(trained: list[TrainedMember]) -> None:
    for member in trained:
        assert KINDS[member.card.kind](member.content).columns == member.card.columns


def test_a_member_of_genres_gets_the_sum_of_their_seeds() -> None:
    rows = examples(RECIPES[2], TARGETS, np.random.default_rng(0))
    shares = [dict(zip(RECIPES[2].classes, row, strict=True)) for row in rows.shares]
    assert shares[0]["rock"] == pytest.approx(2 / 3)
    assert shares[0]["reggae"] == pytest.approx(1 / 3)
    assert shares[1]["opera"] == 1


def test_a_member_of_seeds_gets_the_seeds() -> None:
    rows = examples(RECIPES[1], TARGETS, np.random.default_rng(0))
    assert (rows.shares == TARGETS.shares).all()


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


def test_the_card_says_of_which_tracks_a_member_learnt(trained: list[TrainedMember]) -> None:
    learnt = [member.card.trained_on for member in trained]
    assert learnt[0] == "all recordings, 28 genres, 34 columns, and 600 Korean tracks that weigh at most 1.2"
    assert learnt[1].startswith("all recordings, 64 seeds, 34 columns, and 600 Korean tracks")


def test_every_member_begins_with_what_is_common(dataset: Dataset, small_recipes: tuple[Recipe, ...]) -> None:
    """With no step taken, each booster says how common the classes are: the start is in its own file."""
    targets = training_targets(dataset.recordings, None, seed=0, progress=lambda *_: None)
    for recipe in small_recipes:
        still = replace(recipe, rounds=1, parameters={**recipe.parameters, "learning_rate": 1e-12})
        rows = examples(still, targets, np.random.default_rng(0))
        told = KINDS[still.kind](TRAINERS[still.kind](still, rows, 0, lambda *_: None)).probabilities(
            rows.matrix[:5]
        )
        assert told == pytest.approx(np.tile(rows.shares.mean(axis=0), (5, 1)), abs=1e-6)


def test_the_text_says_multiclass_wherever_it_names_an_objective(trained: list[TrainedMember]) -> None:
    for member in trained[:2]:
        text = member.content.decode()
        assert f"\nobjective=multiclass num_class:{len(member.card.classes)}\n" in text
        assert "\n[objective: multiclass]\n" in text
        assert "[objective: custom]" not in text


def test_the_plain_trees_answer_as_the_library_does(trained: list[TrainedMember], dataset: Dataset) -> None:
    rows = with_derived(with_missing(dataset.recordings.features, np.random.default_rng(5)))
    for member in trained:
        ours = FlatTrees.of(Trees.unpacked(member.trees)).probabilities(rows)
        theirs = KINDS[member.card.kind](member.content).probabilities(rows)
        assert np.abs(ours - theirs).max() < 1e-6


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


def test_a_recipe_names_its_file_after_its_kind() -> None:
    assert [recipe.file for recipe in RECIPES] == ["predict1.txt", "predict2.txt", "predict3.ubj"]
    assert replace(RECIPES[0], name="x").file == "x.txt"
