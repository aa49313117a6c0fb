"""What a table's rows say of songs, in columns of one shape whatever the table looks like."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from model.catalogue.track_file import LONGEST_SHOWN, Rejected, Rows
from model.data.table_reader import BadDataset, Table
from model.data.track_columns import LINKS, artist_names, column_of, feature_columns, text_columns, track_id
from model.data.track_values import feature_values
from model.derived_features import Matrix
from model.features import FEATURE_NAMES

FEATURE_BYTES: Final = 8 * len(FEATURE_NAMES)
SONGS: Final = pa.schema(
    [
        ("row", pa.int32()),  # its place in the part
        *((name, pa.string()) for name in ("id", "link", "title", "artists", "isrc", "reason")),
        ("features", pa.binary(FEATURE_BYTES)),
    ]
)
"""Songs of one part; artists are parted by semicolons, `reason` says why a song has no features."""
_ISRC: Final = ("isrc", "track_isrc", "external_ids_isrc")
_LONGEST_LIST: Final = 10_000  # characters
_LONGEST_TEXT: Final = 500
_EPISODE: Final = "spotify:episode:"


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of what is read in a table of rows, None where it has no such column.

    `commas`: artists are parted by commas, as no semicolon stands among the first of them.
    """

    ids: int | None
    links: int | None
    titles: int | None
    artists: int | None
    isrc: int | None
    features: Mapping[str, int]
    commas: bool

    def among(self, table: Table, names: Sequence[str]) -> Columns:
        """Return where the columns of a table stand among these names, which hold all of its."""
        own = table.column_names

        def place(column: int | None) -> int | None:
            known = column is None or own == list(names[: len(own)])
            return column if known or column is None else names.index(own[column])

        return Columns(
            ids=place(self.ids),
            links=place(self.links),
            titles=place(self.titles),
            artists=place(self.artists),
            isrc=place(self.isrc),
            features={name: place(column) or 0 for name, column in self.features.items()},
            commas=self.commas,
        )


def columns_of(table: Table, name: str) -> Columns:
    """Find the columns by their names, or as Exportify puts them; raises BadDataset where songs have none."""
    path = Path(name)
    ids, titles, artists = text_columns(table, path)
    links, isrc = column_of(table, LINKS, path), column_of(table, _ISRC, path)
    features = feature_columns(table, path)
    sounds = features.keys() - {"duration_ms"}
    if ids is None and links is None and not sounds and (titles is None or artists is None):
        raise BadDataset(
            f"{path.name} has no columns to tell songs by: audio features, Spotify's ids (track_id), "
            "links (link), or titles and artists (title, artist)."
        )
    return Columns(ids, links, titles, artists, isrc, features, parted_by_commas(table, artists))


def songs_of(rows: Rows, columns: Columns, file: str) -> tuple[Table, list[Rejected]]:
    """Return the songs of a part as a table of the schema SONGS, and the rows that are none."""
    table = rows.table
    features, wrong = _features(table, columns)
    known = measured(features)
    texts = [_texts(table, place) for place in (columns.ids, columns.links, columns.titles, columns.isrc)]
    artists = _values(table, columns.artists)
    songs: list[tuple[object, ...]] = []
    rejected: list[Rejected] = []
    for row, (address, link, title, isrc, names) in enumerate(zip(*texts, artists, strict=True)):
        reason = wrong.get(row)
        found = track_id(address) or track_id(link)
        other = None if found else next((text for text in (link, address) if "://" in text), None)
        by = ";".join(name[:_LONGEST_TEXT] for name in names_of(names, commas=columns.commas))
        if reason is None and address.startswith(_EPISODE):
            reason = "it is a podcast's episode"
        if reason is None and not (known[row] or found or other or (title and by)):
            reason = "expected audio features, an id, a link, or a title and an artist"
        if reason is not None:
            rejected.append(Rejected(file, rows.numbers[row], reason, _shown(table, row)))
        else:
            songs.append((row, found, other, title or None, by or None, isrc or None, None))
    kept = np.array([song[0] for song in songs], dtype=np.intp)
    arrays = [
        pa.array(column, kind)
        for column, kind in zip(
            zip(*songs, strict=True) if songs else [()] * (len(SONGS) - 1), SONGS.types[:-1], strict=True
        )
    ]
    return pa.Table.from_arrays([*arrays, as_bytes(features[kept])], schema=SONGS), rejected


def parted_by_commas(table: Table, place: int | None) -> bool:
    """Tell whether commas part the artists of a column: where no semicolon does so in any of its rows."""
    return not any(";" in value for value in _values(table, place) if isinstance(value, str))


def names_of(value: object, *, commas: bool) -> tuple[str, ...]:
    """Return the artists of a field: a text as `artist_names` reads it, or a list in any usual writing."""
    if isinstance(value, str) and value.startswith("[") and len(value) <= _LONGEST_LIST:
        value = _read_list(value)
    if isinstance(value, list):
        names = (one.get("name") if isinstance(one, dict) else one for one in value)
        return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
    return artist_names(value if value is None else str(value), commas=commas)


def as_bytes(matrix: NDArray[np.floating]) -> Any:  # noqa: ANN401 - a pyarrow.Array
    """Return the rows of a matrix as an Arrow column of bytes."""
    whole = np.ascontiguousarray(matrix)
    width = whole.itemsize * int(np.prod(whole.shape[1:]))
    return pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(width), len(whole), [None, pa.py_buffer(whole.tobytes())]
    )


def as_matrix(column: Any, dtype: Any, shape: tuple[int, ...]) -> Any:  # noqa: ANN401 - Arrow and NumPy
    """Return the rows that `as_bytes` wrote."""
    return np.frombuffer(b"".join(column.to_pylist()), dtype=dtype).reshape(-1, *shape)


def measured(features: Matrix) -> NDArray[np.bool_]:
    """Tell which rows of (n, 13) features have one; a duration alone is none."""
    sound = np.delete(features, FEATURE_NAMES.index("duration_ms"), axis=1)
    return np.asarray(np.isfinite(sound).any(axis=1))


def _features(table: Table, columns: Columns) -> tuple[Matrix, dict[int, str]]:
    """Return the (n, 13) features, and for the rows with a value that is none what is wrong."""
    matrix = np.full((len(table), len(FEATURE_NAMES)), np.nan)
    problems: dict[int, str] = {}
    for feature, place in columns.features.items():
        called, column = table.column_names[place], table.column(place)
        matrix[:, FEATURE_NAMES.index(feature)], wrong = feature_values(feature, called, column)
        problems |= {row: f"{called} is no number: {str(column[row])[:40]!r}" for row in wrong}
    return matrix, problems


def _values(table: Table, place: int | None) -> Sequence[object]:
    return [None] * len(table) if place is None else table.column(place).to_pylist()


def _texts(table: Table, place: int | None) -> list[str]:
    values = _values(table, place)
    return ["" if value is None else str(value).strip()[:_LONGEST_TEXT] for value in values]


def _read_list(text: str) -> object:
    """Read a list as JSON or as Python writes it; what is neither stays a text."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    return text


def _shown(table: Table, row: int) -> str:
    cells = zip(table.column_names, (column[row].as_py() for column in table.columns), strict=True)
    values = {name: value for name, value in cells if value not in (None, "")}
    return json.dumps(values, ensure_ascii=False, default=str)[:LONGEST_SHOWN]
