from __future__ import annotations

from pathlib import Path

import pytest

from model.data.charted_songs import read_charted_songs
from model.data.table_reader import BadDataset

HEADER = "spotify_title,spotify_artist,melon_title,melon_artist,domestic\n"


def written(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_song_has_its_names_on_spotify_and_on_the_chart(tmp_path: Path) -> None:
    path = written(
        tmp_path / "songs.csv",
        "봄날,BTS,봄날,방탄소년단,True",
        '"My Universe","Coldplay;BTS","My Universe","Coldplay, 방탄소년단",False',
    )
    first, second = read_charted_songs(path)
    assert (first.track.title, first.track.artists, first.entry.artists) == (
        "봄날",
        ("BTS",),
        ("방탄소년단",),
    )
    assert (second.track.artists, second.entry.artists) == (("Coldplay", "BTS"), ("Coldplay", "방탄소년단"))
    assert [song.korean for song in (first, second)] == [True, False]


def test_a_row_without_one_of_its_names_is_passed_over(tmp_path: Path) -> None:
    path = written(
        tmp_path / "songs.csv",
        ",BTS,봄날,방탄소년단,True",
        "봄날,BTS,봄날,방탄소년단,",
        "봄날,BTS,봄날,방탄소년단,True",
    )
    assert len(read_charted_songs(path)) == 1


def test_a_file_without_such_songs_or_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="no song with its names"):
        read_charted_songs(written(tmp_path / "empty.csv"))
    other = tmp_path / "other.csv"
    other.write_text("title\nx\n", encoding="utf-8")
    with pytest.raises(BadDataset, match="has no column"):
        read_charted_songs(other)
