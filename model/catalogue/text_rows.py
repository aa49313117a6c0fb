"""Rows of CSV and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, Final

import pyarrow as pa

from model.catalogue.track_file import LONGEST_SHOWN, Openable, Rejected, Rows
from model.data.csv_file import ENCODINGS, CsvStream
from model.data.track_columns import track_id

_WESTERN: Final = "cp1252"  # what older spreadsheets write; it takes nearly anything, so it comes last
_LONGEST_LINE: Final = 1 << 20  # bytes
_MOST_COLUMNS: Final = 1_000


class CsvRows:
    """A CSV file; all its columns are text. A list of links needs no header."""

    def __init__(self, file: Openable, name: str) -> None:
        self.name = name
        self._file = file
        with file as opened:
            names = _stream(opened).names
        self._first = names if len(names) == 1 and _is_address(names[0]) else None
        self.schema = pa.schema([(column, pa.string()) for column in (("link",) if self._first else names)])

    def parts(self, rows: int) -> Iterator[Rows]:
        """Read the file from its start, so many rows at a time."""
        batch = _Batch(self)
        if self._first:
            batch.add(1, self._first)
        with self._file as opened:
            for row in _stream(opened):
                if row.problem:
                    batch.reject(row.line, row.problem, " | ".join(row.values))
                else:
                    batch.add(row.line, row.values)
                if batch.size == rows:
                    yield batch.taken()
        yield batch.taken()


class JsonRows:
    """A file with a JSON object in each line.

    Objects within are columns of their own, "track.name"; lists stay JSON. A column is of numbers where all
    its values are, else of text. The file is read once to find its columns.
    """

    def __init__(self, file: Openable, name: str) -> None:
        self.name = name
        self._file = file
        kinds: dict[str, set[type]] = {}
        for _, line in self._lines():
            values = _flat(line)
            for key, value in values.items() if isinstance(values, dict) else ():
                kinds.setdefault(key, set()).add(type(value))
        names = list(kinds)[:_MOST_COLUMNS]
        self.schema = pa.schema([(name, _type(kinds[name] - {type(None)})) for name in names])

    def parts(self, rows: int) -> Iterator[Rows]:
        """Read the file from its start, so many rows at a time."""
        batch = _Batch(self)
        casts = [_CASTS[str(kind)] for kind in self.schema.types]
        for number, line in self._lines():
            found = _flat(line)
            if isinstance(found, str):
                batch.reject(number, found, line.decode("utf-8", "replace"))
            else:
                values = [found.get(name) for name in self.schema.names]
                cells = zip(casts, values, strict=True)
                batch.add(number, [None if value is None else cast(value) for cast, value in cells])
            if batch.size == rows:
                yield batch.taken()
        yield batch.taken()

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line that is not blank with its number; of one that is too long only the start."""
        number, inside = 0, False
        with self._file as opened:
            while line := opened.readline(_LONGEST_LINE):
                if not inside:
                    number += 1
                    if line.strip():
                        yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                inside = not line.endswith(b"\n")


class _Batch:
    """Collects rows until they are a table."""

    def __init__(self, file: CsvRows | JsonRows) -> None:
        self._file = file
        self._clear()

    def _clear(self) -> None:
        self._rows: list[Any] = []
        self._numbers: list[int] = []
        self._rejected: list[Rejected] = []

    @property
    def size(self) -> int:
        return len(self._rows) + len(self._rejected)

    def add(self, number: int, values: Any) -> None:  # noqa: ANN401 - a row's values
        self._rows.append(values)
        self._numbers.append(number)

    def reject(self, number: int, reason: str, content: str) -> None:
        self._rejected.append(Rejected(self._file.name, number, reason, content[:LONGEST_SHOWN]))

    def taken(self) -> Rows:
        schema = self._file.schema
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(schema)
        arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
        rows = Rows(pa.Table.from_arrays(arrays, schema=schema), self._numbers, self._rejected)
        self._clear()
        return rows


def _stream(file: BinaryIO) -> CsvStream:
    return CsvStream(file, (*ENCODINGS, _WESTERN))


def _is_address(text: str) -> bool:
    return "://" in text or track_id(text) is not None


def _flat(line: bytes) -> dict[str, object] | str:
    """Return the values of a line by column, or what is wrong with it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return "expected a JSON object in one line"
    if not isinstance(found, dict):
        return "expected a JSON object"
    return dict(_leaves(found, ""))


def _leaves(values: Mapping[str, object], before: str) -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _type(kinds: set[type]) -> Any:  # noqa: ANN401 - a pyarrow.DataType
    if kinds == {bool}:
        return pa.bool_()
    return pa.float64() if kinds and kinds <= {int, float} else pa.string()


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _number(value: object) -> float:
    return float(str(value))  # of whole numbers with hundreds of digits, too


_CASTS: Final[Mapping[str, Callable[[object], object]]] = {"bool": bool, "double": _number, "string": _text}
