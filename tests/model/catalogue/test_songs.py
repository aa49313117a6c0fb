from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from model.catalogue.songs import as_matrix, columns_of, names_of, songs_of
from model.catalogue.track_file import Rejected, Rows
from model.data.table_reader import BadDataset
from model.features import FEATURE_NAMES
from tests.model.catalogue.tables import invented

ID = "2zrhoHlFKxFTRF5aMyxMoQ"


def understood(rows: list[dict[str, object]]) -> tuple[list[dict[str, object]], list[Rejected]]:
    table = pa.Table.from_pylist(rows)
    songs, rejected = songs_of(Rows(table, list(range(1, len(rows) + 1)), []), columns_of(table, "t"), "t")
    return songs.to_pylist(), rejected


def test_a_track_is_read_with_its_features() -> None:
    (song, *_), rejected = understood(invented(3))
    assert (song["id"], song["title"], song["artists"]) == (f"{0:022}", "Song 0", "아이유")
    features = np.frombuffer(song["features"])  # type: ignore[call-overload]
    assert features.tolist() == [invented(1)[0][name] for name in FEATURE_NAMES]
    assert not rejected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"name": "A", "artists": "['B', 'C']"}, (None, None, "A", "B;C")),
        ({"track_name": "A", "track_artist": "B, C"}, (None, None, "A", "B;C")),
        ({"title": "A", "artist": "B, C"}, (None, None, "A", "B;C")),
        ({"track_name": "A", "artist(s)_name": "B, C"}, (None, None, "A", "B;C")),
        ({"곡명": 1989, "가수": "B"}, (None, None, "1989", "B")),
        ({"url": f"https://open.spotify.com/track/{ID}?si=x"}, (ID, None, None, None)),
        (
            {"id": "https://www.melon.com/song/detail.htm?songId=1"},
            (None, "https://www.melon.com/song/detail.htm?songId=1", None, None),
        ),
        ({"track.id": ID, "track.name": "A", "track.artists": [{"name": "B"}]}, (ID, None, "A", "B")),
    ],
)
def test_songs_are_named_in_many_ways(row: dict[str, object], expected: tuple[str | None, ...]) -> None:
    ((song,), rejected) = understood([row])
    assert tuple(song[name] for name in ("id", "link", "title", "artists")) == expected
    assert not rejected


def test_rows_that_say_nothing_are_rejected_with_the_reason() -> None:
    rows: list[dict[str, object]] = [
        {"id": "", "title": "A", "artist": "B", "energy": "loud"},
        {"id": "", "title": "A", "artist": "", "energy": ""},
        {"id": "spotify:episode:1", "title": "A", "artist": "B", "energy": "0.5"},
        {"id": "", "title": "", "artist": "", "energy": "0.5"},
    ]
    songs, rejected = understood(rows)
    assert [song["row"] for song in songs] == [3]
    assert [each.row for each in rejected] == [1, 2, 3]
    assert rejected[0].reason == "energy is no number: 'loud'"
    assert '"energy": "loud"' in rejected[0].content


def test_a_table_without_songs_is_refused() -> None:
    with pytest.raises(BadDataset, match="has no columns to tell songs by"):
        columns_of(pa.table({"title": ["A"], "year": [2020]}), "t")


def test_artists_are_a_text_or_a_list_in_any_writing() -> None:
    written: list[object] = ['["A", "B"]', "['A', 'B']", ["A", "B"], [{"name": "A"}, {"name": "B"}], "A;B"]
    assert [names_of(value, commas=False) for value in written] == [("A", "B")] * 5
    assert names_of("[Alexandros]", commas=False) == ("[Alexandros]",)
    assert names_of("[" * 5_000, commas=False) == ("[" * 5_000,)
    assert names_of(None, commas=True) == names_of([None, 3], commas=True) == ()


def test_commas_part_artists_where_no_semicolon_does() -> None:
    rows: list[dict[str, object]] = [
        {"title": "A", "artist": "Earth, Wind & Fire"},
        {"title": "B", "artist": "C;D"},
    ]
    songs, _ = understood(rows)
    assert [song["artists"] for song in songs] == ["Earth, Wind & Fire", "C;D"]
    assert [song["artists"] for song in understood(rows[:1])[0]] == ["Earth;Wind & Fire"]


def test_no_rows_have_no_matrix() -> None:
    assert as_matrix(pa.chunked_array([], pa.binary(8)), np.float64, (1,)).shape == (0, 1)
