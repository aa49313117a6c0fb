"""A file of collected tracks, in the shape of the public data set."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from model.data.whole_files import write_whole
from model.features import FEATURE_NAMES, AudioFeatures
from model.music import Track

# The data set's columns; the album, the popularity and the warning of strong language are no longer told.
_SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("track_id", "artists", "album_name", "track_name")),
        ("popularity", pa.float64()),
        ("explicit", pa.bool_()),
        *((name, pa.float64()) for name in FEATURE_NAMES),
        ("track_genre", pa.string()),
    ]
)


def write_tracks(path: Path, tracks: Iterable[tuple[Track, AudioFeatures, str]]) -> int:
    """Write tracks with their features and genre seed as a Parquet file; returns how many there are.

    An unknown value is null. The file is replaced at once: it is never half a file.
    """
    rows = [_row(*track) for track in tracks]
    content = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), content)
    write_whole(path, content.getvalue())
    return len(rows)


def _row(track: Track, features: AudioFeatures, seed: str) -> dict[str, Any]:
    known = features.with_duration(track.duration_ms)
    return {
        "track_id": track.id,
        "artists": ";".join(track.artists),
        "track_name": track.title,
        "track_genre": seed,
        **{name: getattr(known, name) for name in FEATURE_NAMES},
    }
