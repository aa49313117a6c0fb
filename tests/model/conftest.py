"""A tiny data set of invented tracks, and the ensemble that the real training makes of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.data.chart_songs import ChartRanges
from model.data.dataset import Dataset, read_dataset
from model.data.korean_songs import MELON_GENRES, KoreanSongs, read_korean_songs
from model.derived_features import Matrix
from model.ensemble import GenreEnsemble
from model.evaluation.calibration import UNCALIBRATED
from model.evaluation.cross_validation import CAUTIOUS
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.training.artifact import Measured, model_card, write_model
from model.training.members import TrainedMember, train_members
from model.training.recipes import RECIPES, Recipe
from model.voting import RULES
from tests.model.invented_tracks import invented_features, invented_rows, write_rows
from tests.model.small_trees import TrainedTrees, trained_models

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
def chart_tracks() -> Matrix:
    """Invented tracks without a genre."""
    rng = np.random.default_rng(11)
    rows = [invented_features(rng, lean) for lean in rng.random(600)]
    return np.array([[row[name] for name in FEATURE_NAMES] for row in rows], dtype=np.float64)


@pytest.fixture(scope="session")
def korean_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented Korean songs with Melon's genres, some of artists that the data set has too."""
    rng = np.random.default_rng(3)
    rows: list[dict[str, object]] = [
        {
            "track_id": f"korean{number:016}",
            "spotify_artist": f"Artist {number}, Guest" if number % 4 == 0 else f"Singer {number}",
            "domestic": number % 7 != 0,
            "chart_rows": 1,
            "melon_genre8": genre if number % 9 else "",
            **invented_features(rng, lean),
        }
        for number, (genre, lean) in enumerate(
            zip([*MELON_GENRES.values()] * 30, np.tile(np.linspace(0, 1, 5), 30), strict=True)
        )
    ]
    return write_rows(tmp_path_factory.mktemp("songs") / "songs.csv", rows)


@pytest.fixture(scope="session")
def korean(korean_file: Path) -> KoreanSongs:
    """The invented Korean songs, read."""
    return read_korean_songs(korean_file)


@pytest.fixture(scope="session")
def trained(dataset: Dataset, chart_tracks: Matrix, small_recipes: tuple[Recipe, ...]) -> list[TrainedMember]:
    """Three tiny members, from the real training."""
    return train_members(small_recipes, dataset.recordings, chart_tracks, seed=0, progress=lambda *_: None)


@pytest.fixture(scope="session")
def model_folder(
    tmp_path_factory: pytest.TempPathFactory,
    trained: list[TrainedMember],
    dataset: Dataset,
    chart: ChartRanges,
) -> Path:
    """A written model folder of the tiny members; copy it before changing it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    measured = Measured(None, dict.fromkeys(RULES, CAUTIOUS), UNCALIBRATED)
    card = model_card("tiny", trained, dataset, chart, seed=0, voting_rule="study", measured=measured)
    write_model(folder, card, trained)
    return folder


@pytest.fixture(scope="session")
def tiny(model_folder: Path) -> GenreEnsemble:
    """The tiny ensemble, loaded."""
    return GenreEnsemble.load(model_folder)


@pytest.fixture(scope="session", name="trained_trees")
def _trained_trees() -> TrainedTrees:
    """The trees of small models of both libraries, and the models."""
    return trained_models()


@pytest.fixture
def folder(model_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model that a test may spoil."""
    return Path(shutil.copytree(model_folder, tmp_path / "tiny"))
