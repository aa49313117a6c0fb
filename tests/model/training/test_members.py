from dataclasses import replace

import numpy as np
import pytest

from model.data.dataset import Dataset
from model.derived_features import Matrix, with_derived
from model.flat_trees import FlatTrees
from model.taxonomy import taxonomy
from model.training.boosters import KINDS
from model.training.boosting import TRAINERS
from model.training.examples import examples, with_missing
from model.training.members import TrainedMember, train_members
from model.training.recipes import Recipe
from model.training.training_targets import TEACHER, training_targets
from model.trees import Trees

SEEDS = taxonomy().seeds


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


def test_the_plain_trees_answer_as_the_library_does(trained: list[TrainedMember], dataset: Dataset) -> None:
    rows = with_derived(with_missing(dataset.recordings.features, np.random.default_rng(5)))
    for member in trained:
        ours = FlatTrees.of(Trees.unpacked(member.trees)).probabilities(rows)
        theirs = KINDS[member.card.kind](member.content).probabilities(rows)
        assert np.abs(ours - theirs).max() < 1e-6
