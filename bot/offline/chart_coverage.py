"""How the songs of real charts would be answered, if a catalogue's songs were all that is measured."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Final

from bot.songs import matching
from bot.songs.voter import SongVoter
from model.data.table_reader import BadDataset
from model.levels import Level
from model.music import ChartEntry, Track
from storage.known_song import KnownSong, NameSearch
from storage.song_library import SongLibrary

TEMPLATE: Final = Path(__file__).with_name("chart_coverage_template.txt")
"""The page of what is measured, with gaps for the figures."""
_COLUMNS: Final = ("date", "rank", "title", "artist", "melon_genre_raw")
_SEPARATOR: Final = re.compile(r", ?(?![^(]*\))")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a chart's songs have which level; `MEASURED` counts all with features of their own.

    `songs` as they are, `as_new` if none of the chart's own songs had been measured yet.
    """

    week: str
    songs: Mapping[Level, int]
    as_new: Mapping[Level, int]


def read_weeks(path: Path, weeks: Iterable[str] = ()) -> dict[str, list[ChartEntry]]:
    """Read the charts of these dates (as the file writes them), or all, from a CSV file; raises BadDataset.

    Columns: date, rank, title, artist (several separated by commas) and melon_genre_raw, which may be empty.
    """
    wanted = tuple(weeks)
    charts: dict[str, list[ChartEntry]] = {week: [] for week in wanted}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
                raise BadDataset(f"{path.name} has no column {', '.join(missing)}.")
            for row in rows:
                if not wanted or row["date"] in charts:
                    charts.setdefault(row["date"], []).append(_entry(row))
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise BadDataset(f"{path.name} cannot be read: {error}.") from error
    if empty := [week for week, entries in charts.items() if not entries]:
        raise BadDataset(f"{path.name} has no chart of {', '.join(empty)}.")
    return charts


def coverage(week: str, entries: Sequence[ChartEntry], library: SongLibrary, voter: SongVoter) -> Coverage:
    """Count by level: a song of the catalogue is measured, another one is known by title and artist only."""
    searches = [
        NameSearch(matching.song_searches(entry.title, entry.artists), partial(_same_song, entry))
        for entry in entries
    ]
    found = [next(iter(named.certain), None) for named in library.named(searches, voter)]
    unknown = [KnownSong(Track("", entry.title, entry.artists)) for entry in entries]
    verdicts = voter.verdicts(library.cases(unknown, voter))
    estimated = [verdict.vote is not None for verdict in verdicts]
    return Coverage(
        week,
        Counter(map(_level, entries, (song is not None for song in found), estimated)),
        Counter(map(_level, entries, repeat(False), estimated)),  # noqa: FBT003
    )


def _same_song(entry: ChartEntry, tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    best = matching.best_song(entry.title, entry.artists, tracks)
    return [best] if best else [], []


def _level(entry: ChartEntry, measured: bool, estimated: bool) -> Level:  # noqa: FBT001
    if measured:
        return Level.MEASURED
    if estimated:
        return Level.ARTIST
    return Level.SERVICE if entry.genres else Level.UNKNOWN


def _entry(row: Mapping[str, str]) -> ChartEntry:
    genres = tuple(filter(None, [row["melon_genre_raw"].strip()]))
    artists = tuple(_SEPARATOR.split(row["artist"]))
    return ChartEntry(int(float(row["rank"])), row["title"], artists, row["rank"], genres=genres)
