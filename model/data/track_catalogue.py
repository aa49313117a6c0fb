"""Tracks with their audio features, read from a file of the public data set's shape or a similar one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from model.data.table_reader import BadDataset, Table, plain_name, read_table
from model.data.track_columns import artist_names, feature_columns, text_columns, track_id
from model.data.track_values import feature_values
from model.features import FEATURE_NAMES, AudioFeatures, audio_features
from model.music import Track

_NEEDED: Final = frozenset(FEATURE_NAMES) - {"duration_ms"}
_BATCH_ROWS: Final = 10_000
_PARTED_BY_SEMICOLONS: Final = frozenset({"artists", "artist"})
"""What the public data set and kpop_tracks.parquet call their artists, in whose names commas may stand."""


class TrackRows(Iterator[tuple[Track, AudioFeatures]]):
    """The tracks of one file, each id once, in the file's order.

    `total` is the number of rows in the file; `skipped` counts, as the reading goes on, the rows without a
    Spotify id, a title, an artist or any plausible feature, and `repeated` those whose id came before.
    """

    def __init__(
        self, table: Table, texts: Sequence[int], features: Mapping[str, int], obtained_on: date
    ) -> None:
        self.total: int = table.num_rows
        self.skipped = 0
        self.repeated = 0
        self._features = {name: table.column_names[place] for name, place in features.items()}
        self._obtained_on = obtained_on
        self._seen: set[str] = set()
        self._commas = plain_name(table.column_names[texts[2]]) not in _PARTED_BY_SEMICOLONS
        self._pairs = self._read(table.select([*texts, *features.values()]))

    def __next__(self) -> tuple[Track, AudioFeatures]:
        return next(self._pairs)

    def _read(self, table: Table) -> Iterator[tuple[Track, AudioFeatures]]:
        for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
            texts = [column.to_pylist() for column in batch.columns[:3]]
            numbers = [
                feature_values(name, called, column)[0].tolist()
                for (name, called), column in zip(self._features.items(), batch.columns[3:], strict=True)
            ]
            for address, title, artists, *values in zip(*texts, *numbers, strict=True):
                pair = self._pair(track_id(address), title, artists, values)
                if pair is not None:
                    yield pair

    def _pair(
        self, found: str | None, title: object, artists: object, values: list[Any]
    ) -> tuple[Track, AudioFeatures] | None:
        if found in self._seen:
            self.repeated += 1
            return None
        names = artist_names(artists, commas=self._commas)
        measured = dict(zip(self._features, values, strict=True))
        features = audio_features(measured, source="dataset", obtained_on=self._obtained_on)
        if found is None or not _is_text(title) or not names or features is None:
            self.skipped += 1
            return None
        self._seen.add(found)
        duration = None if features.duration_ms is None else int(features.duration_ms)
        return Track(found, str(title).strip(), names, duration), features


def read_tracks(path: Path, obtained_on: date) -> TrackRows:
    """Read a Parquet or CSV file of the public data set's shape, of kpop_tracks.parquet's or of Exportify's.

    Yields pairs of (Track, AudioFeatures), the features with the source "dataset" and the given day. Columns,
    in any case: the track's id or address, its title, its artists and the features; Exportify's may be named
    in any language. Raises BadDataset where the file cannot be read or lacks a column.
    """
    table = read_table(path)
    ids, titles, artists = text_columns(table, path)
    features = feature_columns(table, path)
    missing = [*(["track_id"] if ids is None else []), *sorted(_NEEDED - set(features))]
    if ids is None or missing:
        raise BadDataset(f"{path.name} has no column {', '.join(missing)}.")
    if titles is None or artists is None:
        raise BadDataset(f"{path.name} has neither the columns track_name and artists nor title and artist.")
    return TrackRows(table, (ids, titles, artists), features, obtained_on)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
