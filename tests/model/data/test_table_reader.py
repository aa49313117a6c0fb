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
        (
            b"energy\n0.5\nloud\n",
            "cannot be read: line 3: expected a number in the column energy, found 'loud'",
        ),
        (b"a,b\n1\n", "cannot be read: line 2: expected 2 values"),
        (b"PK\x03\x04 and more", "is a ZIP or Excel file"),
        (b"\x1f\x8b and more", "is a compressed file"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadDataset, match=said) as refused:
        read_table(tmp_path / "a.csv")
    assert "\n" not in str(refused.value)
    with pytest.raises(BadDataset, match=r"none\.csv cannot be read"):
        read_table(tmp_path / "none.csv")


def test_numbers_may_have_a_decimal_comma_and_columns_any_case(tmp_path: Path) -> None:
    file = tmp_path / "tracks.csv"
    file.write_text("Track Name;Energy;Duration (ms)\nLantern;0,5;201000\n", encoding="utf-8")
    assert read_table(file).to_pylist() == [
        {"Track Name": "Lantern", "Energy": 0.5, "Duration (ms)": 201000.0}
    ]
    file.write_text("Track Name,Energy\nLantern,0.5\n", encoding="utf-16")
    assert read_table(file).to_pylist() == [{"Track Name": "Lantern", "Energy": 0.5}]


def test_columns_that_are_missing_or_repeated_are_named(tmp_path: Path) -> None:
    table = pa.table([[1], [2], [3]], names=["a", "b", "b"])
    require_columns(table, ["a"], tmp_path / "t.csv")
    with pytest.raises(BadDataset, match=r"^t.csv has no column c, d\.$"):
        require_columns(table, ["a", "c", "d"], tmp_path / "t.csv")
    with pytest.raises(BadDataset, match=r"^t.csv has the column b more than once\.$"):
        require_columns(table, ["a", "b"], tmp_path / "t.csv")
