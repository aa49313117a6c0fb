from dataclasses import replace

import numpy as np
import pytest

from model.boosters import KINDS
from model.dataset import Dataset
from model.derived import Matrix, with_derived
from model.features import FEATURE_NAMES
from model.flat_trees import FlatTrees
from model.recipes import RECIPES, Recipe
from model.recordings import Recordings
from model.training import TrainedMember, examples, train, with_missing
from model.trees import Trees


def two_recordings() -> Recordings:
    return Recordings(
        np.array([[0.5] * 13, [0.6] * 13]),
        (frozenset({"rock", "alt-rock", "ska"}), frozenset({"opera"})),
        ("a", "b"),
        np.array([0.0, 0.0]),
    )


def test_the_same_data_and_seed_give_the_same_bytes(
    trained: list[TrainedMember], dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]
) -> None:
    again = train(small_recipes, dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)
    assert [member.content for member in again] == [member.content for member in trained]


def test_another_seed_gives_other_trees(
    trained: list[TrainedMember], dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]
) -> None:
    other = train(small_recipes, dataset.recordings, chart_tracks, seed=1, progress=lambda *_: None)
    for one, two in zip(trained, other, strict=True):
        assert one.content != two.content


def test_progress_counts_each_members_rounds(
    dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]
) -> None:
    told: list[tuple[str, int, int]] = []
    train(
        small_recipes,
        dataset.recordings,
        chart_tracks,
        seed=0,
        progress=lambda name, done, total: told.append((name, done, total)),
    )
    names = ("predict1", "predict2", "predict3")
    assert told == [(name, done, 3) for name in names for done in (1, 2, 3)]


def test_the_trained_files_know_their_columns_in_order(trained: list[TrainedMember]) -> None:
    for member in trained:
        assert KINDS[member.card.kind](member.content).columns == member.card.columns


def test_a_track_of_several_genres_is_a_row_for_each_that_weigh_one_together() -> None:
    rows = examples(RECIPES[2], two_recordings(), None, np.random.default_rng(0))
    genres = list(RECIPES[2].classes)
    assert [genres[label] for label in rows.labels] == ["reggae", "rock", "opera"]
    assert rows.weights.tolist() == [1 / 2, 1 / 2, 1]


def test_a_model_of_seeds_has_a_row_for_each_seed() -> None:
    rows = examples(RECIPES[1], two_recordings(), None, np.random.default_rng(0))
    seeds = list(RECIPES[1].classes)
    assert [seeds[label] for label in rows.labels] == ["alt-rock", "rock", "ska", "opera"]
    assert rows.weights.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])


def test_only_the_first_member_learns_from_the_tracks_of_the_chart(
    dataset: Dataset, chart_tracks: Matrix
) -> None:
    alone, together = (
        [
            len(examples(recipe, dataset.recordings, tracks, np.random.default_rng(0)).labels)
            for recipe in RECIPES
        ]
        for tracks in (None, chart_tracks)
    )
    assert together == [alone[0] + 4 * len(chart_tracks), *alone[1:]]


def test_a_track_of_the_chart_weighs_less_than_a_recording(dataset: Dataset, chart_tracks: Matrix) -> None:
    rows = examples(RECIPES[0], dataset.recordings, chart_tracks, np.random.default_rng(0))
    of_tracks = rows.weights[-4 * len(chart_tracks) :].reshape(-1, 4).sum(axis=1)
    assert (of_tracks > 0).all()
    assert (of_tracks < 0.8).all()
    assert rows.weights[: -4 * len(chart_tracks)].sum() == pytest.approx(len(dataset.recordings))


def test_the_card_says_of_which_tracks_the_first_member_learnt(trained: list[TrainedMember]) -> None:
    learnt = [member.card.trained_on for member in trained]
    assert learnt[0] == "all recordings, 28 genres, 34 columns, and 600 Korean tracks"
    assert learnt[1] == "all recordings, 64 seeds, 34 columns"


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
