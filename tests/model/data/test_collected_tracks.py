from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from model.data.collected_tracks import write_tracks
from model.data.table_reader import read_table
from model.data.track_catalogue import read_tracks
from model.exploration.statistics import explore
from model.features import AudioFeatures
from model.music import Track

DAY = date(2026, 11, 22)
SONG = Track("a" * 22, "달빛 산책", ("하늘다리", "Paper Moon"), 201_000)
SOUND = AudioFeatures(danceability=0.6, energy=0.7, tempo=120.0, source="reccobeats", obtained_on=DAY)


def test_collected_tracks_have_the_data_sets_columns(tmp_path: Path) -> None:
    path = tmp_path / "tracks.parquet"
    assert write_tracks(path, [(SONG, SOUND, "soul"), (SONG, SOUND, "blues")]) == 2
    [row, other] = read_table(path).to_pylist()
    assert (row["track_id"], row["track_name"], row["artists"]) == (
        SONG.id,
        SONG.title,
        "하늘다리;Paper Moon",
    )
    assert (row["energy"], row["duration_ms"], row["time_signature"]) == (0.7, 201_000, None)
    assert (row["popularity"], row["album_name"], row["explicit"]) == (None, None, None)
    assert (row["track_genre"], other["track_genre"]) == ("soul", "blues")
    assert [path.name for path in tmp_path.iterdir()] == ["tracks.parquet"]


def test_collected_tracks_can_be_read_and_explored(tmp_path: Path) -> None:
    path = tmp_path / "tracks.parquet"
    write_tracks(path, [(SONG, SOUND, "soul")])
    [(track, _)] = read_tracks(path, DAY)
    assert track == SONG
    assert explore(path).per_seed["soul"] == 1
    assert np.isnan(explore(path).features).sum() == 9


def test_a_collection_of_nothing_is_a_table_of_no_rows(tmp_path: Path) -> None:
    assert write_tracks(tmp_path / "tracks.parquet", []) == 0
    assert read_table(tmp_path / "tracks.parquet").num_rows == 0
