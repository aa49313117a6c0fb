"""A song's genre as the models' vote, and what the vote is based on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from model.features import AudioFeatures
from model.levels import Level
from model.music import ServiceGenres, Track
from model.reasons import Reason
from model.voting import GenreVote

SURE_FROM: Final = 0.5
LIKELY_FROM: Final = 0.25


class Sureness(StrEnum):
    """How sure an answer is, by the percentage that is shown: sure from 50 on, likely from 25 on."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SongGenre:
    """A track, what its features are, and what the models make of them.

    There are no features where the vote is on the artist's other songs. `said` is what another service
    calls the song; only where its own sound is not known.
    """

    track: Track
    features: AudioFeatures | None
    vote: GenreVote
    said: ServiceGenres | None = None

    @property
    def sureness(self) -> Sureness:
        """How sure the voted genre is."""
        shown = round(self.vote.confidence, 2)
        if shown >= SURE_FROM:
            return Sureness.SURE
        return Sureness.LIKELY if shown >= LIKELY_FROM else Sureness.OPEN

    @property
    def level(self) -> Level:
        """What the vote is based on."""
        return self.vote.level


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a song's voted genre, and by model the genres that it finds likeliest, best first."""

    song: SongGenre
    reasons: tuple[Reason, ...]
    likeliest: Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class GenreShare:
    """How many songs have a genre; `before` is how many had it in the earlier chart, None without one."""

    genre: str
    count: int
    before: int | None


def genre_counts(songs: Iterable[SongGenre]) -> tuple[tuple[str, int], ...]:
    """Return how many songs have each genre, most first."""
    counts = Counter(song.vote.genre for song in songs)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
