"""A CSV file as people have it: any usual encoding and delimiter, blanks around values."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

ENCODINGS: Final = ("utf-8", "cp949")
"""The encodings that a file without a mark is tried in."""
_DELIMITERS: Final = (",", ";", "\t", "|")
_EXCELS_LINE: Final = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE: Final = 200  # bytes
_BLOCK: Final = 1 << 20  # bytes that are decoded at once
_LONGEST_LINE: Final = 1 << 20  # characters
_BLANKS: Final = " \t\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"


class NotCsv(Exception):  # noqa: N818 - a fact about a file
    """The text is no table; the message says in which line, and what was expected there."""


@dataclass(frozen=True, slots=True)
class Csv:
    """The names of the columns, and each row with the number of its last line; values have no outer blanks.

    `decimal_comma`: numbers may have one, as where a semicolon or a tab parts the values.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    decimal_comma: bool


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row with the number of its last line; `problem` says what was expected where it is no row."""

    line: int
    values: tuple[str, ...]
    problem: str | None = None


class CsvStream(Iterator[CsvRow]):
    """The rows of a file, one after the other, in as much memory as one of them takes.

    `encodings` are tried in their order where the file has no mark. Raises NotCsv where the file has no
    columns or is text in none of them.
    """

    def __init__(self, file: BinaryIO, encodings: Sequence[str] = ENCODINGS) -> None:
        encoding = _encoding(file, encodings)
        start = _text(file, encoding).read(_BLOCK)
        excel = _EXCELS_LINE.match(start)
        self.delimiter: str = excel[1] if excel else _delimiter(start)
        lines = _lines(_text(file, encoding))
        self._first_line = 1 if excel and next(lines) else 0
        self._reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True)
        self.names: tuple[str, ...] = ()
        header = next(self, CsvRow(0, ()))
        if header.problem or not header.values:
            raise NotCsv(header.problem or "it is empty; expected the names of the columns in the first line")
        self.names = header.values

    def __next__(self) -> CsvRow:
        while True:
            try:
                values = tuple(value.strip(_BLANKS) for value in next(self._reader))
            except csv.Error as error:
                expected = f"line {self._line}: expected quotation marks in pairs ({error})"
                return CsvRow(self._line, (), expected)
            if any(values):
                return self._as_wide_as_names(values) if self.names else CsvRow(self._line, values)

    @property
    def _line(self) -> int:
        return self._reader.line_num + self._first_line

    def _as_wide_as_names(self, values: tuple[str, ...]) -> CsvRow:
        """Return a row without empty values beyond the last column, which spreadsheets leave."""
        width = len(self.names)
        if len(values) >= width and not any(values[width:]):
            return CsvRow(self._line, values[:width])
        expected = f"expected {width} values, as many as there are columns, found {len(values)}"
        return CsvRow(self._line, values, f"line {self._line}: {expected}")


def read_csv(content: bytes) -> Csv:
    """Read UTF-8, UTF-16 or CP949 with commas, semicolons, tabs or bars; raises `NotCsv`."""
    stream = CsvStream(io.BytesIO(content))
    rows = []
    for row in stream:
        if row.problem:
            raise NotCsv(row.problem)
        rows.append((row.line, row.values))
    return Csv(stream.names, tuple(rows), decimal_comma=stream.delimiter != ",")


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """Return the whole file as text; what reads it must not close the file."""
    file.seek(0)
    return io.TextIOWrapper(io.BufferedReader(_Unclosed(file), _BLOCK), encoding=encoding, newline="")


class _Unclosed(io.RawIOBase):
    """A file that stays open when what wraps it is closed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._file.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines; one that is too long comes in pieces, which are no rows."""
    while line := text.readline(_LONGEST_LINE):
        yield line


def _encoding(file: BinaryIO, encodings: Sequence[str]) -> str:
    start = file.read(_SAMPLE)
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    for guess in (marked,) if marked else (*_utf16_without_bom(start), *encodings):
        problem = _undecodable(file, guess)
        if problem is None:
            return guess
    raise NotCsv(f"{problem}: expected text in UTF-8, UTF-16 or CP949")


def _undecodable(file: BinaryIO, encoding: str) -> str | None:
    """Return the line that is not in an encoding, None where all are; raises NotCsv for what is no text."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, block = 1, b""
    try:
        while block := file.read(_BLOCK):
            if "\0" in decoder.decode(block):
                raise NotCsv("it is no text; expected CSV or Parquet")
            lines += block.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        before = block[: error.start].count(b"\n")
        return f"line {lines + before}"
    return None


def _utf16_without_bom(start: bytes) -> Iterator[str]:
    """Yield the byte order of UTF-16 in which the names of the columns would be letters of ASCII."""
    for name, zeros, letters in (
        ("utf-16-le", start[1::2], start[::2]),
        ("utf-16-be", start[::2], start[1::2]),
    ):
        if zeros.count(0) > len(zeros) // 2 and not letters.count(0):
            yield name


def _delimiter(text: str) -> str:
    """Return what parts the names of the columns; quoted names may hold anything."""
    header = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    return max(_DELIMITERS, key=header.count)
