"""Tracks with their audio features, read from a file of the public data set's shape or a similar one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from model.data.table_reader import BadDataset, Table, read_table, require_columns
from model.features import FEATURE_NAMES, AudioFeatures, audio_features
from model.music import Track

_SPOTIFY_ID: Final = re.compile(r"[0-9A-Za-z]{22}", re.ASCII)
_BATCH_ROWS: Final = 10_000
# (title, artists) as the public data set calls them, and as kpop_tracks.parquet does.
_SHAPES: Final = (("track_name", "artists"), ("title", "artist"))


class TrackRows(Iterator[tuple[Track, AudioFeatures]]):
    """The tracks of one file, each id once, in the file's order.

    `total` is the number of rows in the file; `skipped` counts, as the reading goes on, the rows without a
    Spotify id, a title, an artist or any plausible feature, and `repeated` those whose id came before.
    """

    def __init__(self, table: Table, columns: tuple[str, str], obtained_on: date) -> None:
        self.total: int = table.num_rows
        self.skipped = 0
        self.repeated = 0
        self._obtained_on = obtained_on
        self._seen: set[str] = set()
        self._pairs = self._read(table.select(["track_id", *columns, *FEATURE_NAMES]))

    def __next__(self) -> tuple[Track, AudioFeatures]:
        return next(self._pairs)

    def _read(self, table: Table) -> Iterator[tuple[Track, AudioFeatures]]:
        for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
            columns = [column.to_pylist() for column in batch.columns]
            for track_id, title, artists, *values in zip(*columns, strict=True):
                pair = self._pair(track_id, title, artists, values)
                if pair is not None:
                    yield pair

    def _pair(
        self, track_id: object, title: object, artists: object, values: list[Any]
    ) -> tuple[Track, AudioFeatures] | None:
        if track_id in self._seen:
            self.repeated += 1
            return None
        names = _artist_names(artists)
        features = audio_features(
            dict(zip(FEATURE_NAMES, values, strict=True)), source="dataset", obtained_on=self._obtained_on
        )
        if not _is_spotify_id(track_id) or not _is_text(title) or not names or features is None:
            self.skipped += 1
            return None
        self._seen.add(str(track_id))
        duration = None if features.duration_ms is None else int(features.duration_ms)
        return Track(str(track_id), str(title).strip(), names, duration), features


def read_tracks(path: Path, obtained_on: date) -> TrackRows:
    """Read a Parquet or CSV file with the columns of the public data set or of kpop_tracks.parquet.

    Yields pairs of (Track, AudioFeatures), the features with the source "dataset" and the given day. Columns:
    track_id, the 13 features, and track_name and artists or title and artist; artists are separated by ";".
    Raises BadDataset where the file cannot be read or lacks a column.
    """
    table = read_table(path)
    require_columns(table, ("track_id", *FEATURE_NAMES), path)
    for shape in _SHAPES:
        if set(shape) <= set(table.column_names):
            return TrackRows(table, shape, obtained_on)
    raise BadDataset(f"{path.name} has neither the columns track_name and artists nor title and artist.")


def _is_spotify_id(value: object) -> bool:
    return isinstance(value, str) and _SPOTIFY_ID.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _artist_names(value: object) -> tuple[str, ...]:
    parts = value.split(";") if isinstance(value, str) else ()
    return tuple(name for part in parts if (name := part.strip()))
