"""The songs that the study is reproduced on: as many as in 2021, and the same ones merged to recordings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.data.recordings import merged_recordings
from model.data.table_reader import BadDataset, Table, read_table, require_columns
from model.derived_features import Matrix
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.study.plan import FULL, Effort, Songs, Subset
from model.taxonomy import taxonomy
from model.voting import Labels

Ranges = Mapping[str, tuple[float, ...]]
_COLUMNS: Final = ("track_id", "artists", *FEATURE_NAMES, "track_genre")
_EVEN_SIZES: Final = (400, 530)  # songs a genre, where there are as many songs in all as in the study
_NOT_IN_THE_TRIMMED_SET: Final = ("energy", "key")
CHART_COLUMNS: Final = tuple(
    index for index, name in enumerate(FEATURE_NAMES) if name not in _NOT_IN_THE_TRIMMED_SET
)
_FEWEST_LIKE_THE_CHART: Final = 100
_FEWEST: Final = 10  # songs of a genre: fewer cannot be split


@dataclass(frozen=True, slots=True, eq=False)
class StudySongs:
    """n songs: (n, columns) features, (n,) numbers of the genres, and n first artists."""

    features: Matrix
    labels: Labels
    artists: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, chosen: NDArray[np.bool_]) -> StudySongs:
        """Return the chosen songs."""
        return StudySongs(self.features[chosen], self.labels[chosen], self.artists[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Both views of the sampled songs, the numbers of the genres of even size, the chart songs' ranges."""

    tracks: StudySongs
    merged: StudySongs
    even: Labels
    ranges: Ranges

    def songs(self, songs: Songs, subset: Subset) -> StudySongs:
        """Return the songs of one view and subset; the trimmed set has 11 columns, as in the study."""
        view = self.tracks if songs == "tracks" else self.merged
        if subset == "even":
            return view.take(np.isin(view.labels, self.even))
        if subset == "chart":
            trimmed = view.take(_within(view.features, self.ranges))
            return StudySongs(trimmed.features[:, CHART_COLUMNS], trimmed.labels, trimmed.artists)
        return view


def read_material(path: Path, ranges: Ranges, effort: Effort, seed: int) -> Material:
    """Sample the tracks of the kept seeds: each id once, under one of the genres it was collected for.

    Raises BadDataset where the file is no such table, or has hardly a track of one of the genres.
    """
    table = read_table(path)
    require_columns(table, _COLUMNS, path)
    features = np.column_stack([table.column(name).to_numpy() for name in FEATURE_NAMES]).astype(np.float64)
    ids, artists, labels = _identities(table)
    usable = np.flatnonzero(_within(features, FEATURE_RANGES) & (labels >= 0) & (ids != "") & (artists != ""))
    shuffled = np.random.default_rng(seed).permutation(usable)
    rows = shuffled[np.sort(np.unique(ids[shuffled], return_index=True)[1])][: effort.tracks]
    tracks = StudySongs(features[rows], labels[rows], artists[rows])
    sizes = np.bincount(tracks.labels, minlength=len(taxonomy().genres))
    if sizes.min() < min(_FEWEST, effort.tracks // 300):
        raise BadDataset(f"{path.name} has hardly a track of {taxonomy().genres[int(sizes.argmin())]}.")
    low, high = (size * len(tracks) / FULL.tracks for size in _EVEN_SIZES)
    even = np.flatnonzero((sizes >= low) & (sizes <= high))
    material = Material(tracks, _merged(ids[rows], tracks), even, ranges)
    if len(material.songs("merged", "chart")) < _FEWEST_LIKE_THE_CHART:
        raise BadDataset(f"{path.name} has hardly a track within the ranges of the chart songs.")
    return material


def _identities(table: Table) -> tuple[NDArray[np.str_], NDArray[np.str_], Labels]:
    """Return the ids, the first artists and the genres' numbers, -1 for seeds that are not kept."""
    known = taxonomy()
    number = {seed: known.genres.index(genre) for seed, genre in known.genre_of.items()}
    columns = (table.column(name).to_pylist() for name in ("track_id", "artists", "track_genre"))
    ids, artists, seeds = columns
    return (
        np.array([track_id or "" for track_id in ids]),
        np.array([(names or "").partition(";")[0].strip().casefold() for names in artists]),
        np.array([number.get(seed, -1) for seed in seeds], dtype=np.intp),
    )


def _merged(ids: NDArray[np.str_], tracks: StudySongs) -> StudySongs:
    """Merge the tracks to recordings; they are in random order, so that the first one's genre is random."""
    positions = [str(position) for position in range(len(tracks))]
    recordings = merged_recordings(
        ids.tolist(), tracks.artists.tolist(), positions, np.zeros(len(tracks)), tracks.features
    )
    first = np.array([min(map(int, members)) for members in recordings.seeds], dtype=np.intp)
    return StudySongs(tracks.features[first], tracks.labels[first], tracks.artists[first])


def _within(features: Matrix, ranges: Ranges) -> NDArray[np.bool_]:
    low, high = np.array([ranges[name] for name in FEATURE_NAMES]).T
    inside: NDArray[np.bool_] = ((features >= low) & (features <= high)).all(axis=1)
    return inside
