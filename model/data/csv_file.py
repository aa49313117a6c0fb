"""A CSV file as people have it: any usual encoding and delimiter, blanks around values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_DELIMITERS: Final = (",", ";", "\t")
_EXCELS_LINE: Final = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE: Final = 200  # bytes
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


def read_csv(content: bytes) -> Csv:
    """Read UTF-8, UTF-16 or CP949 with commas, semicolons or tabs; raises `NotCsv`."""
    text, first_line = _decoded(content), 0
    if excel := _EXCELS_LINE.match(text):
        text, first_line = text[excel.end() :], 1
    delimiter = excel[1] if excel else _delimiter(text)
    rows = _rows(text, delimiter, first_line)
    _, names = next(rows, (0, ()))
    if not names:
        raise NotCsv("it is empty; expected the names of the columns in the first line")
    return Csv(names, tuple(_as_wide_as(names, row) for row in rows), decimal_comma=delimiter != ",")


def _decoded(content: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), None)
    for guess in (encoding,) if encoding else (*_utf16_without_bom(content), "utf-8", "cp949"):
        try:
            text = content.decode(guess)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            continue
        if "\0" in text:
            raise NotCsv("it is no text; expected CSV or Parquet")
        return text
    raise NotCsv(f"line {line}: expected text in UTF-8, UTF-16 or CP949")


def _utf16_without_bom(content: bytes) -> Iterator[str]:
    """Yield the byte order of UTF-16 in which the names of the columns would be letters of ASCII."""
    start = content[:_SAMPLE]
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


def _rows(text: str, delimiter: str, first_line: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row that is not blank, with its line's number."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    try:
        for row in reader:
            values = tuple(value.strip(_BLANKS) for value in row)
            if any(values):
                yield reader.line_num + first_line, values
    except csv.Error as error:
        raise NotCsv(
            f"line {reader.line_num + first_line}: expected quotation marks in pairs ({error})"
        ) from None


def _as_wide_as(names: tuple[str, ...], row: tuple[int, tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """Return a row without empty values beyond the last column, which spreadsheets leave."""
    line, values = row
    if len(values) < len(names) or any(values[len(names) :]):
        raise NotCsv(
            f"line {line}: expected {len(names)} values, as many as there are columns, found {len(values)}"
        )
    return line, values[: len(names)]
