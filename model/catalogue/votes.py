"""The votes on all recordings of a bucket: on their sound and on their artists' other songs there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from model.artist_context import centred_logs
from model.catalogue.songs import as_matrix
from model.data.artist_songs import ArtistSongs, SongNames
from model.data.table_reader import Table
from model.derived_features import Matrix
from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES
from model.heads import Basis
from model.judging import LEVELS
from model.korean import enough_others

_DIGITS: Final = 6
PREFIX: Final = "jangreu_"
"""What the names of all these columns begin with where the table has one of them already."""
NO_FEATURES: Final = "no-features"
"""Why a song has no vote: neither it nor another song by its artist has audio features."""
_WORDS: Final = ("predict1", "predict2", "predict3", "voting")


@dataclass(frozen=True, slots=True, eq=False)
class _Votes:
    """The columns of n recordings while they are filled."""

    words: dict[str, NDArray[np.object_]]
    shown: Matrix
    confidence: Matrix
    songs: NDArray[np.int32]

    @classmethod
    def of(cls, count: int, genres: int) -> _Votes:
        names = (*_WORDS, "melon", "level")
        return cls(
            {name: np.full(count, None, dtype=object) for name in names},
            np.full((count, genres), np.nan),
            np.full(count, np.nan),
            np.zeros(count, dtype=np.int32),
        )


def votes_schema(ensemble: GenreEnsemble) -> pa.Schema:
    """Return the columns that are added to each row."""
    return pa.schema(
        [
            *((name, pa.string()) for name in _WORDS[: len(ensemble.members)]),
            ("voting", pa.string()),
            ("confidence", pa.float64()),
            ("melon", pa.string()),
            ("level", pa.string()),
            ("other_songs", pa.int32()),
            ("without", pa.string()),
            ("model", pa.string()),
            *((f"p_{genre}", pa.float64()) for genre in ensemble.card.genres),
        ]
    )


def votes_on(recordings: Table, ensemble: GenreEnsemble) -> Table:
    """Return the votes on the recordings of a bucket, in their order.

    The other songs of an artist are those in the table, each once, whatever its versions.
    """
    features = as_matrix(recordings["features"], np.float64, (len(FEATURE_NAMES),))
    shape = (len(ensemble.members), len(ensemble.card.genres))
    views = as_matrix(recordings["opinions"], np.float32, shape).swapaxes(0, 1).astype(np.float64)
    titles, artists, ids = (recordings[name].to_pylist() for name in ("title", "artist", "id"))
    names = [
        SongNames(artist, (title,) if title else (), own)
        for artist, title, own in zip(artists, titles, ids, strict=True)
    ]
    related = ArtistSongs.of(names, features)
    means, counts = related.others(centred_logs(views))
    korean = _korean(recordings["korean"].to_numpy(zero_copy_only=False), related)
    votes = _Votes.of(len(recordings), shape[1])
    kinds: tuple[tuple[Basis, NDArray[np.bool_]], ...] = (
        ("both", related.known & (counts > 0) & ensemble.judge.hears_others),
        ("song", related.known & ~((counts > 0) & ensemble.judge.hears_others)),
        ("others", ~related.known & (counts > 0) & ensemble.judge.hears_others),
    )
    for basis, alike in kinds:
        for domestic in (False, True):
            rows = np.flatnonzero(alike & ((korean & bool(ensemble.judge.words)) == domestic))
            if len(rows):
                tally = ensemble.tally(basis, views[:, rows], means[:, rows], counts[rows], korean=domestic)
                _fill(votes, rows, tally, basis, ensemble)
                votes.songs[rows] = counts[rows] if basis != "song" else 0
    return _table(votes, recordings["reason"].to_pylist(), ensemble)


def _fill(votes: _Votes, rows: NDArray[np.intp], tally: Any, basis: Basis, ensemble: GenreEnsemble) -> None:  # noqa: ANN401
    genres = np.array(ensemble.card.genres, dtype=object)
    for name, view in zip(_WORDS[:-1], tally.views, strict=False):
        votes.words[name][rows] = genres[view.argmax(axis=-1)]
    votes.words["voting"][rows] = genres[tally.chosen]
    votes.words["level"][rows] = str(LEVELS[basis])
    votes.shown[rows] = tally.shown
    votes.confidence[rows] = np.take_along_axis(tally.shown, tally.chosen[:, np.newaxis], axis=1)[:, 0]
    if tally.melon is not None:
        votes.words["melon"][rows] = np.array(ensemble.judge.words, dtype=object)[tally.melon.argmax(axis=-1)]


def _korean(own: NDArray[np.bool_], related: ArtistSongs) -> NDArray[np.bool_]:
    """Tell which recordings are Korean: by themselves, or because enough other songs by the artist are."""
    pairs = np.unique(np.stack([related.artists, related.works]), axis=1, return_inverse=True)
    (artist_of, _), work = pairs[0], pairs[1].ravel()
    work_is = np.zeros(len(artist_of), dtype=bool)
    np.logical_or.at(work_is, work, own)
    songs = np.bincount(artist_of)[related.artists] - 1
    korean = np.bincount(artist_of, weights=work_is)[related.artists] - work_is[work]
    found: NDArray[np.bool_] = own | enough_others(korean, songs)
    return found


def _table(votes: _Votes, reasons: list[str | None], ensemble: GenreEnsemble) -> Table:
    schema = votes_schema(ensemble)
    voted = votes.words["voting"] != None  # noqa: E711 - by element
    columns: dict[str, Any] = {
        **votes.words,
        "confidence": _rounded(votes.confidence),
        "other_songs": pa.array(votes.songs, mask=~voted),
        "without": [
            None if has else reason or NO_FEATURES for has, reason in zip(voted, reasons, strict=True)
        ],
        "model": [ensemble.name if has else None for has in voted],
        **{f"p_{genre}": _rounded(votes.shown[:, place]) for place, genre in enumerate(ensemble.card.genres)},
    }
    return pa.Table.from_arrays(
        [pa.array(columns[field.name], field.type, from_pandas=True) for field in schema], schema=schema
    )


def _rounded(values: Matrix) -> Matrix:
    rounded: Matrix = np.round(values, _DIGITS)
    return rounded
