"""What the storage needs of the models to vote on songs within the transaction that writes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from model.features import AudioFeatures
from model.music import Track
from model.voting import GenreVote
from storage.artist_index import ArtistSong
from storage.known_song import KnownSong


@dataclass(frozen=True, slots=True)
class Case:
    """A song to vote on, and the artist's other songs with the members' log-opinions of each."""

    song: KnownSong
    others: tuple[ArtistSong, ...] = ()
    log_opinions: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The vote on a song, None where nothing is known to vote on, and whether the song is Korean."""

    vote: GenreVote | None
    korean: bool


class Voter(Protocol):
    """The models of one folder under one rule; `opinion_bytes` is the size of one song's log-opinions."""

    model: str
    rule: str
    opinion_bytes: int

    def artist_names(self, track: Track) -> Collection[str]:
        """Return the names of a track's first artist, none where that is no artist in particular."""

    def others(self, track: Track, listed: Sequence[ArtistSong]) -> Sequence[ArtistSong]:
        """Return which of the songs listed under the artist's names are other songs by the same artist."""

    def log_opinions(self, features: Sequence[AudioFeatures]) -> list[bytes]:
        """Return what the members make of songs by their sound."""

    def verdicts(self, cases: Sequence[Case]) -> list[Verdict]:
        """Vote on songs."""
