import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.catalogue.inputs import as_schema, file_state, found_files, open_file, shared_schema
from model.catalogue.text_rows import CsvRows, JsonRows
from model.data.table_reader import BadDataset


def names(found: list[str]) -> list[str]:
    return [path.rpartition("/")[2] for path in found]


def test_files_folders_and_patterns_name_tables(tmp_path: Path) -> None:
    for name in ("b.csv", "a.parquet", "notes.md", ".hidden.csv", "deep/c.jsonl", "_SUCCESS/d.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert names(found_files([str(tmp_path)])) == ["a.parquet", "b.csv", "c.jsonl"]
    assert names(found_files([str(tmp_path / "*.csv")])) == [".hidden.csv", "b.csv"]
    assert names(found_files([str(tmp_path / "notes.md"), str(tmp_path / "b.csv")])) == ["notes.md", "b.csv"]
    (tmp_path / "votes.rejected.csv").touch()
    assert names(found_files([str(tmp_path / "*o*.csv"), str(tmp_path / "deep")])) == ["c.jsonl"]
    with pytest.raises(BadDataset, match="is not there"):
        found_files([str(tmp_path / "nowhere.csv")])
    with pytest.raises(BadDataset, match="has no file"):
        found_files([str(tmp_path / "*.xlsx")])


def test_a_name_with_the_signs_of_a_pattern_is_a_file_first(tmp_path: Path) -> None:
    path = tmp_path / "songs [2020].csv"
    path.touch()
    assert names(found_files([str(path)])) == [path.name]


def test_the_kind_of_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(b"title,artist\nA,B\n")
    assert isinstance(open_file(str(path), "table"), CsvRows)
    path.write_bytes(b'{"title": "A"}\n')
    assert isinstance(open_file(str(path), "table"), JsonRows)
    parquet.write_table(pa.table({"title": ["A"]}), path)
    assert next(open_file(str(path), "table").parts(10)).table.to_pylist() == [{"title": "A"}]


@pytest.mark.parametrize(
    ("name", "pack"), [("a.csv.gz", gzip.compress), ("a.csv.BZ2", bz2.compress), ("a.xz", lzma.compress)]
)
def test_a_compressed_file_is_known_by_its_name(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"title,artist\nA,B\n"))
    assert [rows.table.to_pylist() for rows in open_file(str(path), name).parts(5)] == [
        [{"title": "A", "artist": "B"}]
    ]
    path.write_bytes(b"title,artist\nA,B\n")
    with pytest.raises(BadDataset, match="cannot be read"):
        open_file(str(path), name)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"title", mtime=0),
        b"PK\x03\x04",
        b"<html>",
        b'[{"a": 1}]',
        b"",
        b"PAR1 and no more",
        b"a\0b",
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(BadDataset, match=r"^table.csv [^\n]+\.$"):
        open_file(str(path), "table.csv")


def test_the_names_of_folders_are_columns(tmp_path: Path) -> None:
    folder = tmp_path / "year=2020"
    folder.mkdir()
    parquet.write_table(pa.table({"title": ["A"]}), folder / "part.parquet")
    file = open_file(str(folder / "part.parquet"), "year=2020/part.parquet")
    assert next(file.parts(10)).table.to_pylist() == [{"title": "A", "year": "2020"}]


def test_files_with_other_columns_come_to_one_table() -> None:
    one, other = pa.table({"a": [1], "b": ["x"]}), pa.table({"b": [2.5], "c": [True], "a": [1.5]})
    schema = shared_schema([one.schema, other.schema])
    assert [str(kind) for kind in schema.types] == ["double", "string", "bool"]
    assert as_schema(one, schema).to_pylist() == [{"a": 1.0, "b": "x", "c": None}]
    assert as_schema(other, schema).to_pylist() == [{"a": 1.5, "b": "2.5", "c": True}]


def test_lists_in_one_file_and_texts_in_another_come_to_text() -> None:
    one = pa.table({"a": pa.array([[("x", 1)]], pa.map_(pa.string(), pa.int64()))})
    schema = shared_schema([one.schema, pa.table({"a": ["y"]}).schema])
    assert as_schema(one, schema).to_pylist() == [{"a": '[["x", 1]]'}]


def test_a_file_that_changes_has_another_state(tmp_path: Path) -> None:
    path = tmp_path / "songs.csv"
    path.write_text("a")
    before = file_state(str(path))
    path.write_text("ab")
    assert file_state(str(path)) != before
