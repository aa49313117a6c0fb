"""Songs with names and audio features, from the data set, a catalogue or a list of K-pop."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.artist_songs import SongNames
from model.data.recordings import Recordings
from model.data.table_reader import BadDataset, Table, read_table, require_columns
from model.derived_features import Matrix
from model.features import FEATURE_NAMES, FEATURE_RANGES

# The column of artists, what separates them there, and the columns of titles: those of the public data set,
# of a catalogue, and of a list of K-pop.
_SHAPES: Final = (
    ("artists", ";", ("track_name",)),
    ("artist", ";", ("title",)),
    ("spotify_artist", "[;,]", ("spotify_title", "melon_title")),
)


@dataclass(frozen=True, slots=True, eq=False)
class NamedSongs:
    """n songs: their names, and their (n, 13) features, NaN where one is missing."""

    names: tuple[SongNames, ...]
    features: Matrix

    def __len__(self) -> int:
        return len(self.names)

    def without(self, rows: Collection[int]) -> NamedSongs:
        """Return the songs of all other rows."""
        left_out = set(rows)
        kept = [row for row in range(len(self)) if row not in left_out]
        return NamedSongs(tuple(self.names[row] for row in kept), self.features[kept])


def read_named_songs(path: Path) -> NamedSongs:
    """Read the songs of a CSV or Parquet file, one a row.

    Columns: track_id, the 13 features, and the artists and titles as the public data set, a catalogue
    (artist, title) or a list of K-pop (spotify_artist; spotify_title and melon_title, if any) calls them. A
    value out of range counts as missing. Raises BadDataset.
    """
    table = read_table(path)
    require_columns(table, ("track_id", *FEATURE_NAMES), path)
    if not any(artist in table.column_names for artist, _, _ in _SHAPES):
        raise BadDataset(f"{path.name} has no column of artists: {', '.join(shape[0] for shape in _SHAPES)}.")
    return songs_of(table)


def songs_of(table: Table) -> NamedSongs:
    """Return the songs of a table with these columns."""
    features = feature_matrix(table)
    artist, separator, titles = next(shape for shape in _SHAPES if shape[0] in table.column_names)
    firsts = [re.split(separator, names, maxsplit=1)[0] for names in _texts(table, artist)]
    return NamedSongs(_names(table, firsts, titles), features)


def named_recordings(recordings: Recordings) -> NamedSongs:
    """Return recordings as songs with names."""
    pairs = zip(recordings.artists, recordings.titles, strict=True)
    return NamedSongs(tuple(SongNames(artist, (title,)) for artist, title in pairs), recordings.features)


def joined(parts: Sequence[NamedSongs]) -> NamedSongs:
    """Return the songs of several tables, one after the other."""
    return NamedSongs(
        tuple(names for part in parts for names in part.names),
        np.concatenate([part.features for part in parts]),
    )


def feature_matrix(table: Table) -> Matrix:
    """Return the (n, 13) features of a table; a value that no track can have counts as missing."""
    columns = np.column_stack([table.column(name).to_numpy() for name in FEATURE_NAMES]).astype(np.float64)
    low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
    return np.where((columns >= low) & (columns <= high), columns, np.nan)


def _names(table: Table, artists: Sequence[str], titles: Sequence[str]) -> tuple[SongNames, ...]:
    ids = _texts(table, "track_id")
    columns = [_texts(table, name) for name in titles if name in table.column_names]
    by_song = list(zip(*columns, strict=True)) if columns else [()] * len(ids)
    return tuple(
        SongNames(artist, tuple(own), track_id or None)
        for track_id, artist, own in zip(ids, artists, by_song, strict=True)
    )


def _texts(table: Table, name: str) -> list[str]:
    return [str(value or "").strip() for value in table.column(name).to_pylist()]
