from dataclasses import replace

import numpy as np
import pytest

from model.boosters import KINDS
from model.chart_songs import ChartRanges
from model.dataset import Dataset
from model.derived import COLUMN_NAMES
from model.features import FEATURE_NAMES
from model.recipes import RECIPES, Recipe
from model.recordings import Recordings
from model.table_file import BadDataset
from model.training import TrainedMember, examples, train, with_missing, within

ALWAYS = dict.fromkeys(FEATURE_NAMES, (-np.inf, np.inf))


def two_recordings() -> Recordings:
    return Recordings(
        np.array([[0.5] * 13, [0.6] * 13]),
        (frozenset({"rock", "alt-rock", "ska"}), frozenset({"opera"})),
        ("a", "b"),
        np.array([0.0, 0.0]),
    )


def test_the_same_data_and_seed_give_the_same_bytes(
    trained: list[TrainedMember], dataset: Dataset, chart: ChartRanges, small_recipes: tuple[Recipe, ...]
) -> None:
    again = train(small_recipes, dataset.recordings, chart.ranges, seed=0, progress=lambda *_: None)
    assert [member.content for member in again] == [member.content for member in trained]


def test_another_seed_gives_other_trees(
    trained: list[TrainedMember], dataset: Dataset, chart: ChartRanges, small_recipes: tuple[Recipe, ...]
) -> None:
    other = train(small_recipes, dataset.recordings, chart.ranges, seed=1, progress=lambda *_: None)
    for one, two in zip(trained, other, strict=True):
        assert one.content != two.content


def test_progress_counts_each_members_rounds(
    dataset: Dataset, chart: ChartRanges, small_recipes: tuple[Recipe, ...]
) -> None:
    told: list[tuple[str, int, int]] = []
    train(
        small_recipes,
        dataset.recordings,
        chart.ranges,
        seed=0,
        progress=lambda name, done, total: told.append((name, done, total)),
    )
    names = ("predict1", "predict2", "predict3")
    assert told == [(name, done, 3) for name in names for done in (1, 2, 3)]


def test_the_trained_files_know_their_columns_in_order(trained: list[TrainedMember]) -> None:
    for member in trained:
        assert KINDS[member.card.kind](member.content).columns == member.card.columns


def test_a_track_of_several_genres_is_a_row_for_each_that_weigh_one_together() -> None:
    rows = examples(RECIPES[2], two_recordings(), ALWAYS, np.random.default_rng(0))
    genres = list(RECIPES[2].classes)
    assert [genres[label] for label in rows.labels] == ["reggae", "rock", "opera"]
    assert rows.weights.tolist() == [1 / 2, 1 / 2, 1]


def test_a_model_of_seeds_has_a_row_for_each_seed() -> None:
    rows = examples(RECIPES[1], two_recordings(), ALWAYS, np.random.default_rng(0))
    seeds = list(RECIPES[1].classes)
    assert [seeds[label] for label in rows.labels] == ["alt-rock", "rock", "ska", "opera"]
    assert rows.weights.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])


def test_only_the_first_member_is_trimmed_to_the_chart() -> None:
    ranges = ALWAYS | {"valence": (0.55, 0.65)}
    counts = [
        len(examples(recipe, two_recordings(), ranges, np.random.default_rng(0)).labels) for recipe in RECIPES
    ]
    assert counts == [1, 4, 3]


def test_ranges_that_no_recording_meets_are_refused() -> None:
    ranges = ALWAYS | {"valence": (0.9, 0.95)}
    with pytest.raises(BadDataset, match="predict1 has nothing to learn"):
        train(RECIPES, two_recordings(), ranges, seed=0, progress=lambda *_: None)


def test_a_range_includes_its_ends() -> None:
    features = np.array([[0.5] * 13, [0.51] * 13])
    assert within(features, dict.fromkeys(FEATURE_NAMES, (0.0, 0.5))).tolist() == [True, False]


def test_energy_and_key_are_no_columns_of_the_first_member_and_nothing_is_derived_for_it() -> None:
    assert set(FEATURE_NAMES) - set(RECIPES[0].columns) == {"energy", "key"}
    assert set(RECIPES[0].columns) < set(FEATURE_NAMES)
    assert RECIPES[1].columns == RECIPES[2].columns == COLUMN_NAMES


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
