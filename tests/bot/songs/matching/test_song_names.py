from __future__ import annotations

import csv
from pathlib import Path

import bot.songs.matching.song_names
from bot.songs.matching.song_names import songs_called


def test_a_song_is_found_by_each_name_however_it_is_spaced() -> None:
    for name in ("다만세", "다시만난세계", "INTO THE NEW WORLD", "into the new world"):
        assert [song.artist for song in songs_called(name)] == ["소녀시대"]
    assert songs_called("no such song") == ()
    assert songs_called("") == ()


def test_each_line_of_the_table_has_an_artist_and_two_names_and_stands_once() -> None:
    path = Path(bot.songs.matching.song_names.__file__).with_suffix(".csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert [row for row in rows if len(row) < 3 or not all(map(str.strip, row))] == []
    assert len({row[:2] for row in rows}) == len(rows)
