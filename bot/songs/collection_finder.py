"""From the link of an album or a playlist to the genres of all its songs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from bot.chart_menu import KOREA
from bot.errors import LinkNotUnderstood, SourceUnavailable, Trouble
from bot.links.reader import ListLink
from bot.messages.message import SongsDone
from bot.songs.genre_finder import GenreFinder, Genres
from bot.songs.known_songs import KnownSongs
from bot.songs.single_flight import SingleFlight
from bot.songs.song_genre import SongGenre
from bot.sources import Sources
from bot.sources.in_order import FirstFailure, first_answer
from model.music import SongCollection

KEPT: Final = timedelta(minutes=10)
"""Who turns a page soon sees the same list, and costs no request."""


@dataclass(frozen=True, slots=True)
class CollectionGenres:
    """An album or a playlist with the genres of its songs, as far as they are known on a day in Korea.

    `cover` is a JPEG, None where there is none.
    """

    songs: SongCollection
    genres: Genres
    day: date
    cover: bytes | None = None

    @property
    def rows(self) -> tuple[SongGenre | None, ...]:
        """Return the genre of each row of the list, None where it is not known: what all figures count."""
        return tuple(self.genres.songs.get(track.id) for track in self.songs.tracks)


class CollectionFinder:
    """Finds albums and playlists, and the genres of their songs."""

    def __init__(
        self, sources: Sources, known: KnownSongs, genres: GenreFinder, now: Callable[[], datetime]
    ) -> None:
        self._sources = sources
        self._known = known
        self._genres = genres
        self._now = now
        self._collections: SingleFlight[ListLink, SongCollection] = SingleFlight(now, KEPT, most=100)

    async def genres(self, link: ListLink, progress: SongsDone) -> CollectionGenres:
        """Return a list with its genres; raises `LinkNotUnderstood`, and `SourceUnavailable` for the list."""
        return await self.learned(await self.songs(link), progress)

    async def songs(self, link: ListLink) -> SongCollection:
        """Return a list's songs; raises `LinkNotUnderstood` and `SourceUnavailable`."""
        return await self._collections.ask(link, lambda: self._read(link))

    async def learned(self, songs: SongCollection, progress: SongsDone) -> CollectionGenres:
        """Return a list with the genres of its songs, which are asked for where they are not known."""
        genres, cover = await asyncio.gather(
            self._genres.genres(songs.tracks, progress), self.cover(songs.kind, songs.id)
        )
        return CollectionGenres(songs, genres, self.today(), cover)

    async def known(self, songs: SongCollection) -> CollectionGenres:
        """Return a list with the genres that are known already; the others are taken to be still awaited."""
        known = await self._genres.known([track.id for track in songs.tracks])
        late = Genres(known, SourceUnavailable("ReccoBeats", Trouble.TIMEOUT))
        return CollectionGenres(songs, late, self.today())

    async def cover(self, kind: str, list_id: str) -> bytes | None:
        """Return the cover of a list or an artist as a JPEG, None where there is none."""
        return await self._sources.covers.cover(kind, list_id)

    def today(self) -> date:
        """Return the day in Korea."""
        return self._now().astimezone(KOREA).date()

    async def _read(self, link: ListLink) -> SongCollection:
        """Ask the readers in order; a playlist that one may not see another may."""
        failure = FirstFailure(SourceUnavailable, LinkNotUnderstood)
        readers = [
            partial(reader.collection, link.kind, link.list_id) for reader in self._sources.collections
        ]
        songs = await first_answer(readers, failure)
        if songs is None:
            raise failure.first or LinkNotUnderstood("gone")
        self._known.told(songs.tracks)
        return songs
