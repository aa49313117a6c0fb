"""A tiny data set of invented tracks, and the ensemble that the real training makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from model.recipes import RECIPES, Recipe
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
    return {"min_data_in_leaf": 5} if recipe.kind == "lightgbm" else {"min_child_weight": 1}
