from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.data.table_reader import BadDataset, read_table, require_columns


def test_csv_and_parquet_are_told_apart_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("name,energy\nNone,0.5\nnull,nan\n", encoding="utf-8")
    table = pa.table({"name": ["None", "null"], "energy": ["0.5", None]})
    parquet.write_table(table, tmp_path / "a.csv")
    assert read_table(tmp_path / "a.parquet").to_pylist() == read_table(tmp_path / "a.csv").to_pylist()


def test_features_are_numbers_and_all_else_is_text(tmp_path: Path) -> None:
    file = tmp_path / "tracks.csv"
    file.write_text("track_id,key,energy,year\n0012,11,,2020\n", encoding="utf-8")
    assert read_table(file).to_pylist() == [{"track_id": "0012", "key": 11.0, "energy": None, "year": "2020"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"PAR1", "cannot be read"),
        (b"\xef\xbb\xbf <HTML>", "is a web page"),
        (b"energy\nloud\n", "cannot be read"),
        (b"a,b\n1\n", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadDataset, match=said) as refused:
        read_table(tmp_path / "a.csv")
    assert "\n" not in str(refused.value)
    with pytest.raises(BadDataset, match=r"none\.csv cannot be read"):
        read_table(tmp_path / "none.csv")


def test_columns_that_are_missing_or_repeated_are_named(tmp_path: Path) -> None:
    table = pa.table([[1], [2], [3]], names=["a", "b", "b"])
    require_columns(table, ["a"], tmp_path / "t.csv")
    with pytest.raises(BadDataset, match=r"^t.csv has no column c, d\.$"):
        require_columns(table, ["a", "c", "d"], tmp_path / "t.csv")
    with pytest.raises(BadDataset, match=r"^t.csv has the column b more than once\.$"):
        require_columns(table, ["a", "b"], tmp_path / "t.csv")
