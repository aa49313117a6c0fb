"""Which songs of a table have one artist, and which are the same song: what contexts are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from model.artist_names import artist_spellings
from model.data.connected_rows import connected_rows
from model.derived_features import Matrix
from model.features import FEATURE_NAMES

_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>")
_PUNCTUATION: Final = re.compile(r"[\W_]+")
_NO_ARTIST: Final = frozenset({"", "variousartists", "various", "va", "unknownartist", "unknown"})


@dataclass(frozen=True, slots=True)
class SongNames:
    """What tells songs apart: the first artist, the titles in any language, and the service's id if known."""

    artist: str
    titles: tuple[str, ...] = ()
    track_id: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ArtistSongs:
    """n songs: `artists` and `works` are (n,) numbers, equal where the artist, or the song, is the same.

    `known` tells which have audio features, (n,): a song without has a context, and is part of none.

    Two recordings are one work where they share an id, or the artist and a title without its brackets or the
    whole analysis. A song without an artist, or by "Various Artists", has an artist of its own.
    """

    artists: NDArray[np.intp]
    works: NDArray[np.intp]
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, names: Sequence[SongNames], features: Matrix) -> Self:
        """Tell n songs apart by their names and their (n, 13) features."""
        analyses = np.delete(features, FEATURE_NAMES.index("duration_ms"), axis=1)
        known = np.isfinite(analyses).sum(axis=1) > 0
        keys = [artist_key(own.artist) or row for row, own in enumerate(names)]
        marks = [
            [*_marks(own, key, analysis.tobytes() if heard else b"")]
            for own, key, analysis, heard in zip(names, keys, analyses, known, strict=True)
        ]
        numbers: dict[Hashable, int] = {}
        artists = [numbers.setdefault(key, len(numbers)) for key in keys]
        return cls(np.array(artists, dtype=np.intp), np.array(connected_rows(marks), dtype=np.intp), known)

    def others(self, log_opinions: Matrix) -> tuple[Matrix, Matrix]:
        """Return the mean opinions of each song's artist's other songs, and how many these are.

        `log_opinions` are (..., n, genres), and so are the means, 0 where an artist has no other song; the
        numbers are (n,). Each work counts once, by the mean of its recordings; a song's own never counts.
        """
        owners = np.unique(np.stack([self.artists, self.works]), axis=1, return_inverse=True)
        (artist_of, _), work = owners[0], owners[1].ravel()
        recordings = np.bincount(work, weights=self.known)
        heard = recordings > 0
        by_work = _sums(np.where(self.known[:, np.newaxis], log_opinions, 0.0), work)
        by_work /= np.maximum(recordings, 1)[:, np.newaxis]
        by_artist = _sums(by_work, artist_of)
        counts = np.bincount(artist_of, weights=heard)[self.artists] - heard[work]
        means = by_artist[..., self.artists, :] - by_work[..., work, :]
        means = np.where(counts[:, np.newaxis] > 0, means / np.maximum(counts, 1)[:, np.newaxis], 0.0)
        return means, counts.astype(np.float64)


@lru_cache(maxsize=50_000)
def artist_key(name: str) -> str:
    """Return what the spellings of one artist's name have in common; empty for names of no artist."""
    key = _key(name)
    return "" if key in _NO_ARTIST else _first_spelling().get(key, key)


def bare_title(title: str) -> str:
    """Return a title's letters and digits without what stands in brackets or after a dash."""
    first = _ASIDE.sub("", unicodedata.normalize("NFKC", title)).split(" - ")[0]
    return _key(first) or _key(title)


def _marks(own: SongNames, artist: Hashable, analysis: bytes) -> Iterator[Hashable]:
    if analysis:
        yield "analysis", artist, analysis
    if own.track_id:
        yield "id", own.track_id
    for title in own.titles:
        if bare := bare_title(title):
            yield "title", artist, bare


def _sums(rows: Matrix, groups: NDArray[np.intp]) -> Matrix:
    """Return (..., groups, genres): the sums of the (..., n, genres) rows of each group."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(groups.max(initial=-1) + 1))
    sums: Matrix = np.add.reduceat(rows[..., order, :], starts, axis=-2)
    return sums


@cache
def _first_spelling() -> dict[str, str]:
    return {_key(spelling): _key(spellings[0]) for spellings in artist_spellings() for spelling in spellings}


def _key(text: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).casefold())
