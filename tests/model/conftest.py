"""A tiny data set of invented tracks, and the ensemble that the real training makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from model.artifact import model_card, write_model
from model.chart_songs import ChartRanges
from model.dataset import Dataset, read_dataset
from model.ensemble import GenreEnsemble
from model.evaluation import CAUTIOUS
from model.features import FEATURE_RANGES
from model.recipes import RECIPES, Recipe
from model.training import TrainedMember, train
from model.voting import RULES
from tests.model.invented_tracks import invented_rows, write_rows

WriteTable = Callable[[str, list[dict[str, object]]], Path]


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    """Write rows as a CSV file of this name."""
    return lambda name, rows: write_rows(tmp_path / name, rows)


@pytest.fixture(scope="session")
def dataset_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented data set, 64 seeds of 12 tracks."""
    return write_rows(tmp_path_factory.mktemp("data") / "dataset.csv", invented_rows())


@pytest.fixture(scope="session")
def small_recipes() -> tuple[Recipe, ...]:
    """The real recipes with a few rounds."""
    return tuple(
        replace(recipe, rounds=3, parameters={**recipe.parameters, **_small(recipe)}) for recipe in RECIPES
    )


def _small(recipe: Recipe) -> dict[str, float]:
    """Learn fast from little."""
    leaves = {"min_data_in_leaf": 3} if recipe.kind == "lightgbm" else {"min_child_weight": 0.3}
    return {**leaves, "learning_rate": 0.5}


@pytest.fixture(scope="session")
def dataset(dataset_file: Path) -> Dataset:
    """The invented data set, read."""
    return read_dataset(dataset_file, minimum_rows=1)


@pytest.fixture(scope="session")
def chart() -> ChartRanges:
    """Ranges that cut away the loud half of the invented tracks."""
    ranges = {name: (float(low), float(high)) for name, (low, high) in FEATURE_RANGES.items()}
    return ChartRanges(ranges | {"energy": (0.0, 0.6)}, 100)


@pytest.fixture(scope="session")
def trained(dataset: Dataset, chart: ChartRanges, small_recipes: tuple[Recipe, ...]) -> list[TrainedMember]:
    """Three tiny members, from the real training."""
    return train(small_recipes, dataset.recordings, chart.ranges, seed=0, progress=lambda *_: None)


@pytest.fixture(scope="session")
def model_folder(
    tmp_path_factory: pytest.TempPathFactory,
    trained: list[TrainedMember],
    dataset: Dataset,
    chart: ChartRanges,
) -> Path:
    """A written model folder of the tiny members; copy it before changing it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    measured = None, dict.fromkeys(RULES, CAUTIOUS)
    card = model_card("tiny", trained, dataset, chart, seed=0, voting_rule="study", measured=measured)
    write_model(folder, card, trained)
    return folder


@pytest.fixture(scope="session")
def tiny(model_folder: Path) -> GenreEnsemble:
    """The tiny ensemble, loaded."""
    return GenreEnsemble.load(model_folder)
