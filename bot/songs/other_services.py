"""Songs that only other services name, and their way to Spotify's ids: by ISRC, through ReccoBeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.errors import SourceUnavailable
from bot.songs import matching
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from model.music import Track

MOST_SONGS: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What a name led to: tracks that it certainly or perhaps means, and a song that has no track.

    `problem` says who did not answer, where more might have been found.
    """

    certain: tuple[Track, ...] = ()
    plausible: tuple[Track, ...] = ()
    song: ForeignSong | None = None
    problem: SourceUnavailable | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A song, with the ISRCs of all its editions (the album's, the single's), the song's own first."""

    song: ForeignSong
    isrcs: tuple[str, ...]


class OtherServices:
    """Looks songs up at the services that need no key."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    async def named(self, name: str) -> Found:
        """Return what a name means to the services, asked one after the other until one is certain."""
        certain: list[Edition] = []
        plausible: list[Edition] = []
        problem: SourceUnavailable | None = None
        for service in self._sources.names:
            try:
                songs = await service.search(name)
            except SourceUnavailable as trouble:
                problem = problem or trouble
                continue
            certain, more = _meant(name, songs)
            plausible += more
            if certain:
                break
        try:
            return await self._with_tracks(certain or plausible, certain=bool(certain), problem=problem)
        except SourceUnavailable as trouble:
            return Found(problem=problem or trouble)

    async def track_of(self, song: ForeignSong) -> Track | None:
        """Return Spotify's track of a song, if ReccoBeats knows the recording; raises SourceUnavailable."""
        return (await self.tracks_of([await self.edition_of(song)])).get(0)

    async def edition_of(self, song: ForeignSong) -> Edition:
        """Return the song with the ISRCs of its recordings, its own or Deezer's; raises SourceUnavailable."""
        return Edition(song, (song.isrc,) if song.isrc else await self._isrcs(song))

    async def tracks_of(self, editions: Sequence[Edition]) -> dict[int, Track]:
        """Return the tracks of songs by their places, with as few questions as will do.

        Raises SourceUnavailable.
        """
        isrcs = list(dict.fromkeys(isrc for edition in editions for isrc in edition.isrcs))
        known = await self._sources.recordings.tracks_by_isrc(isrcs) if isrcs else {}
        found: dict[int, Track] = {}
        for place, edition in enumerate(editions):
            tracks = [track for isrc in edition.isrcs for track in known.get(isrc, ())]
            if tracks:
                found[place] = with_name(tracks[0], edition.song)
        return found

    async def _with_tracks(
        self, editions: list[Edition], *, certain: bool, problem: SourceUnavailable | None
    ) -> Found:
        editions = editions[:MOST_SONGS]
        if certain and not any(edition.isrcs for edition in editions):  # Apple knows no ISRC, Deezer does
            editions = [Edition(editions[0].song, await self._isrcs(editions[0].song)), *editions[1:]]
        tracks = tuple((await self.tracks_of(editions)).values())
        if not certain:
            return Found(plausible=tracks, problem=problem)
        return Found(tracks, song=None if tracks else editions[0].song, problem=problem)

    async def _isrcs(self, song: ForeignSong) -> tuple[str, ...]:
        """Return the ISRCs of a song's editions, by its very name."""
        songs = await self._sources.names[0].search(song.query)
        compared = _compared(songs)
        best = matching.best_song(song.title, song.singers, compared)
        return _isrcs_of(best, compared) if best else ()


def _meant(name: str, songs: Sequence[ForeignSong]) -> tuple[list[Edition], list[Edition]]:
    compared = _compared(songs)
    certain, plausible = matching.meant(name, compared)

    def editions(tracks: Iterable[Track]) -> list[Edition]:
        return [Edition(songs[int(track.id)], _isrcs_of(track, compared)) for track in tracks]

    return editions(certain), editions(plausible)


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
