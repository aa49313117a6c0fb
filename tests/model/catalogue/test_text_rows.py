import io
from contextlib import AbstractContextManager
from typing import BinaryIO

import pytest

from model.catalogue.text_rows import CsvRows, JsonRows


class File(AbstractContextManager[BinaryIO]):
    """A file that counts how often it is opened and whether it is closed."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.times_opened = 0
        self.opened = io.BytesIO()

    def __enter__(self) -> BinaryIO:
        assert self.times_opened == 0 or self.opened.closed
        self.times_opened += 1
        self.opened = io.BytesIO(self.content)
        return self.opened

    def __exit__(self, *_: object) -> None:
        self.opened.close()


def csv_rows(content: bytes) -> CsvRows:
    return CsvRows(File(content), "songs.csv")


def json_rows(content: str) -> JsonRows:
    return JsonRows(File(content.encode()), "songs.jsonl")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949"])
def test_any_usual_delimiter_and_encoding_is_read(delimiter: str, encoding: str) -> None:
    text = f"title{delimiter}artist\n밤편지{delimiter}아이유\n"
    (rows,) = csv_rows(text.encode(encoding)).parts(10)
    assert rows.table.to_pylist() == [{"title": "밤편지", "artist": "아이유"}]


def test_western_letters_of_older_spreadsheets_are_read() -> None:
    (rows,) = csv_rows("title;artist\nDéjà Vu;Beyoncé\n".encode("cp1252")).parts(10)
    assert rows.table.to_pylist() == [{"title": "Déjà Vu", "artist": "Beyoncé"}]


def test_a_row_that_is_none_is_rejected_with_its_line_and_the_others_are_read() -> None:
    content = b'title,artist\nA,B\nonly one\nC,"D" x\n"E","F"\n'
    (rows,) = csv_rows(content).parts(10)
    assert [row["title"] for row in rows.table.to_pylist()] == ["A", "E"]
    assert rows.numbers == [2, 5]
    assert [(rejected.row, rejected.content) for rejected in rows.rejected] == [(3, "only one"), (4, "")]
    assert "expected 2 values" in rows.rejected[0].reason


@pytest.mark.parametrize(
    "first", ["https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ?si=x", "2zrhoHlFKxFTRF5aMyxMoQ"]
)
def test_a_list_of_links_needs_no_header(first: str) -> None:
    (rows,) = csv_rows(f"{first}\nhttps://www.melon.com/song/detail.htm?songId=1\n".encode()).parts(10)
    assert [row["link"] for row in rows.table.to_pylist()] == [
        first,
        "https://www.melon.com/song/detail.htm?songId=1",
    ]
    assert rows.numbers == [1, 2]


def test_a_part_has_as_many_rows_as_are_asked_for() -> None:
    content = b"title,artist\n" + b"A,B\n" * 7
    assert [len(rows.table) for rows in csv_rows(content).parts(3)] == [3, 3, 1]
    assert [len(rows.table) for rows in json_rows('{"a": 1}\n' * 5).parts(2)] == [2, 2, 1]


def test_a_field_without_an_end_does_not_take_the_memory() -> None:
    content = b"title,artist\nA," + b"x" * 3_000_000 + b"\nC,D\n"
    (rows,) = csv_rows(content).parts(10)
    assert rows.table.to_pylist()[-1] == {"title": "C", "artist": "D"}
    assert all(len(rejected.content) <= 1_000 for rejected in rows.rejected)


def test_objects_in_lines_are_rows_with_the_columns_of_all() -> None:
    file = json_rows(
        '{"track": {"id": "x", "artists": [{"name": "A"}]}, "energy": 1}\n\n{"energy": 0.5, "new": true}\n'
    )
    (rows,) = file.parts(10)
    assert rows.table.to_pylist() == [
        {"track.id": "x", "track.artists": '[{"name": "A"}]', "energy": 1.0, "new": None},
        {"track.id": None, "track.artists": None, "energy": 0.5, "new": True},
    ]
    assert rows.numbers == [1, 3]


def test_a_line_that_is_no_object_is_rejected() -> None:
    (rows,) = json_rows('{"a": 1}\n[1]\nnonsense\n{"a": 1e400}\n').parts(10)
    assert [rejected.row for rejected in rows.rejected] == [2, 3]
    assert len(rows.table) == 2


def test_a_line_without_an_end_is_one_rejected_line() -> None:
    (rows,) = json_rows('{"a": "' + "x" * 3_000_000 + '"}\n{"a": "b"}\n').parts(10)
    assert rows.table.to_pylist() == [{"a": "b"}]
    assert [rejected.row for rejected in rows.rejected] == [1]


@pytest.mark.parametrize(
    ("kind", "content"), [(CsvRows, b"title\nA\nB\n"), (JsonRows, b'{"title": "A"}\n{"title": "B"}\n')]
)
def test_a_file_is_opened_for_its_columns_and_for_its_rows_and_closed(
    kind: type[CsvRows | JsonRows], content: bytes
) -> None:
    file = File(content)
    rows = kind(file, "songs")
    assert file.opened.closed
    assert [part.table.to_pylist() for part in rows.parts(5)] == [[{"title": "A"}, {"title": "B"}]]
    assert file.opened.closed
    assert file.times_opened == 2
