"""The distinct recordings of one part: what the members make of each, in buckets by artist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from model.catalogue.songs import FEATURE_BYTES, as_bytes, as_matrix
from model.data.artist_songs import artist_key
from model.data.table_reader import Table
from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES
from model.korean import is_korean
from model.music import Track

_KEY_BYTES: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The distinct recordings of a part by bucket, and for each song of the part its place among them.

    Rows that say the same of a song are one recording. All recordings by one artist are in one bucket of all
    parts. `places` count through the buckets.
    """

    buckets: list[Table]
    places: NDArray[np.int64]


def heard_schema(ensemble: GenreEnsemble) -> pa.Schema:
    """Return the columns of recordings; `opinions` are the members' probabilities in single precision."""
    shape = len(ensemble.members) * len(ensemble.card.genres)
    return pa.schema(
        [
            ("recording", pa.uint64()),
            *((name, pa.string()) for name in ("id", "title", "artist", "reason")),
            ("korean", pa.bool_()),
            ("features", pa.binary(FEATURE_BYTES)),
            ("opinions", pa.binary(4 * shape)),
        ]
    )


def heard(songs: Table, buckets: int, ensemble: GenreEnsemble) -> Heard:
    """Ask the members about the recordings of a part, a table of the schema SONGS."""
    keys = np.frombuffer(b"".join(_keys(songs)), dtype="<u8")
    unique, first, place = np.unique(keys, return_index=True, return_inverse=True)
    table = songs.take(first)
    artists = [(names or "").partition(";")[0] for names in table["artists"].to_pylist()]
    bucket = np.array(
        [_number(artist_key(artist), own) % buckets for artist, own in zip(artists, unique, strict=True)],
        dtype=np.int64,
    )
    features = as_matrix(table["features"], np.float64, (len(FEATURE_NAMES),))
    opinions = ensemble.opinions(features).astype(np.float32).swapaxes(0, 1)
    recordings = pa.Table.from_arrays(
        [
            pa.array(unique),
            *(table[name] for name in ("id", "title")),
            pa.array(artists, pa.string()),
            table["reason"],
            pa.array(_korean(table, artists), pa.bool_()),
            table["features"],
            as_bytes(opinions),
        ],
        schema=heard_schema(ensemble),
    )
    order = np.argsort(bucket, kind="stable")
    ends = np.searchsorted(bucket[order], np.arange(buckets + 1))
    return Heard(
        [recordings.take(order[start:end]) for start, end in pairwise(ends)],
        np.argsort(order, kind="stable")[place],
    )


def _keys(songs: Table) -> Iterator[bytes]:
    """Return a digest of each row: all that the answer depends on."""
    names = ("id", "title", "artists", "isrc", "reason")
    texts = zip(*(songs[name].to_pylist() for name in names), strict=True)
    for said, features in zip(texts, songs["features"].to_pylist(), strict=True):
        yield blake2b(repr(said).encode() + features, digest_size=_KEY_BYTES).digest()


def _number(artist: str, otherwise: np.uint64) -> int:
    """Return a number for an artist; a song without one has its own."""
    if not artist:
        return int(otherwise)
    return int.from_bytes(blake2b(artist.encode(), digest_size=_KEY_BYTES).digest(), "little")


def _korean(table: Table, artists: list[str]) -> list[bool]:
    """Tell which recordings are Korean by their own names and codes."""
    rows = zip(table["title"].to_pylist(), artists, table["isrc"].to_pylist(), strict=True)
    return [
        is_korean(Track("", title or "", (artist,) if artist else (), isrc=isrc))
        for title, artist, isrc in rows
    ]
