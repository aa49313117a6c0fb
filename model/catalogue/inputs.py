"""The files of a catalogue: named one by one, by folder or by pattern; Parquet, CSV or JSON Lines."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from typing import Any, Final

import fsspec
import pyarrow as pa

from model.catalogue.parquet_rows import ParquetRows
from model.catalogue.text_rows import CsvRows, JsonRows
from model.catalogue.track_file import Schema, TrackFile
from model.data.csv_file import NotCsv
from model.data.table_reader import BLANKS, PARQUET_MAGIC, BadDataset, first_line, other_kind

_ENDINGS: Final = (".parquet", ".pq", ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json")
_COMPRESSED: Final = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz"}
REJECTED: Final = ".rejected.csv"
"""How files of rejected rows end; folders and patterns pass them over."""


def found_files(named: Sequence[str]) -> list[str]:
    """Return the addresses of all files that are named, in their order; raises BadDataset where none is.

    Of a folder these are the tables in it, however deep, but for hidden files.
    """
    files = [path for name in named for path in _files(name)]
    if not files:
        raise BadDataset(f"{' '.join(named)} has no file that ends with {', '.join(_ENDINGS)}.")
    return list(dict.fromkeys(files))


def file_state(path: str) -> list[object]:
    """Return what changes when a file does: its address, size and time."""
    files, inside = fsspec.core.url_to_fs(path)
    info = files.info(inside)
    changed = next((info[key] for key in ("mtime", "LastModified", "updated", "ETag") if key in info), "")
    return [path, info.get("size"), str(changed)]


def open_file(path: str, name: str) -> TrackFile:
    """Open a file of tracks, whatever its name ends with; raises BadDataset."""
    file = fsspec.open(path, "rb", compression=_compression(path))
    try:
        with file as opened:
            start = opened.read(512)
    except (OSError, EOFError, lzma.LZMAError) as problem:
        raise BadDataset(f"{name} cannot be read: {problem}.") from problem
    if other := other_kind(start):
        raise BadDataset(f"{name} is {other}; expected Parquet, CSV or JSON Lines.")
    try:
        if start.startswith(PARQUET_MAGIC):
            return ParquetRows(file, name)
        text = start.lstrip(BLANKS)
        if text.startswith(b"["):
            raise BadDataset(f"{name} is one JSON list; expected an object in each line.")
        return (JsonRows if text.startswith(b"{") else CsvRows)(file, name)
    except (NotCsv, pa.ArrowException) as problem:
        raise BadDataset(f"{name} cannot be read: {first_line(problem)}.") from problem


def shared_schema(schemas: Sequence[Schema]) -> Schema:
    """Return the columns of all files; one that they have of different kinds is text. Raises BadDataset."""
    if all(schema == schemas[0] for schema in schemas):
        return schemas[0]
    fields: dict[str, Any] = {}
    for schema in schemas:
        if repeated := {name for name in schema.names if schema.names.count(name) > 1}:
            raise BadDataset(f"A file among several has the column {', '.join(sorted(repeated))} twice.")
        for field in schema:
            fields[field.name] = _shared(fields.get(field.name, field.type), field.type)
    return pa.schema(list(fields.items()))


def as_schema(table: Any, schema: Schema) -> Any:  # noqa: ANN401 - pyarrow tables
    """Return a file's table with the columns of all files, null where it lacks one."""
    if table.schema == schema:
        return table
    own = dict(zip(table.column_names, table.columns, strict=True))
    columns = [
        _cast(own[field.name], field.type) if field.name in own else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def as_json(column: Any) -> Any:  # noqa: ANN401 - Arrow columns
    """Return a column of lists, objects or bytes as one of JSON."""
    texts = (
        None if value is None else json.dumps(value, ensure_ascii=False, default=str)
        for value in column.to_pylist()
    )
    return pa.array(texts, pa.string())


def _cast(column: Any, kind: Any) -> Any:  # noqa: ANN401 - Arrow columns and types
    try:
        return column.cast(kind)
    except pa.ArrowException:
        return as_json(column)  # of lists or objects, where another file has something else


def _files(name: str) -> Iterator[str]:
    files, path = fsspec.core.url_to_fs(name)
    if any(sign in path for sign in "*?[") and not files.exists(path):
        inside = [found for found in files.glob(path) if not (files.isdir(found) or found.endswith(REJECTED))]
    elif files.isdir(path):
        inside = [found for found in files.find(path) if _is_table(found.removeprefix(path))]
    elif files.exists(path):
        inside = [path]
    else:
        raise BadDataset(f"{name} is not there.")
    yield from (files.unstrip_protocol(found) for found in sorted(inside))


def _compression(path: str) -> str | None:
    return next((kind for ending, kind in _COMPRESSED.items() if path.lower().endswith(ending)), None)


def _is_table(path: str) -> bool:
    path = path.lower().removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz")
    hidden = any(part.startswith((".", "_")) for part in path.strip("/").split("/"))
    return path.endswith(_ENDINGS) and not hidden and not path.endswith(REJECTED)


def _shared(one: Any, other: Any) -> Any:  # noqa: ANN401 - pyarrow types
    if one.equals(other):
        return one
    numbers = (pa.types.is_integer, pa.types.is_floating)
    if all(any(is_number(kind) for is_number in numbers) for kind in (one, other)):
        return pa.float64()
    return other if pa.types.is_null(one) else one if pa.types.is_null(other) else pa.string()
