"""The invented data set and its ensemble, for the scripts that train and evaluate, and known songs."""

from __future__ import annotations

from tests.bot.conftest import invented_library, known_songs
from tests.model.conftest import (
    chart,
    chart_tracks,
    dataset,
    dataset_file,
    korean,
    korean_file,
    model_folder,
    small_recipes,
    tiny,
    trained,
    write_table,
)

__all__ = [
    "chart",
    "chart_tracks",
    "dataset",
    "dataset_file",
    "invented_library",
    "known_songs",
    "korean",
    "korean_file",
    "model_folder",
    "small_recipes",
    "tiny",
    "trained",
    "write_table",
]
