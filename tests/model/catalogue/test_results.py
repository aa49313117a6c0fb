import csv
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.catalogue.results import named_apart
from model.data.table_reader import BadDataset
from tests.model.catalogue.tables import invented, put, read, run


def test_a_csv_file_has_the_rows_of_all_parts_below_one_header(tmp_path: Path) -> None:
    rows = [row | {"tags": ["a", "b"], "note": 'a "quoted", text\nof lines'} for row in invented(7)]
    run(put(tmp_path / "in.parquet", rows), tmp_path / "out.csv", part_rows=3)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert [row["title"] for row in found] == [row["title"] for row in rows]
    assert json.loads(found[0]["tags"]) == ["a", "b"]
    assert found[0]["note"] == rows[0]["note"]
    assert all(row["voting"] for row in found)


def test_a_folder_has_a_file_for_each_part_in_the_order_of_the_rows(tmp_path: Path) -> None:
    run(put(tmp_path / "in.parquet", invented(7)), tmp_path / "out", part_rows=3)
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 3
    assert [row["title"] for row in read(tmp_path / "out")] == [row["title"] for row in invented(7)]


def test_rows_that_are_none_are_beside_the_result_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("title,artist,energy\nA,B,0.5\nonly\nC,D,loud\nE,F,0.25\n")
    done = run(tmp_path / "in.csv", tmp_path / "out.csv")
    assert (done.rows, done.rejected) == (2, 2)
    with (tmp_path / "out.csv.rejected.csv").open(newline="", encoding="utf-8") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["row"], "energy" in row["reason"]) for row in rejected] == [("3", False), ("4", True)]
    assert rejected[0]["file"].endswith("in.csv")


def test_no_rejected_rows_no_file(tmp_path: Path) -> None:
    run(put(tmp_path / "in.parquet", invented(2)), tmp_path / "out.csv")
    assert {path.name for path in tmp_path.iterdir()} == {"in.parquet", "out.csv"}


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    rows = [row | {"level": 3} for row in invented(3)]
    run(put(tmp_path / "in.parquet", rows), tmp_path / "out.parquet")
    found = read(tmp_path / "out.parquet")[0]
    assert found["level"] == 3
    assert found["jangreu_voting"]
    assert "voting" not in found
    with pytest.raises(BadDataset, match="of an earlier run"):
        named_apart(pa.table({"a": [1], "jangreu_a": [1], "b": [2]}).append_column("a", pa.array([2])), 1)


def test_a_table_that_was_classified_can_be_classified_again(tmp_path: Path) -> None:
    run(put(tmp_path / "in.parquet", invented(3)), tmp_path / "out.parquet")
    run(tmp_path / "out.parquet", tmp_path / "again.parquet")
    found = parquet.read_table(tmp_path / "again.parquet")
    assert found["voting"].to_pylist() == found["jangreu_voting"].to_pylist()
