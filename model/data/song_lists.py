"""Lists of songs by title and artist, read from a file, and the table of their votes, written to one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import pyarrow as pa
from pyarrow import parquet

from model.data.table_reader import BadDataset, Table, read_table
from model.data.track_columns import ARTISTS, TITLES, text_columns, track_id

_EPISODE: Final = "spotify:episode:"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ListedSong:
    """A song as a list names it, with Spotify's id if the list has it."""

    title: str
    artist: str
    track_id: str | None = None


def read_song_list(path: Path) -> tuple[list[ListedSong], int]:
    """Read the songs of a CSV or Parquet file, and count the rows that are left out.

    These have no title or artist, or are a podcast's episode.

    Raises BadDataset where the file cannot be read, lacks a column of titles or of artists, or has no songs.
    """
    table = read_table(path)
    by_id, by_title, by_artist = text_columns(table, path)
    if by_title is None or by_artist is None:
        what, names = ("titles", TITLES) if by_title is None else ("artists", ARTISTS)
        raise BadDataset(f"{path.name} has no column of {what} in its first line: {', '.join(names)}.")
    titles, artists = _texts(table, by_title), _texts(table, by_artist)
    ids = [""] * len(titles) if by_id is None else _texts(table, by_id)
    songs = [
        ListedSong(title, artist.replace("\\,", ","), track_id(address))
        for title, artist, address in zip(titles, artists, ids, strict=True)
        if title and artist and not address.startswith(_EPISODE)
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


def _texts(table: Table, place: int) -> list[str]:
    """Return a column as texts without outer blanks."""
    return ["" if value is None else str(value).strip() for value in table.column(place).to_pylist()]
