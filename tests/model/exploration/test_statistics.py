from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.data.table_reader import BadDataset
from model.exploration.drawing.figures import boxes_picture, chart_picture, genres_picture
from model.exploration.statistics import Exploration, explore
from model.features import FEATURE_NAMES
from model.study.chart_ranges import chart_ranges
from model.study_sample import study_songs
from tests.model.invented_tracks import invented_rows, write_rows


def explored(folder: Path, rows: list[dict[str, object]]) -> Exploration:
    return explore(write_rows(folder / "tracks.csv", rows))


def test_songs_are_counted_by_seed_and_by_genre(tmp_path: Path) -> None:
    rows = invented_rows()
    under_two = [row | {"track_genre": "soul"} for row in rows if row["track_genre"] == "techno"]
    foreign = [rows[0] | {"track_id": "x" * 22, "track_genre": "sleep"}]
    found = explored(tmp_path, [*rows, *under_two, *foreign])
    assert found.rows == 768 + 12 + 1
    assert len(found.features) == 768
    assert (found.per_seed["soul"], found.per_seed["techno"]) == (24, 12)
    assert len(found.per_genre["soul"]) == 24
    assert "sleep" not in found.per_seed


def test_a_track_that_stands_there_twice_in_a_row_is_one_track(tmp_path: Path) -> None:
    rows = invented_rows()
    assert len(explored(tmp_path, [rows[0], rows[0], *rows]).features) == 768


def test_a_value_out_of_its_range_is_none(tmp_path: Path) -> None:
    rows = invented_rows()
    found = explored(tmp_path, [rows[0] | {"energy": 7.0}, *rows[1:]])
    assert np.isnan(found.features[0, FEATURE_NAMES.index("energy")])
    assert np.isfinite(found.correlation).all()
    assert np.isfinite(found.percentiles).all()


def test_the_correlation_is_pearsons(tmp_path: Path) -> None:
    rows = [row | {"valence": 1 - float(str(row["energy"]))} for row in invented_rows()]
    table = explored(tmp_path, rows).correlation
    energy, valence = FEATURE_NAMES.index("energy"), FEATURE_NAMES.index("valence")
    assert table[energy, valence] == pytest.approx(-1)
    assert np.diag(table).tolist() == pytest.approx([1] * 13)


def test_a_file_without_a_kept_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="no track of the genre seeds"):
        explored(tmp_path, [row | {"track_genre": "sleep"} for row in invented_rows(1)])


def test_a_picture_is_always_the_same(tmp_path: Path) -> None:
    found = explored(tmp_path, invented_rows())
    assert genres_picture(found) == genres_picture(found)


@pytest.mark.filterwarnings("error")
def test_a_data_set_without_a_feature_is_drawn_all_the_same(tmp_path: Path) -> None:
    found = explored(tmp_path, [row | {"time_signature": ""} for row in invented_rows()])
    assert np.isnan(found.correlation[-1]).all()
    chart, songs = chart_ranges(), np.array([features.row() for _, features in study_songs()])
    assert boxes_picture(found, FEATURE_NAMES[-1:], "박자")
    assert chart_picture(found, chart.ranges, songs, chart.songs)
