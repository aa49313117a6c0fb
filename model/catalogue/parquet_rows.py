"""Rows of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from model.catalogue.track_file import Rows


class ParquetRows:
    """A Parquet file; what its folders are called, as in year=2020/part.parquet, are columns, too."""

    def __init__(self, file: Any, name: str) -> None:  # noqa: ANN401 - any open file
        self.name = name
        self._file = parquet.ParquetFile(file, pre_buffer=False)
        own = self._file.schema_arrow.remove_metadata()
        folders = dict(part.split("=", 1) for part in name.split("/")[:-1] if part.count("=") == 1)
        self._folders = {key: value for key, value in folders.items() if key not in own.names}
        self.schema = pa.schema([*own, *(pa.field(key, pa.string()) for key in self._folders)])

    def parts(self, rows: int) -> Iterator[Rows]:
        """Read the file from its start, so many rows at a time."""
        first = 1
        for batch in self._file.iter_batches(batch_size=rows):
            table = pa.Table.from_batches([batch])
            for key, value in self._folders.items():
                table = table.append_column(key, pa.array([value] * len(batch), pa.string()))
            yield Rows(table, list(range(first, first + len(batch))), [])
            first += len(batch)
