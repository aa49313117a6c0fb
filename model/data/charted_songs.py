"""Songs of Korean charts, as the chart and as Spotify names them, and whether they are Korean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.data.table_reader import BadDataset, read_table, require_columns
from model.music import ChartEntry, Track

_COLUMNS: Final = ("spotify_title", "spotify_artist", "melon_title", "melon_artist", "domestic")
_BETWEEN: Final = re.compile(r"[;,]\s*")


@dataclass(frozen=True, slots=True)
class ChartedSong:
    """A song on a Korean chart; `korean` is the chart's own word."""

    track: Track
    entry: ChartEntry
    korean: bool


def read_charted_songs(path: Path) -> list[ChartedSong]:
    """Read a CSV or Parquet file with the columns above, artists separated by commas or semicolons.

    `domestic` is True or False. Rows without one of them are passed over. Raises BadDataset, also where no
    row is left.
    """
    table = read_table(path)
    require_columns(table, _COLUMNS, path)
    rows = zip(*(table.column(name).to_pylist() for name in _COLUMNS), strict=True)
    songs = [
        ChartedSong(
            Track("", str(title), tuple(_BETWEEN.split(str(artists)))),
            ChartEntry(1, str(charted), tuple(_BETWEEN.split(str(sung))), ""),
            str(domestic).strip().lower() == "true",
        )
        for title, artists, charted, sung, domestic in rows
        if title and artists and charted and sung and domestic not in (None, "")
    ]
    if not songs:
        raise BadDataset(f"{path.name} has no song with its names on a chart and on Spotify.")
    return songs
