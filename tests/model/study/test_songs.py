from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.data.table_reader import BadDataset
from model.features import FEATURE_NAMES
from model.study.plan import Effort
from model.study.running import Assignment
from model.study.songs import Material, read_material
from model.taxonomy import taxonomy
from tests.model.invented_tracks import invented_rows, write_rows


def test_each_track_is_there_once_and_each_recording_once(material: Material) -> None:
    assert len(material.tracks) == 768 + 100
    assert len(material.merged) == 768
    assert len(np.unique(material.merged.features, axis=0)) == 768


def test_a_track_of_several_seeds_has_one_of_their_genres(tmp_path: Path, assignment: Assignment) -> None:
    rows = invented_rows()
    both = [row | {"track_genre": "soul"} for row in rows if row["track_genre"] == "hard-rock"]
    path = write_rows(tmp_path / "tracks.csv", rows + both)
    material = replace(assignment, dataset=path).material()
    assert len(material.tracks) == 768
    sizes = dict(zip(taxonomy().genres, np.bincount(material.tracks.labels).tolist(), strict=True))
    assert sizes["soul"] + sizes["rock"] == 12 * 6
    assert 12 < sizes["soul"] < 24


def test_a_sample_is_as_large_as_asked_and_the_seed_chooses_it(assignment: Assignment) -> None:
    effort = Effort(tracks=500, folds=2, rounds=1)
    one, same, other = (
        read_material(assignment.dataset, assignment.ranges, effort, seed).tracks.features
        for seed in (1, 1, 2)
    )
    assert len(one) == 500
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_the_trimmed_set_lies_within_the_ranges_and_has_neither_energy_nor_key(material: Material) -> None:
    chart = material.songs("tracks", "chart")
    energies = material.tracks.features[:, FEATURE_NAMES.index("energy")]
    assert len(chart) == (energies <= 0.6).sum()
    assert chart.features.shape[1] == 11


def test_the_genres_of_even_size_are_neither_large_nor_small(material: Material) -> None:
    even = material.songs("tracks", "even")
    sizes = np.bincount(even.labels)
    low, high = (size * len(material.tracks) / 26_500 for size in (400, 530))
    assert all(low <= size <= high for size in sizes[sizes > 0])
    assert set(even.labels) == set(material.even)
    assert set(material.songs("merged", "even").labels) <= set(material.even)


def test_ranges_that_hold_hardly_a_track_are_refused(assignment: Assignment) -> None:
    with pytest.raises(BadDataset, match="within the ranges"):
        replace(assignment, ranges={**assignment.ranges, "energy": (0.0, 0.01)}).material()


def test_a_file_without_a_genre_is_refused(tmp_path: Path, assignment: Assignment) -> None:
    rows = [row for row in invented_rows() if row["track_genre"] != "opera"]
    path = write_rows(tmp_path / "tracks.csv", rows)
    with pytest.raises(BadDataset, match="hardly a track of opera"):
        replace(assignment, dataset=path).material()
