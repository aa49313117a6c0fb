"""Lists of songs by title and artist, read from a file, and the table of their votes, written to one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import pyarrow as pa
from pyarrow import parquet

from model.data.table_reader import BadDataset, Table, read_table

TITLES: Final = ("title", "song", "track_name", "곡명", "곡", "제목")
ARTISTS: Final = ("artist", "artists", "singer", "가수", "아티스트")
IDS: Final = ("spotify_id", "track_id", "id")
_SPOTIFY_ID: Final = re.compile(r"[0-9A-Za-z]{22}", re.ASCII)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ListedSong:
    """A song as a list names it, with Spotify's id if the list has it."""

    title: str
    artist: str
    track_id: str | None = None


def read_song_list(path: Path) -> tuple[list[ListedSong], int]:
    """Read the songs of a CSV or Parquet file, and count the rows without a title or an artist.

    Raises BadDataset where the file cannot be read, lacks a column of titles or of artists, or has no songs.
    """
    table = read_table(path)
    titles, artists = _texts(table, TITLES), _texts(table, ARTISTS)
    if titles is None or artists is None:
        what, names = ("titles", TITLES) if titles is None else ("artists", ARTISTS)
        raise BadDataset(f"{path.name} has no column of {what}: {', '.join(names)}.")
    ids = _texts(table, IDS) or [""] * len(titles)
    songs = [
        ListedSong(title, artist, track_id if _SPOTIFY_ID.fullmatch(track_id) else None)
        for title, artist, track_id in zip(titles, artists, ids, strict=True)
        if title and artist
    ]
    if not songs:
        raise BadDataset(f"{path.name} has no song with a title and an artist.")
    return songs, len(titles) - len(songs)


def write_csv(rows: Sequence[Row], file: TextIO) -> None:
    """Write a table with a header as CSV; a None is an empty field."""
    writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def write_parquet(rows: Sequence[Row], file: io.BytesIO) -> None:
    """Write a table as Parquet."""
    parquet.write_table(pa.Table.from_pylist([dict(row) for row in rows]), file)


def _texts(table: Table, names: Sequence[str]) -> list[str] | None:
    """Return the first column that has one of these names, in any case, as texts without outer blanks."""
    present = {
        str(name).strip().casefold(): place for place, name in reversed([*enumerate(table.column_names)])
    }
    place = next((present[name] for name in names if name in present), None)
    if place is None:
        return None
    return ["" if value is None else str(value).strip() for value in table.column(place).to_pylist()]
