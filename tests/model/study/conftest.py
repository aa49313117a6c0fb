"""Invented tracks in the study's hands: of each genre a few, half of them by artists of several tracks."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.features import FEATURE_RANGES
from model.study.plan import Effort
from model.study.running import Assignment
from model.study.songs import Material
from tests.model.invented_tracks import invented_rows, write_rows

SMALL = Effort(tracks=3_000, folds=2, rounds=4)


@pytest.fixture(scope="session")
def tracks_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 seeds of 12 tracks, and the first hundred once more, as re-releases under other ids."""
    rows = invented_rows()
    again = [row | {"track_id": f"{number:022d}"} for number, row in enumerate(rows[:100])]
    return write_rows(tmp_path_factory.mktemp("study") / "tracks.csv", rows + again)


@pytest.fixture(scope="session")
def assignment(tracks_file: Path) -> Assignment:
    ranges = {name: (float(low), float(high)) for name, (low, high) in FEATURE_RANGES.items()}
    return Assignment(tracks_file, ranges | {"energy": (0.0, 0.6)}, SMALL, seed=0)


@pytest.fixture(scope="session")
def material(assignment: Assignment) -> Material:
    return assignment.material()
