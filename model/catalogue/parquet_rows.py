"""Rows of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from pyarrow import parquet

from model.catalogue.track_file import Openable, Rows


class ParquetRows:
    """A Parquet file; what its folders are called, as in year=2020/part.parquet, are columns, too."""

    def __init__(self, file: Openable, name: str) -> None:
        self.name = name
        self._file = file
        with file as opened:
            own = parquet.read_schema(opened).remove_metadata()
        folders = dict(part.split("=", 1) for part in name.split("/")[:-1] if part.count("=") == 1)
        self._folders = {key: value for key, value in folders.items() if key not in own.names}
        self.schema = pa.schema([*own, *(pa.field(key, pa.string()) for key in self._folders)])

    def parts(self, rows: int) -> Iterator[Rows]:
        """Read the file from its start, so many rows at a time."""
        first = 1
        with self._file as opened:
            for batch in parquet.ParquetFile(opened, pre_buffer=False).iter_batches(batch_size=rows):
                table = pa.Table.from_batches([batch])
                for key, value in self._folders.items():
                    table = table.append_column(key, pa.array([value] * len(batch), pa.string()))
                yield Rows(table, list(range(first, first + len(batch))), [])
                first += len(batch)
