from pathlib import Path

import pytest

from model.card import BadModel
from model.catalogue.plan import Plan, Wanted, take
from model.catalogue.store import Store
from model.data.table_reader import BadDataset
from tests.model.catalogue.tables import invented, put
from tests.model.shipped import FOLDER


def taken(tmp_path: Path, *inputs: Path, part_rows: int = 50_000, voting_rule: str = "soft") -> Plan:
    wanted = Wanted([str(path) for path in inputs], FOLDER, voting_rule, part_rows)
    return take(wanted, Store(str(tmp_path / "work")), lambda _: None)


def test_a_table_is_parts_and_buckets_whose_rows_are_all_rows(tmp_path: Path) -> None:
    plan = taken(tmp_path, put(tmp_path / "in.parquet", invented(10)), part_rows=3)
    assert [part.rows for part in plan.parts] == [3, 3, 3, 1]
    assert plan.buckets == 3
    assert sum(task.rows for task in plan.bucket_tasks()) == plan.rows == 10


def test_files_of_other_shapes_are_parts_of_one_table(tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("곡명,가수,energy\nA,B,0.5\n")
    plan = taken(tmp_path, put(tmp_path / "in.parquet", invented(2)), tmp_path / "more.csv")
    tables = [plan.store.read_batch(f"rows/{part.name}", 0) for part in plan.parts]
    assert tables[0].schema == tables[1].schema
    assert tables[1].column_names[-3:] == ["곡명", "가수", "row"]
    assert plan.parts[0].columns.titles != plan.parts[1].columns.titles


def test_what_was_taken_is_not_read_again_unless_the_run_is_another_one(tmp_path: Path) -> None:
    path = put(tmp_path / "in.parquet", invented(4))
    begun = taken(tmp_path, path)
    mark = "songs/mark"
    begun.store.write(mark, b"")
    assert taken(tmp_path, path) == begun
    assert begun.store.has(mark)
    taken(tmp_path, path, voting_rule="study")
    assert not begun.store.has(mark)
    begun.store.write(mark, b"")
    assert taken(tmp_path, put(path, invented(5)), voting_rule="study").rows == 5
    assert not begun.store.has(mark)


def test_a_table_without_rows_or_cut_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("track_id,energy\n")
    with pytest.raises(BadDataset, match="no row"):
        taken(tmp_path, tmp_path / "in.csv")
    whole = put(tmp_path / "in.parquet", invented(4)).read_bytes()
    (tmp_path / "in.parquet").write_bytes(whole[:8] + b"\xff" * 64 + whole[72:])
    with pytest.raises(BadDataset, match="cannot be read"):
        taken(tmp_path, tmp_path / "in.parquet")


def test_a_model_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadModel):
        taken(tmp_path, put(tmp_path / "in.parquet", invented(1)), voting_rule="loud")
