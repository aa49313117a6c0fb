import numpy as np
import pytest

from model.data.chart_songs import read_chart_ranges
from model.data.table_reader import BadDataset
from model.features import FEATURE_NAMES
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_features


def songs(count: int, **values: object) -> list[dict[str, object]]:
    rng = np.random.default_rng(3)
    return [
        {"title": "노래", "domestic": "True", "chart_rows": 4, **invented_features(rng, 0.5), **values}
        for _ in range(count)
    ]


def test_the_ranges_are_the_first_and_last_percentile_of_charted_korean_songs(
    write_table: WriteTable,
) -> None:
    rows = [{**row, "tempo": 60 + index} for index, row in enumerate(songs(101))]
    foreign, uncharted = songs(30, domestic="False", tempo=250), songs(30, chart_rows="", tempo=250)
    chart = read_chart_ranges(write_table("songs.csv", [*rows, *foreign, *uncharted]))
    assert chart.songs == 101
    assert chart.ranges["tempo"] == (61.0, 159.0)
    assert list(chart.ranges) == list(FEATURE_NAMES)


def test_a_song_that_lacks_a_feature_still_counts_for_the_others(write_table: WriteTable) -> None:
    rows = [*songs(60, time_signature=4), *songs(10, time_signature="")]
    chart = read_chart_ranges(write_table("songs.csv", rows))
    assert chart.songs == 70
    assert chart.ranges["time_signature"] == (4.0, 4.0)


@pytest.mark.parametrize("rows", [songs(49), songs(60, chart_rows=0), songs(60, key="")])
def test_too_few_songs_are_refused(write_table: WriteTable, rows: list[dict[str, object]]) -> None:
    with pytest.raises(BadDataset, match="fewer than 50 domestic songs"):
        read_chart_ranges(write_table("songs.csv", rows))


def test_a_missing_column_is_named(write_table: WriteTable) -> None:
    rows = [{name: value for name, value in row.items() if name != "domestic"} for row in songs(60)]
    with pytest.raises(BadDataset, match="no column domestic"):
        read_chart_ranges(write_table("songs.csv", rows))
