from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.catalogue.summary import SHOWN_SONGS, group_genres, group_totals, summarised
from model.data.table_reader import BadDataset

COLUMNS = ("title", "artist", "release_date", "playlist", "voting", "confidence", "melon", "level", "model")
ROWS: list[tuple[object, ...]] = [
    ("A", "IU", "2017-03-24", "Mine", "folk", 0.9, "발라드", "measured", "m@1"),
    ("B", "아이유", "2017", "Mine", "pop", 0.5, "발라드", "measured", "m@1"),
    ("C", "Artist;IU", "24.03.2018", None, "pop", 0.7, None, "artist", "m@1"),
    ("D", "Various Artists", "no year", "Yours", None, None, None, None, None),
]


def table(rows: list[tuple[object, ...]], start: str = "") -> pa.Table:
    names = [*COLUMNS[:4], *(f"{start}{name}" for name in COLUMNS[4:])]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


@pytest.mark.parametrize("start", ["", "jangreu_"])
def test_a_table_adds_up_by_year_artist_and_playlist(tmp_path: Path, start: str) -> None:
    parquet.write_table(table(ROWS, start), tmp_path / "votes.parquet")
    summary = summarised(str(tmp_path / "votes.parquet"))
    assert (summary.rows, summary.genres) == (4, {"pop": 2, "folk": 1})
    assert (summary.melon, summary.levels) == ({"발라드": 2}, {"measured": 2, "artist": 1})
    assert group_totals(summary.years) == {"2017": 2, "2018": 1}
    assert sorted(group_totals(summary.artists).values()) == [1, 2]
    assert group_genres(summary.playlists, ["Mine"]) == {"Mine": {"folk": 1, "pop": 1}}
    assert [song.title for song in summary.certain] == ["A", "C", "B"]
    assert [song.title for song in summary.uncertain] == ["B", "C", "A"]


def test_the_surest_songs_are_found_across_files_and_each_stands_once(tmp_path: Path) -> None:
    (tmp_path / "votes").mkdir()
    for part in range(3):
        rows: list[tuple[object, ...]] = [
            (str(row), "X", "2020", "P", "pop", row / 100, None, "measured", "m") for row in range(40 + part)
        ]
        parquet.write_table(table(rows), tmp_path / "votes" / f"part-{part}.parquet")
    summary = summarised(str(tmp_path / "votes"))
    assert [song.title for song in summary.certain] == [str(41 - place) for place in range(SHOWN_SONGS)]
    assert [song.title for song in summary.uncertain] == [str(place) for place in range(SHOWN_SONGS)]


def test_a_table_without_votes_is_refused(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"title": ["A"], "artist": ["B"]}), tmp_path / "in.parquet")
    with pytest.raises(BadDataset, match="has written"):
        summarised(str(tmp_path / "in.parquet"))


def test_the_first_rows_of_a_file_tell_what_parts_its_artists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.catalogue.summary.PART_ROWS", 2)
    artists = ("IU, Suga", "IU;Suga", "Tyler, The Creator", "Earth, Wind & Fire")
    rows: list[tuple[object, ...]] = [
        ("A", by, "2020", "P", "pop", 0.5, None, "measured", "m@1") for by in artists
    ]
    parquet.write_table(table(rows), tmp_path / "votes.parquet")
    assert set(summarised(str(tmp_path / "votes.parquet")).names.values()) == {
        "IU, Suga",
        "IU",
        "Tyler, The Creator",
        "Earth, Wind & Fire",
    }
