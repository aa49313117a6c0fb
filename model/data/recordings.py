"""One row per recording: the same song under several seeds, ids or albums is still one song."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.data.connected_rows import connected_rows
from model.derived_features import Matrix
from model.features import FEATURE_NAMES


@dataclass(frozen=True, slots=True, eq=False)
class Recordings:
    """What the models learn from: n recordings, each with all the seeds under which it was collected.

    `features` is (n, 13) in FEATURE_NAMES order. `artists` are first artists: a split of the
    recordings keeps an artist's together. `popularity` is Spotify's, 0 to 100, the highest among a
    recording's rows. `titles` are empty where the table has none.
    """

    features: Matrix
    seeds: tuple[frozenset[str], ...]
    artists: tuple[str, ...]
    popularity: Matrix
    titles: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.seeds)

    def take(self, rows: NDArray[np.intp]) -> Recordings:
        """Return the recordings of these row numbers, in this order."""
        return Recordings(
            self.features[rows],
            tuple(self.seeds[row] for row in rows),
            tuple(self.artists[row] for row in rows),
            self.popularity[rows],
            tuple(self.titles[row] for row in rows),
        )


def merged_recordings(
    track_ids: Sequence[str],
    artists: Sequence[str],
    seeds: Sequence[str],
    popularity: Matrix,
    features: Matrix,
    titles: Sequence[str] | None = None,
) -> Recordings:
    """Merge the rows of one recording: the same track id, or one first artist and an identical analysis.

    `artists` are first artists, one a row. A recording stands where its first row stood, and has that row's
    features and title. The duration is no part of the analysis: a re-release may add a moment of silence.
    """
    sound = np.delete(features, FEATURE_NAMES.index("duration_ms"), axis=1)
    analyses = [(artist, row.tobytes()) for artist, row in zip(artists, sound, strict=True)]
    marks = zip((("id", track_id) for track_id in track_ids), analyses, strict=True)
    group = np.array(connected_rows(marks), dtype=np.intp)
    first, member = np.unique(group, return_index=True)[1], np.unique(group, return_inverse=True)[1]
    collected: list[set[str]] = [set() for _ in first]
    for recording, seed in zip(member, seeds, strict=True):
        collected[recording].add(seed)
    highest = np.full(len(first), -np.inf)
    np.maximum.at(highest, member, popularity)
    return Recordings(
        features[first],
        tuple(map(frozenset, collected)),
        tuple(artists[row] for row in first),
        highest,
        tuple(titles[row] if titles else "" for row in first),
    )
