"""Korean songs with Melon's genre: a check of the models against labels that nothing was learnt from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from model.data.table_reader import BadDataset, read_table, require_columns
from model.derived_features import Matrix
from model.features import FEATURE_NAMES
from model.melon_genres import nearest_genres
from model.taxonomy import taxonomy

# Melon's genres, by the name that the model card uses.
MELON_GENRES: Final[Mapping[str, str]] = {
    "hip-hop": "랩/힙합",
    "r-n-b": "R&B/Soul",
    "rock": "록/메탈",
    "dance": "댄스",
    "ballad": "발라드",
}
NEAREST: Final = {name: nearest_genres()[word] for name, word in MELON_GENRES.items()}
_COLUMNS: Final = ("track_id", "spotify_artist", "domestic", "melon_genre8", *FEATURE_NAMES)


@dataclass(frozen=True, slots=True, eq=False)
class KoreanSongs:
    """n songs: (n, 13) features, Melon's genre and the first artist, and `rows`, their places in the file.

    `ids` are Spotify's, of all songs of the file, where they are known.
    """

    features: Matrix
    genres: NDArray[np.str_]
    artists: tuple[str, ...]
    ids: frozenset[str]
    rows: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.artists)


def read_korean_songs(path: Path, *, every_genre: bool = True) -> KoreanSongs:
    """Read the domestic songs of a file that have one Melon genre; a feature may be missing.

    Columns: track_id, spotify_artist (separated by commas or semicolons), domestic (True or False),
    melon_genre8 (empty where Melon names none or several), and the 13 features. The ids are those of
    all rows. Raises BadDataset where no song is left, or, with `every_genre`, one of five genres has none.
    """
    table = read_table(path)
    require_columns(table, _COLUMNS, path)
    columns = {name: table.column(name).to_pylist() for name in _COLUMNS}
    rows = [
        row
        for row, (domestic, genre) in enumerate(
            zip(columns["domestic"], columns["melon_genre8"], strict=True)
        )
        if str(domestic).strip().lower() == "true" and genre
    ]
    genres = np.array([columns["melon_genre8"][row] for row in rows], dtype=np.str_)
    absent = [name for name, own in MELON_GENRES.items() if not (genres == own).any()]
    if absent and (every_genre or not rows):
        raise BadDataset(f"{path.name} has no Korean song of Melon's genre {', '.join(absent)}.")
    table_13 = np.array([[columns[name][row] for name in FEATURE_NAMES] for row in rows], dtype=np.float64)
    return KoreanSongs(
        table_13,
        genres,
        tuple(_first_artist(columns["spotify_artist"][row]) for row in rows),
        frozenset(str(track_id) for track_id in columns["track_id"] if track_id),
        np.array(rows, dtype=np.intp),
    )


def melon_auc(probabilities: Matrix, genres: NDArray[np.str_]) -> dict[str, float]:
    """Return for each of five Melon genres the area under the ROC curve of that genre against all others.

    `probabilities` are (n, genres of the taxonomy); the score of a Melon genre is the sum of the nearest
    ones. NaN where the songs are all of the genre, or none is.
    """
    known = taxonomy().genres
    areas = {}
    for name, nearest in NEAREST.items():
        own = genres == MELON_GENRES[name]
        score = probabilities[:, [known.index(genre) for genre in nearest]].sum(axis=1)
        areas[name] = float(roc_auc_score(own, score)) if 0 < own.sum() < len(own) else float("nan")
    return areas


def _first_artist(names: object) -> str:
    return str(names).replace(";", ",").partition(",")[0].strip().casefold()
