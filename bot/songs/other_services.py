"""Songs that only other services name, and their way to Spotify's ids: by ISRC, through ReccoBeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import CannotAnswer, SourceUnavailable
from bot.songs import matching
from bot.songs.single_flight import SingleFlight
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.in_order import FirstFailure
from model.music import Track

MOST_SONGS: Final = 5
NAMES_KEPT: Final = timedelta(hours=1)
"""A name that no service knows, and a recording without a track, are asked about again after this long."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a name led to: tracks that it certainly or perhaps means, and a song that has no track.

    `problem` says who did not answer, where more might have been found; `told` are the tracks that a service
    told and that are worth keeping; `answered` says whether the services that were needed answered.
    """

    certain: tuple[Track, ...] = ()
    plausible: tuple[Track, ...] = ()
    song: ForeignSong | None = None
    problem: SourceUnavailable | None = None
    told: tuple[Track, ...] = ()
    answered: bool = False


Outcome = Track | SourceUnavailable | None
"""A track, or who did not answer where there is none yet; None where no service knows the song."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A song, with the ISRCs of all its editions (the album's, the single's), the song's own first."""

    song: ForeignSong
    isrcs: tuple[str, ...]


class OtherServices:
    """Looks songs up at the services that need no key."""

    def __init__(self, sources: Sources, now: Callable[[], datetime]) -> None:
        self._sources = sources
        self._recordings: SingleFlight[str, tuple[Track, ...]] = SingleFlight(now, NAMES_KEPT)

    async def named(self, name: str) -> Found:
        """Return what a name means to the services, asked one after the other until one is certain."""
        failure = FirstFailure(SourceUnavailable)
        certain: list[Edition] = []
        plausible: list[Edition] = []
        answered = False
        for service in self._sources.names:
            songs: list[ForeignSong] = []
            with failure:
                songs = await service.search(matching.query(name))
                answered = True
            certain, more = _meant(name, songs)
            plausible += more
            if certain:
                break
        found: Found | None = None
        with failure:
            found = await self._with_tracks(certain or plausible, certain=bool(certain))
        return replace(found or Found(), problem=failure.first, answered=answered and found is not None)

    async def edition_of(self, song: ForeignSong) -> Edition:
        """Return the song with the ISRCs of its recordings, its own or Deezer's; raises SourceUnavailable."""
        return Edition(song, (song.isrc,) if song.isrc else await self._isrcs(song))

    async def tracks_of(self, editions: Sequence[Edition]) -> list[Outcome]:
        """Return the track of each song, in their order, with as few questions as will do."""
        isrcs = dict.fromkeys(isrc for edition in editions for isrc in edition.isrcs)
        known = await self._recordings.ask_many(isrcs, self._by_isrc)
        return [_outcome(edition, [known[isrc] for isrc in edition.isrcs]) for edition in editions]

    async def _by_isrc(self, isrcs: Sequence[str]) -> dict[str, tuple[Track, ...] | CannotAnswer]:
        try:
            found = await self._sources.recordings.tracks_by_isrc(isrcs)
        except SourceUnavailable as problem:
            return dict.fromkeys(isrcs, problem)
        return {isrc: tuple(found.get(isrc, ())) for isrc in isrcs}

    async def _with_tracks(self, editions: list[Edition], *, certain: bool) -> Found:
        editions = editions[:MOST_SONGS]
        if certain and not any(edition.isrcs for edition in editions):  # Apple knows no ISRC, Deezer does
            editions = [Edition(editions[0].song, await self._isrcs(editions[0].song)), *editions[1:]]
        outcomes = await self.tracks_of(editions)
        tracks = tuple(outcome for outcome in outcomes if isinstance(outcome, Track))
        for outcome in outcomes:
            if isinstance(outcome, SourceUnavailable) and not tracks:
                raise outcome
        if not certain:
            return Found(plausible=tracks, told=tracks)
        return Found(tracks, song=None if tracks else editions[0].song, told=tracks)

    async def _isrcs(self, song: ForeignSong) -> tuple[str, ...]:
        """Return the ISRCs of a song's editions, by its very name."""
        songs = await self._sources.names[0].search(song.query)
        compared = _compared(songs)
        best = matching.best_song(song.title, song.singers, compared)
        return _isrcs_of(best, compared) if best else ()


def _meant(name: str, songs: Sequence[ForeignSong]) -> tuple[list[Edition], list[Edition]]:
    compared = _compared(songs)
    certain, plausible = matching.meant(name, compared, searched=True)

    def editions(tracks: Iterable[Track]) -> list[Edition]:
        return [Edition(songs[int(track.id)], _isrcs_of(track, compared)) for track in tracks]

    return editions(certain), editions(plausible)


def _outcome(edition: Edition, found: Iterable[tuple[Track, ...] | CannotAnswer]) -> Outcome:
    """Return the first track of any of a song's recordings, with the song's name."""
    problem: SourceUnavailable | None = None
    for tracks in found:
        if isinstance(tracks, SourceUnavailable):
            problem = problem or tracks
        elif not isinstance(tracks, CannotAnswer) and tracks:
            return with_name(tracks[0], edition.song)
    return problem


def with_name(track: Track, song: ForeignSong) -> Track:
    """Return the track with the name under which it was found, if that is another than its own."""
    if matching.normalized(song.title) == matching.normalized(track.title):
        return track
    return replace(track, other_names=(*track.other_names, song.name))


def _compared(songs: Iterable[ForeignSong]) -> list[Track]:
    return [song.to_compare(number) for number, song in enumerate(songs)]


def _isrcs_of(song: Track, compared: Iterable[Track]) -> tuple[str, ...]:
    same = [song, *(other for other in compared if matching.same_song(song, other))]
    return tuple(dict.fromkeys(edition.isrc for edition in same if edition.isrc))
