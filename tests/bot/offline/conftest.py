from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.offline.match_pairs import Measured
from model.features import FEATURE_NAMES, AudioFeatures
from model.music import Track

HEADER = "track_id,spotify_title,spotify_artist,melon_title,melon_artist,chart_rows\n"
ROWS = [
    (1, "Paper Lantern", "Paul Kim", "종이등 (Paper Lantern)", "폴킴"),
    (2, "봄강", "IU", "봄강", "아이유"),
    (3, "Harbour", "Moon Club", "Harbour (Feat. 하늘다리)", "Moon Club"),
    (4, "Far Away", "Moon Club", "먼 곳으로", "Moon Club"),
    (5, "Not Here", "Unknown", "Not Here", "노바디"),
]
TRACKS = [
    (1, "Paper Lantern", "Paul Kim", 0.1),
    (2, "Spring River", "IU", 0.2),
    (3, "Harbour", "Moon Club", 0.3),
    (13, "HARBOUR", "moon club", 0.35),
    (23, "Harbour - Instrumental", "Moon Club", 0.39),
    (4, "Far Away", "Moon Club", 0.4),
    (14, "Somewhere", "Moon Club", 0.4),
    (6, "Harbour", "Ohio Glass", 0.6),
]


def listed(number: int, title: str, artist: str, dance: float) -> Measured:
    values = dict.fromkeys(FEATURE_NAMES, 0.5) | {"danceability": dance, "duration_ms": 200_000.0}
    sound = AudioFeatures(**values, source="dataset", obtained_on=date(2024, 1, 1))
    return Track(f"{number:022}", title, (artist,), 200_000), sound


@pytest.fixture
def catalogue() -> list[Measured]:
    return [listed(*row) for row in TRACKS]


@pytest.fixture
def pairs_file(tmp_path: Path) -> Callable[[], Path]:
    def write() -> Path:
        path = tmp_path / "songs.csv"
        lines = [f"{number:022},{','.join(texts)},7\n" for number, *texts in ROWS]
        path.write_text(HEADER + "".join(lines), encoding="utf-8")
        return path

    return write
