"""What members say of songs whose artists they had not learned from: what heads are fitted to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.artist_context import Matrix, centred_logs
from model.data.artist_songs import ArtistSongs, artist_key
from model.data.named_songs import NamedSongs, joined, named_recordings
from model.data.recordings import Recordings
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import FOLDS, folds_by_artist, library_opinions
from model.heads import HeadInputs
from model.training.members import train_members
from model.training.recipes import Recipe
from model.training.training_targets import Progress

_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Recordings with genres, and behind them `more` songs, with what members say of each.

    `log_opinions` are (members, songs, genres), each by members that had not learned from the song's artist.
    """

    recordings: Recordings
    more: NamedSongs
    log_opinions: Matrix

    def inputs(self) -> HeadInputs:
        """Return what heads look at; the others are the artist's songs in both tables."""
        songs = joined([named_recordings(self.recordings), self.more])
        means, counts = ArtistSongs.of(songs.names, songs.features).others(self.log_opinions)
        return HeadInputs(self.log_opinions, means, counts)


def learned_lessons(
    ensemble: GenreEnsemble,
    recipes: Sequence[Recipe],
    recordings: Recordings,
    more: NamedSongs,
    chart_tracks: Matrix | None,
    *,
    progress: Progress,
    cache: Path | None = None,
) -> Lessons:
    """Return the opinions of `ensemble` of artists that have no recording here, else of members of folds.

    These members are trained as the ensemble was, but without the artists of their fold. `cache` is a file
    that keeps the opinions; one of other songs or of another ensemble is written again.
    """
    mark = _mark(ensemble, recordings, more)
    if cache is not None and cache.exists():
        with np.load(cache, allow_pickle=False) as kept:
            if str(kept["mark"]) == mark:
                return Lessons(recordings, more, kept["log_opinions"].astype(np.float64))
    log_opinions = np.empty((len(ensemble.members), len(recordings) + len(more), len(ensemble.card.genres)))
    for start in range(0, len(more), _ROWS_AT_ONCE):
        rows = slice(len(recordings) + start, len(recordings) + start + _ROWS_AT_ONCE)
        log_opinions[:, rows] = ensemble.log_opinions(more.features[start : start + _ROWS_AT_ONCE])
    _ask_folds(log_opinions, recipes, recordings, more, chart_tracks, ensemble.card.seed, progress)
    # As 32-bit numbers with and without a cache, so that both fit the same heads.
    kept_opinions = log_opinions.astype(np.float32)
    if cache is not None:
        with cache.open("wb") as file:
            np.savez(file, mark=np.array(mark), log_opinions=kept_opinions)
    return Lessons(recordings, more, kept_opinions.astype(np.float64))


def _ask_folds(
    log_opinions: Matrix,
    recipes: Sequence[Recipe],
    recordings: Recordings,
    more: NamedSongs,
    chart_tracks: Matrix | None,
    seed: int,
    progress: Progress,
) -> None:
    """Put the opinions of each fold's members into the rows of the artists that they had not learned from."""
    keys = np.array([artist_key(names.artist) for names in more.names])
    for number, (learnt, held_out) in enumerate(folds_by_artist(recordings, seed), start=1):

        def tell(name: str, done: int, total: int, number: int = number) -> None:
            progress(f"fold {number} of {FOLDS}, {name}", done, total)

        members = train_members(recipes, recordings.take(learnt), chart_tracks, seed=seed, progress=tell)
        unheard = {artist_key(recordings.artists[row]) for row in held_out}
        theirs = np.flatnonzero([key in unheard for key in keys.tolist()])
        features = np.concatenate([recordings.features[held_out], more.features[theirs]])
        rows = np.concatenate([held_out, len(recordings) + theirs])
        log_opinions[:, rows] = centred_logs(library_opinions(members, features))


def _mark(ensemble: GenreEnsemble, recordings: Recordings, more: NamedSongs) -> str:
    """Return a digest of all that the opinions depend on."""
    digest = hashlib.sha256(repr([member.trees_sha256 for member in ensemble.card.members]).encode())
    for part in (recordings.features, more.features):
        digest.update(np.ascontiguousarray(part).tobytes())
    digest.update(repr((recordings.artists, more.names)).encode())
    return digest.hexdigest()
