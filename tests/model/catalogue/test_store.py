from pathlib import Path

import pyarrow as pa
import pytest

from model.catalogue.store import Store, StoreHeld

SCHEMA = pa.schema([("a", pa.int64())])


def test_a_file_is_there_when_it_is_written(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "work"))
    assert not store.has("x/file")
    store.write("x/file", b"one")
    store.write("x/file", b"two")
    assert store.has("x/file")
    assert store.read("x/file") == b"two"
    assert [path.name for path in (tmp_path / "work" / "x").iterdir()] == ["file"]


def test_an_interrupted_write_leaves_no_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(str(tmp_path))
    monkeypatch.setattr(type(store._files), "mv", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        store.write("file", b"half")
    assert not store.has("file")


def test_batches_are_read_one_by_one_and_empty_ones_count(tmp_path: Path) -> None:
    store = Store(f"file://{tmp_path}")
    tables = [pa.table({"a": pa.array(values, pa.int64())}) for values in ([1, 2], [], [3])]
    store.write_batches("batches", SCHEMA, tables)
    assert [store.read_batch("batches", place)["a"].to_pylist() for place in range(3)] == [[1, 2], [], [3]]


def test_storage_of_objects_serves_as_a_folder() -> None:
    store = Store("memory://catalogue/work")
    store.write_value("plan", {"곡": 1})
    assert store.read_value("plan") == {"곡": 1}
    store.remove()
    assert not store.has("plan")
    store.remove()


def test_two_runs_do_not_work_in_one_folder(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "work"))
    with store.held(), pytest.raises(StoreHeld, match="Another run"), store.held():
        pass
    with store.held():
        pass
    assert not list(tmp_path.iterdir())
