"""What is known of a song, and how news changes it; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from model.features import AudioFeatures
from model.music import ServiceGenres, Track
from model.voting import GenreVote
from storage.song_notes import MissingFeatures
from storage.song_rows import full_name


@dataclass(frozen=True, slots=True)
class KnownSong:
    """What is known of a song; None stands for what is not known yet.

    `told_at` is when a service last told the track, `missing` since when its features were asked for without
    result, `said` a service's own words for its genre, `others` how many other songs of the artist have
    features.
    """

    track: Track
    features: AudioFeatures | None = None
    vote: GenreVote | None = None
    told_at: datetime | None = None
    missing: MissingFeatures | None = None
    said: ServiceGenres | None = None
    korean: bool | None = None
    others: int | None = None

    def with_news(self, news: KnownSong) -> KnownSong:
        """Return what is known after this news, in which None means: nothing new."""
        return KnownSong(
            updated(self.track, news.track),
            news.features or self.features,
            news.vote or (None if news.features else self.vote),
            news.told_at or self.told_at,
            None if news.features else news.missing or self.missing,
            news.said or self.said,
            self.korean if news.korean is None else news.korean,
            self.others if news.others is None else news.others,
        )


def together(news: Iterable[KnownSong]) -> dict[str, KnownSong]:
    """Return what several pieces of news, the latest last, say of each song, by its id."""
    songs: dict[str, KnownSong] = {}
    for song in news:
        earlier = songs.get(song.track.id)
        songs[song.track.id] = earlier.with_news(song) if earlier else song
    return songs


@dataclass(frozen=True, slots=True)
class NameSearch:
    """A name to look up: its spellings, and what chooses among the tracks that resemble them.

    `choose` returns the tracks that are certainly meant, and those that may be.
    """

    texts: Sequence[str]
    choose: Callable[[Sequence[Track]], tuple[Sequence[Track], Sequence[Track]]]


@dataclass(frozen=True, slots=True)
class NamedSongs:
    """The songs that a name certainly means, with all that is known of them, and the tracks it may mean."""

    certain: tuple[KnownSong, ...] = ()
    plausible: tuple[Track, ...] = ()


def updated(known: Track | None, said: Track) -> Track:
    """Return what is said now, with what was known before where nothing is said."""
    if known is None:
        return said
    return replace(
        said,
        duration_ms=known.duration_ms if said.duration_ms is None else said.duration_ms,
        isrc=known.isrc if said.isrc is None else said.isrc,
        other_names=_without_repeats(known.other_names + said.other_names),
        artist_ids=said.artist_ids or known.artist_ids,
    )


def completed(known: Track | None, found: Track) -> Track:
    """Return the known track with what it lacked; another title becomes another name of it."""
    if known is None:
        return found
    another = () if full_name(found) == full_name(known) else (full_name(found),)
    return replace(
        known,
        duration_ms=found.duration_ms if known.duration_ms is None else known.duration_ms,
        isrc=found.isrc if known.isrc is None else known.isrc,
        other_names=_without_repeats(known.other_names + another + found.other_names),
        artist_ids=known.artist_ids or found.artist_ids,
    )


def _without_repeats(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
