"""The public Spotify Tracks Dataset: fetched, checked, and merged to one row per recording."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pooch
from requests import RequestException

from model.data.recordings import Recordings, merged_recordings
from model.data.table_reader import BadDataset, Table, read_table, require_columns
from model.data.whole_files import digest_of
from model.derived_features import Matrix
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.taxonomy import taxonomy

DATASET_URL: Final = (
    "https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/main/dataset.csv"
)
MINIMUM_ROWS: Final = 50_000  # the public file has 114,000
_COLUMNS: Final = ("track_id", "artists", "popularity", *FEATURE_NAMES, "track_genre")
MAY_BE_MISSING: Final = frozenset({"key", "mode", "time_signature"})
"""What some sources do not know, and the models are trained to miss."""
_MOST_BAD_ROWS: Final = 0.01
_TIMEOUT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """The recordings of one file, and what a model card says of it.

    `rows` counts the file's rows, `kept_rows` those of the taxonomy's seeds that the recordings were merged
    from.
    """

    recordings: Recordings
    rows: int
    kept_rows: int
    sha256: str


def download(url: str = DATASET_URL, folder: Path | None = None) -> Path:
    """Return the data set as a local file, downloaded once into a cache folder.

    Raises BadDataset where the server does not answer, answers with an error or stops half-way, or where what
    came is no table with the data set's columns; such a file is not kept.
    """
    try:
        path = Path(
            pooch.retrieve(
                url,
                known_hash=None,  # the address is a setting; what came is checked by its content
                path=folder or pooch.os_cache("jangreu"),
                downloader=pooch.HTTPDownloader(timeout=_TIMEOUT_SECONDS),
            )
        )
    except (RequestException, OSError, ValueError) as error:
        raise BadDataset(f"The data set could not be downloaded from {url}: {error}.") from error
    try:
        require_columns(read_table(path), _COLUMNS, path)
    except BadDataset as problem:
        path.unlink()
        raise BadDataset(f"The file at {url} is not the data set: {problem}") from problem
    return path


def read_dataset(path: Path, minimum_rows: int = MINIMUM_ROWS) -> Dataset:
    """Read a CSV or Parquet file of the public data set, with or without its index column.

    Rows of seeds outside the taxonomy are left out, and so are the few without an id, an artist or a
    plausible value; key, mode and time_signature may be missing, as in a collected file. Raises BadDataset
    where columns or rows are missing, a seed has none, or more than one row in a hundred is out of range.
    """
    table = read_table(path)
    require_columns(table, _COLUMNS, path)
    if table.num_rows < minimum_rows:
        raise BadDataset(f"{path.name} has {table.num_rows:,} rows; at least {minimum_rows:,} are expected.")
    features = np.column_stack([_numbers(table, name) for name in FEATURE_NAMES])
    plausible = _plausible_rows(features, path)
    kept = np.flatnonzero(plausible & _named_rows(table))
    recordings = _recordings(table, features, kept)
    if missing := set(taxonomy().seeds) - set().union(*recordings.seeds):
        raise BadDataset(f"{path.name} has no track of the genre seed {', '.join(sorted(missing))}.")
    return Dataset(recordings, table.num_rows, len(kept), digest_of(path))


def _recordings(
    table: Table, features: Matrix, kept: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Recordings:
    rows = table.select(["track_id", "artists", "track_genre"]).take(kept)
    ids, artists, seeds = (column.to_pylist() for column in rows.columns)
    return merged_recordings(
        ids,
        [names.partition(";")[0].strip().casefold() for names in artists],
        seeds,
        np.nan_to_num(_numbers(table, "popularity")[kept]),
        features[kept],
        song_titles(table.take(kept)),
    )


def song_titles(table: Table) -> list[str]:
    """Return the titles in a table of tracks, empty ones where it has none."""
    for name in ("track_name", "title"):
        if name in table.column_names:
            return [str(title or "") for title in table.column(name).to_pylist()]
    return [""] * int(table.num_rows)


def _numbers(table: Table, name: str) -> Matrix:
    numbers: Matrix = table.column(name).to_numpy()
    return numbers.astype(np.float64, copy=False)


def _plausible_rows(features: Matrix, path: Path) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
    inside = (features >= low) & (features <= high)  # False for NaN as well
    inside |= np.isnan(features) & np.array([name in MAY_BE_MISSING for name in FEATURE_NAMES])
    shares = 1 - inside.mean(axis=0)
    worst = int(shares.argmax())
    if shares[worst] > _MOST_BAD_ROWS:
        name = FEATURE_NAMES[worst]
        raise BadDataset(
            f"{path.name}: {shares[worst]:.0%} of the rows have no {name}"
            f" between {low[worst]:g} and {high[worst]:g}."
        )
    plausible: np.ndarray[tuple[int], np.dtype[np.bool_]] = inside.all(axis=1)
    return plausible


def _named_rows(table: Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which rows have an id, an artist and a seed that the taxonomy keeps."""
    genre_of = taxonomy().genre_of
    columns = (table.column(name).to_pylist() for name in ("track_id", "artists", "track_genre"))
    return np.array(
        [
            bool(track_id and artists and seed in genre_of)
            for track_id, artists, seed in zip(*columns, strict=True)
        ],
        dtype=np.bool_,
    )
