"""What a classified table adds up to: genres by year, artist and playlist, and how sure the votes are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import pyarrow as pa

from model.catalogue.inputs import found_files, open_file
from model.catalogue.songs import names_of, parted_by_commas
from model.catalogue.track_file import PART_ROWS
from model.catalogue.votes import PREFIX
from model.data.artist_songs import artist_key
from model.data.table_reader import BadDataset, Table
from model.data.track_columns import column_of, text_columns

SHOWN_SONGS: Final = 15
_YEARS: Final = (
    *("year", "release_year", "released_year", "release_date", "album_release_date"),
    *("track_album_release_date", "first_chart", "date", "발매년도", "발매일", "연도"),
)
_PLAYLISTS: Final = ("playlist", "playlist_name", "album", "플레이리스트")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

Counts = Counter[tuple[str, str]]
"""How many rows have this year, artist or playlist and this genre."""


@dataclass(frozen=True, slots=True, order=True)
class SureSong:
    """A song with its voted genre and how likely that is."""

    confidence: float
    title: str
    artist: str
    genre: str


@dataclass(slots=True)
class Summary:
    """What is counted of a table; `certain` and `uncertain` are each a few songs, the extreme one first.

    `names` is what each artist is called, by what the spellings of the name have in common.
    """

    rows: int = 0
    models: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    genres: Counter[str] = field(default_factory=Counter)
    melon: Counter[str] = field(default_factory=Counter)
    years: Counts = field(default_factory=Counter)
    artists: Counts = field(default_factory=Counter)
    playlists: Counts = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    certain: list[SureSong] = field(default_factory=list)
    uncertain: list[SureSong] = field(default_factory=list)


def summarised(path: str) -> Summary:
    """Count a table that was classified, a file or a folder; raises BadDataset where it was not."""
    summary = Summary()
    for file in found_files([path]):
        commas: bool | None = None
        for rows in open_file(file, file).parts(PART_ROWS):
            if commas is None:  # as the file was read when it was classified: by its first rows
                commas = parted_by_commas(rows.table, text_columns(rows.table, Path(path))[2])
            _add(summary, rows.table, path, commas=commas)
    return summary


def group_totals(counts: Counts) -> Counter[str]:
    """Return how many rows each year, artist or playlist has."""
    totals: Counter[str] = Counter()
    for (group, _), count in counts.items():
        totals[group] += count
    return totals


def group_genres(counts: Counts, groups: Iterable[str]) -> dict[str, Counter[str]]:
    """Return the genres of some years, artists or playlists."""
    found: dict[str, Counter[str]] = {group: Counter() for group in groups}
    for (group, genre), count in counts.items():
        if group in found:
            found[group][genre] += count
    return found


def _add(summary: Summary, table: Table, name: str, *, commas: bool) -> None:
    start = PREFIX if f"{PREFIX}voting" in table.column_names else ""
    if not {f"{start}{own}" for own in ("voting", "confidence", "level", "model")} <= set(table.column_names):
        raise BadDataset(f"{name} is no table that scripts/classify_catalogue.py has written.")
    summary.rows += len(table)
    for own, counter in (
        ("voting", summary.genres),
        ("melon", summary.melon),
        ("level", summary.levels),
        ("model", summary.models),
    ):
        counter.update(_counted(table.select([f"{start}{own}"])))
    path = Path(name)
    _, titles, artists = text_columns(table, path)
    genre = table.column_names.index(f"{start}voting")
    _add_pairs(summary.artists, table, artists, genre, partial(_called, summary.names, commas))
    _add_pairs(summary.years, table, column_of(table, _YEARS, path), genre, _year)
    _add_pairs(summary.playlists, table, column_of(table, _PLAYLISTS, path), genre, str)
    songs = _songs(table, titles, artists, genre, start)
    summary.certain = sorted({*summary.certain, *songs}, reverse=True)[:SHOWN_SONGS]
    summary.uncertain = sorted({*summary.uncertain, *songs})[:SHOWN_SONGS]


def _counted(table: Table) -> dict[str, int]:
    """Return how often each value of a table's only column stands there, but for missing ones."""
    counts = table.rename_columns(["value"]).group_by("value").aggregate([("value", "count")]).to_pylist()
    return {row["value"]: row["value_count"] for row in counts if row["value"]}


def _add_pairs(
    counts: Counts, table: Table, place: int | None, genre: int, read: Callable[[object], str]
) -> None:
    if place is None or pa.types.is_nested(table.schema.types[place]):
        return
    pairs = table.select([place, genre]).rename_columns(["group", "genre"])
    for row in pairs.group_by(["group", "genre"]).aggregate([([], "count_all")]).to_pylist():
        if row["genre"] and row["group"] is not None and (group := read(row["group"])):
            counts[group, row["genre"]] += row["count_all"]


def _year(value: object) -> str:
    found = _YEAR.search(str(value))
    return found[0] if found else ""


def _called(names: dict[str, str], commas: bool, value: object) -> str:  # noqa: FBT001 - it is bound
    """Return the first artist of a field under the spelling that came first."""
    name = next(iter(names_of(value, commas=commas)), "")
    return names.setdefault(artist_key(name), name) if artist_key(name) else ""


def _songs(
    table: Table, titles: int | None, artists: int | None, genre: int, start: str
) -> Sequence[SureSong]:
    if titles is None or artists is None:
        return []
    confidence = table.column_names.index(f"{start}confidence")
    columns = [table.column(place).to_pylist() for place in (confidence, titles, artists, genre)]
    return [
        SureSong(float(sure), str(title or ""), ", ".join(names_of(by, commas=False)), voted)
        for sure, title, by, voted in zip(*columns, strict=True)
        if voted
    ]
