"""What people say of songs, as rows to learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.data.feedback import COLUMNS, read_feedback
from model.data.table_reader import BadDataset
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_rows

SEEDS = taxonomy().seeds


def said(song: int, genre: str, people: object, **changes: object) -> dict[str, Any]:
    row = invented_rows()[song]
    features = {name: row[name] for name in FEATURE_NAMES}
    return {"track_id": str(song), "model": "m@1", "genre": genre, "people": people, **features, **changes}


def test_a_song_belongs_to_the_seeds_of_its_genres_by_the_number_of_people(write_table: WriteTable) -> None:
    file = write_table(
        "f.csv", [said(0, "rock", 3), said(0, "pop", 1), said(0, "none", 5), said(1, "jazz", 9)]
    )
    found = read_feedback(file)
    assert len(found) == 2
    by_genre = {
        genre: sum(
            found.shares[0, place] for place, seed in enumerate(SEEDS) if taxonomy().genre_of[seed] == genre
        )
        for genre in taxonomy().genres
    }
    assert by_genre["rock"] == pytest.approx(0.75)
    assert by_genre["pop"] == pytest.approx(0.25)
    assert found.shares.sum(axis=1) == pytest.approx(1)
    assert np.isfinite(found.features).all()


def test_a_feature_out_of_its_range_is_missing_and_so_is_one_without_a_value(write_table: WriteTable) -> None:
    file = write_table("f.csv", [said(0, "rock", 5, energy=7, tempo=None)])
    (features,) = read_feedback(file).features
    assert np.isnan(features[FEATURE_NAMES.index("energy")])
    assert np.isnan(features[FEATURE_NAMES.index("tempo")])
    assert np.isfinite(features).sum() == len(FEATURE_NAMES) - 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (said(0, "rock", "many"), "'many' in the column people is no number of people"),
        (said(0, "rock", -1), "'-1' in the column people is no number of people"),
        (said(0, "none", 9), "no song of which people said a genre of ours"),
        (said(0, "polka", 9), "no song of which people said a genre of ours"),
        (said(0, "rock", 0), "no song of which people said a genre of ours"),
    ],
)
def test_a_file_that_teaches_nothing_is_one_sentence(
    write_table: WriteTable, row: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadDataset, match=why):
        read_feedback(write_table("f.csv", [row]))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text(",".join(COLUMNS[:-1]) + "\n")
    with pytest.raises(BadDataset, match=COLUMNS[-1]):
        read_feedback(file)
