"""The bot with a model that has heads, so that an artist's other songs count."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.start import bootstrap as start
from model.ensemble import GenreEnsemble
from tests.model.invented_heads import invented_heads, put_heads
from tests.model.shipped import FOLDER


@pytest.fixture(scope="session")
def ensemble_with_heads(tmp_path_factory: pytest.TempPathFactory) -> GenreEnsemble:
    folder = Path(shutil.copytree(FOLDER, tmp_path_factory.mktemp("models") / FOLDER.name))
    put_heads(folder, invented_heads())
    return GenreEnsemble.load(folder)


@pytest.fixture
def with_heads(ensemble_with_heads: GenreEnsemble, monkeypatch: pytest.MonkeyPatch) -> GenreEnsemble:
    """Let the bot start with this model."""
    monkeypatch.setattr(start, "_ensemble", lambda _settings: ensemble_with_heads)
    return ensemble_with_heads
