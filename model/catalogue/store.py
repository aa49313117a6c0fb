"""A folder of files, here or on any storage that fsspec knows; each file is there whole or not at all."""

from __future__ import annotations

import fcntl
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa

from model.data.table_reader import Table


class StoreHeld(Exception):  # noqa: N818 - a fact about the folder
    """Another process works there; the message says so."""


@dataclass(frozen=True)
class Store:
    """The folder at an address or path, which any process may open; the first file makes it."""

    url: str

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return bool(self._files.exists(f"{self._root}/{name}"))

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, in the place of what was; a reader finds the old one, the new one or none."""
        path = f"{self._root}/{name}"
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "file" not in self._files.protocol:
            self._files.pipe_file(path, content)  # storage of objects shows them only when they are whole
            return
        fresh = f"{path}.{uuid.uuid4().hex}.new"
        self._files.pipe_file(fresh, content)
        self._files.mv(fresh, path)

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        content: bytes = self._files.cat_file(f"{self._root}/{name}")
        return content

    def write_value(self, name: str, value: object) -> None:
        """Write a value as JSON."""
        self.write(name, json.dumps(value, ensure_ascii=False).encode())

    def read_value(self, name: str) -> Any:  # noqa: ANN401 - what was written
        """Return what `write_value` wrote."""
        return json.loads(self.read(name))

    def write_lines(self, name: str, values: Iterable[object]) -> None:
        """Write values as JSON, one a line."""
        self.write(name, "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values).encode())

    def read_lines(self, name: str) -> list[Any]:
        """Return what `write_lines` wrote."""
        return [json.loads(line) for line in self.read(name).splitlines()]

    def write_batches(self, name: str, schema: Any, batches: Iterable[Table]) -> None:  # noqa: ANN401
        """Write tables of one schema as record batches that are read one by one; empty ones count, too."""
        content = io.BytesIO()
        with pa.ipc.new_file(content, schema) as writer:
            for table in batches:
                (batch,) = table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], schema)]
                writer.write_batch(batch)
        self.write(name, content.getvalue())

    def read_batch(self, name: str, number: int) -> Table:
        """Return the record batch of this number, from 0, as a table."""
        with self._files.open(f"{self._root}/{name}", "rb") as file, pa.ipc.open_file(file) as reader:
            return pa.Table.from_batches([reader.get_batch(number)])

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes from beginning a run here; raises StoreHeld. On this machine's files only."""
        if "file" not in self._files.protocol:
            yield
            return
        path = Path(f"{self._root}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StoreHeld(f"Another run is at work in {self.url}.") from None
            try:
                yield
            finally:
                path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the folder with all that is in it, if it is there."""
        if self._files.exists(self._root):
            self._files.rm(self._root, recursive=True)

    @cached_property
    def _files(self) -> Any:  # noqa: ANN401 - fsspec ships no types
        return fsspec.core.url_to_fs(self.url)[0]

    @cached_property
    def _root(self) -> str:
        return str(fsspec.core.url_to_fs(self.url)[1]).rstrip("/")
