"""How the songs of a real chart would be answered, if a catalogue's songs were all that is measured."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.songs import matching
from bot.songs.artist_context import ArtistSongs
from model.data.table_reader import BadDataset
from model.levels import Level
from model.music import ChartEntry, Track
from storage.song_library import SongLibrary

_COLUMNS: Final = ("date", "rank", "title", "artist", "melon_genre_raw")
_SEPARATOR: Final = re.compile(r", ?(?![^(]*\))")
NOTHING: Final = "not known"
OTHERS_WORD: Final = "not known, with the chart's own genre"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a chart's songs there is an answer for, by level.

    `songs` as they are, `as_new` if none of the chart's own songs had been measured yet.
    """

    week: str
    songs: Mapping[str, int]
    as_new: Mapping[str, int]


def read_weeks(path: Path, weeks: Iterable[str]) -> dict[str, list[ChartEntry]]:
    """Read the charts of these dates (as the file writes them) from a CSV file; raises BadDataset.

    Columns: date, rank, title, artist (several separated by commas) and melon_genre_raw, which may be empty.
    """
    charts: dict[str, list[ChartEntry]] = {week: [] for week in weeks}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
                raise BadDataset(f"{path.name} has no column {', '.join(missing)}.")
            for row in rows:
                if row["date"] in charts:
                    charts[row["date"]].append(_entry(row))
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise BadDataset(f"{path.name} cannot be read: {error}.") from error
    if empty := [week for week, entries in charts.items() if not entries]:
        raise BadDataset(f"{path.name} has no chart of {', '.join(empty)}.")
    return charts


async def coverage(
    week: str, entries: Sequence[ChartEntry], library: SongLibrary, artists: ArtistSongs
) -> Coverage:
    """Count by level: a song of the catalogue is measured, another one is known by title and artist only."""
    found = {entry.rank: _found(entry, library) for entry in entries}
    # A track that Spotify would list, in the names of the catalogue where it is there.
    tracks = {
        entry.rank: found[entry.rank] or Track(f"chart {entry.rank}", entry.title, entry.artists)
        for entry in entries
    }
    estimates = await artists.estimates(list(tracks.values()))
    estimated = {rank for rank, track in tracks.items() if track.id in estimates}
    return Coverage(
        week,
        Counter(_level(entry, found[entry.rank] is not None, entry.rank in estimated) for entry in entries),
        Counter(_level(entry, False, entry.rank in estimated) for entry in entries),  # noqa: FBT003
    )


def _found(entry: ChartEntry, library: SongLibrary) -> Track | None:
    candidates = library.candidates(*matching.song_searches(entry.title, entry.artists))
    return matching.best_song(entry.title, entry.artists, candidates)


def _level(entry: ChartEntry, measured: bool, estimated: bool) -> str:  # noqa: FBT001
    if measured:
        return Level.MEASURED
    if estimated:
        return Level.ARTIST
    return OTHERS_WORD if entry.genres else NOTHING


def _entry(row: Mapping[str, str]) -> ChartEntry:
    genres = tuple(filter(None, [row["melon_genre_raw"].strip()]))
    artists = tuple(_SEPARATOR.split(row["artist"]))
    return ChartEntry(int(float(row["rank"])), row["title"], artists, row["rank"], genres=genres)
