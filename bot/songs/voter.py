"""How the models vote on a song: by its sound and by the artist's other songs, as a Korean song or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.songs.artist_context import main_artist, others_by_the_artist
from model.artist_context import ArtistContext, context_of
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.features import AudioFeatures
from model.korean import is_korean
from model.music import Track
from storage.artist_index import ArtistSong
from storage.known_song import KnownSong
from storage.voter import Case, Verdict

_MOST_ASKED: Final = 50
"""Whether an artist's songs are Korean is told by so many of them."""


class SongVoter:
    """The ensemble as the storage knows it."""

    def __init__(self, ensemble: GenreEnsemble) -> None:
        self.model = ensemble.name
        self.rule = ensemble.voting_rule
        self._ensemble = ensemble
        self._shape = (len(ensemble.members), len(ensemble.card.genres))
        self.opinion_bytes = 4 * self._shape[0] * self._shape[1]
        self._hears_others = ensemble.judge.hears_others

    def artist_names(self, track: Track) -> frozenset[str]:
        """Return the names of a track's first artist, none where that is no artist in particular."""
        return main_artist(track)

    def others(self, track: Track, listed: Sequence[ArtistSong]) -> list[ArtistSong]:
        """Return which of the songs listed under the artist's names are other songs by the same artist."""
        return others_by_the_artist(track, listed)

    def log_opinions(self, features: Sequence[AudioFeatures]) -> list[bytes]:
        """Return what the members make of songs by their sound, as little-endian 32-bit numbers."""
        opinions = self._ensemble.log_opinions(np.array([each.row() for each in features]))
        return [song.tobytes() for song in opinions.astype("<f4").swapaxes(0, 1)]

    def verdicts(self, cases: Sequence[Case]) -> list[Verdict]:
        """Vote on songs."""
        evidence = [self.evidence(case) for case in cases]
        votes = self._ensemble.votes_on(evidence)
        return [Verdict(vote, each.korean) for vote, each in zip(votes, evidence, strict=True)]

    def evidence(self, case: Case) -> Evidence:
        """Return what the vote on a song is based on."""
        return Evidence(case.song.features, self._context(case), _is_korean(case))

    def is_due(self, song: KnownSong) -> bool:
        """Tell whether a vote is to be cast: the first, or one by at least twice as many other songs.

        Also one on a song that is known to be Korean only now. A first vote is tried where the artist's songs
        have not been counted.
        """
        others = (song.others or 0) if self._hears_others else 0
        if song.vote is None:
            return song.features is not None or others > 0 or (self._hears_others and song.others is None)
        if song.korean is False and is_korean(song.track, words=song.said.genres if song.said else ()):
            return True
        return others >= 2 * max(song.vote.songs, 1) or (others > 0 and song.vote.songs == 0)

    def _context(self, case: Case) -> ArtistContext | None:
        numbers = np.frombuffer(b"".join(case.log_opinions), dtype="<f4").reshape(-1, *self._shape)
        whole = numbers[np.isfinite(numbers).all(axis=(1, 2))]
        return context_of(whole.swapaxes(0, 1).astype(np.float64))


def _is_korean(case: Case) -> bool:
    song = case.song
    others = [
        is_korean(Track("", other.title, (), isrc=other.isrc)) if other.korean is None else other.korean
        for other in case.others[:_MOST_ASKED]
    ]
    words = song.said.genres if song.said else ()
    return bool(song.korean) or is_korean(song.track, words=words, others=others)
