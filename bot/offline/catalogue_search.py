"""The songs of a catalogue that have no audio features, looked for as the bot looks for any song."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Self

from bot.charts.genre_chart import NoGenreReason
from bot.errors import CannotAnswer, LinkNotUnderstood, SourceUnavailable
from bot.links.reader import ListLink, ShortLink, SongLink, TrackLink, link_request
from bot.songs.finders import SongFinders
from bot.sources.foreign_song import ForeignSong
from bot.start.bootstrap import Application
from model.catalogue.missing import Found, Unmeasured
from model.features import FEATURE_NAMES, AudioFeatures
from model.music import SongCollection, Track
from storage.known_song import KnownSong

_Lookup = Track | NoGenreReason


class CatalogueSearch:
    """The bot's own search: the library first, then the services, each at its rate; what is found is kept.

    The bot is opened at the first question, and closed at the end of the `with`.
    """

    def __init__(self, opened: Callable[[], Application]) -> None:
        self._open = opened
        self._loop = asyncio.Runner()
        self._application: Application | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._loop:
            if self._application is not None:
                self._loop.run(self._application.close())

    def find(self, songs: Sequence[Unmeasured]) -> list[Found]:
        """Return what is known of each song, in their order; no failure of a service is raised."""
        return self._loop.run(self._found(songs))

    def playlist(self, address: str) -> SongCollection:
        """Return the album or playlist of a link; raises LinkNotUnderstood and SourceUnavailable."""

        async def read() -> SongCollection:
            link: object = link_request(address)
            if isinstance(link, ShortLink):
                link = await self._songs.tracks.behind(link)
            if not isinstance(link, ListLink):
                raise LinkNotUnderstood("other")
            return (await self._songs.collections.genres(link, _silent)).songs

        return self._loop.run(read())

    @property
    def _songs(self) -> SongFinders:
        if self._application is None:
            self._application = self._open()
        return self._application.songs

    async def _found(self, songs: Sequence[Unmeasured]) -> list[Found]:
        looked_up = await self._tracks(songs)
        tracks = {track.id: track for track in looked_up if isinstance(track, Track)}
        genres = await self._songs.genres.genres(list(tracks.values()))
        silent = NoGenreReason.NO_ANSWER if genres.problem else NoGenreReason.NO_FEATURES
        found = []
        for one in looked_up:
            voted = genres.songs.get(one.id) if isinstance(one, Track) else None
            features = voted.features if voted else None
            reason = None if features else silent if isinstance(one, Track) else one
            found.append(_answer(one, features, reason))
        return found

    async def _tracks(self, songs: Sequence[Unmeasured]) -> list[_Lookup]:
        """Return each song's track, or why there is none; songs with ids or names are looked for together.

        Links are followed one after the other: of some services few may be asked for in a minute.
        """
        with_ids = await asyncio.gather(*(self._by_address(song) for song in songs if song.id))
        known = iter(with_ids)
        found = [next(known) if song.id else await self._by_address(song) for song in songs]
        named = [place for place, track in enumerate(found) if track is None]
        wanted = [ForeignSong("", songs[place].title or "", songs[place].artists) for place in named]
        for place, song in zip(named, await self._songs.tracks.songs(wanted), strict=True):
            found[place] = song.track if isinstance(song, KnownSong) else _reason(song)
        return [track or NoGenreReason.NO_MATCH for track in found]

    async def _by_address(self, song: Unmeasured) -> _Lookup | None:
        """Return the track of an id or link, or why there is none; None of a song that has only names."""
        if song.id and song.title and song.artists:
            return Track(song.id, song.title, song.artists)
        try:
            if song.id:
                return (await self._songs.tracks.by_id(song.id)).track
            return await self._linked(song.link) if song.link else None
        except CannotAnswer as problem:
            return _reason(problem)

    async def _linked(self, address: str) -> _Lookup | None:
        link: object = link_request(address)
        if isinstance(link, ShortLink):
            link = await self._songs.tracks.behind(link)
        match link:
            case TrackLink(track_id):
                return (await self._songs.tracks.by_id(track_id)).track
            case SongLink():
                return (await self._songs.tracks.by_link(link)).track
            case _:
                return NoGenreReason.NO_MATCH


def _reason(problem: object) -> NoGenreReason:
    return NoGenreReason.NO_ANSWER if isinstance(problem, SourceUnavailable) else NoGenreReason.NO_MATCH


def _answer(one: _Lookup, features: AudioFeatures | None, reason: NoGenreReason | None) -> Found:
    track = one if isinstance(one, Track) else Track("", "", ())
    return Found(
        id=track.id or None,
        title=track.title or None,
        artists=track.artists,
        features=tuple(getattr(features, name) for name in FEATURE_NAMES) if features else None,
        reason=reason and str(reason),
        final=reason is not NoGenreReason.NO_ANSWER,
    )


def list_rows(songs: SongCollection) -> list[dict[str, object]]:
    """Return the songs of an album or playlist as rows of a table."""
    return [
        {
            "track_id": track.id,
            "title": track.title,
            "artists": list(track.artists),
            "duration_ms": track.duration_ms,
            songs.kind: songs.title,
        }
        for track in songs.tracks
    ]


async def _silent(_done: int, _of: int) -> None:
    """Tell of no progress: a list is read at once."""
