from pathlib import Path

from pyarrow import parquet

from model.catalogue.benchmark import invent_table, library_rate
from model.features import FEATURE_NAMES
from tests.model.catalogue.tables import invented, put
from tests.model.shipped import FOLDER


def test_an_invented_table_has_distinct_tracks_of_growing_artists(tmp_path: Path) -> None:
    sample = put(tmp_path / "sample.parquet", invented(5))
    assert invent_table(tmp_path / "table.parquet", 200, sample, seed=1) == 20
    table = parquet.read_table(tmp_path / "table.parquet")
    assert len(set(table["track_id"].to_pylist())) == 200
    assert len(set(table["artist"].to_pylist())) <= 20
    sounds = {tuple(row.values()) for row in table.select(FEATURE_NAMES).to_pylist()}
    assert len(sounds) == 200


def test_the_libraries_have_a_rate(tmp_path: Path) -> None:
    rate = library_rate(FOLDER, 10, put(tmp_path / "sample.parquet", invented(5)), seed=1)
    assert rate.rows > 0 < rate.by_processor
