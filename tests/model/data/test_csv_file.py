from __future__ import annotations

import codecs

import pytest

from model.data.csv_file import NotCsv, read_csv

TEXT = "곡명,가수\n봄날, 방탄소년단 \n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp949"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        f"\n{TEXT}\n,\n".encode(),
        TEXT.replace("\n", ",,\n").replace("가수,,", "가수").encode(),
        TEXT.replace("봄날", '"봄날"').encode(),
        TEXT.replace(" 방탄소년단 ", ' "방탄소년단"').encode(),
    ],
)
def test_a_table_is_read_in_every_encoding_and_with_every_delimiter(content: bytes) -> None:
    read = read_csv(content)
    assert read.names == ("곡명", "가수")
    assert [row for _, row in read.rows] == [("봄날", "방탄소년단")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    assert read_csv("title,artist\n봄날,방탄소년단\n".encode(encoding)).rows == ((2, ("봄날", "방탄소년단")),)


def test_a_delimiter_within_quotation_marks_parts_nothing() -> None:
    read = read_csv(b'"title, also; of\ta song";artist\n"a;b";"c\nd"\n\nlast;one\n')
    assert read.names == ("title, also; of\ta song", "artist")
    assert read.rows == ((3, ("a;b", "c\nd")), (5, ("last", "one")))
    assert read.decimal_comma


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty; expected the names of the columns in the first line"),
        (b"\n \n", "it is empty"),
        (b"a,b\n1,2\n3\n", "line 3: expected 2 values, as many as there are columns, found 1"),
        (b"sep=,\na,b\n1,2,3\n", "line 3: expected 2 values, as many as there are columns, found 3"),
        (b'a,b\n1,"2\n3,4\n', "line 3: expected quotation marks in pairs"),
        (b"a,b\n1,2\n\xff\xfe\xfd,4\n", "line 3: expected text in UTF-8, UTF-16 or CP949"),
        (b"a,b\n\x001,2\n", "expected CSV or Parquet"),
        (b"a" * 200_000, "line 1: expected quotation marks in pairs (field larger than field limit"),
    ],
)
def test_what_is_no_table_is_refused_with_the_line_and_what_was_expected(content: bytes, said: str) -> None:
    with pytest.raises(NotCsv) as refused:
        read_csv(content)
    assert said in str(refused.value)
