"""The tracks of many songs at once: Spotify's search first, then the services that need no key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.errors import SourceUnavailable
from bot.songs import matching
from bot.songs.other_services import Edition, OtherServices
from bot.songs.single_flight import SingleFlight
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from model.music import Track

Outcome = Track | SourceUnavailable | None
"""A track, or who did not answer where there is none yet; None where nobody knows the song."""

_AT_ONCE: Final = 8
_KEPT: Final = timedelta(days=1)
"""A song that is on several charts is asked about once."""


class TrackSearch:
    """Finds Spotify's tracks of songs by their titles and artists."""

    def __init__(self, sources: Sources, now: Callable[[], datetime]) -> None:
        self._sources = sources
        self._elsewhere = OtherServices(sources)
        self._searches: SingleFlight[tuple[str, str], Track | None] = SingleFlight(now, _KEPT)
        self._editions: SingleFlight[tuple[str, str], Edition] = SingleFlight(now, _KEPT)

    async def tracks(self, songs: Sequence[ForeignSong]) -> list[Outcome]:
        """Return what was found of each song, in their order; a wrong song is never returned."""
        turn = asyncio.Semaphore(_AT_ONCE)

        async def on_spotify(song: ForeignSong) -> Outcome:
            async with turn:
                return await self._on_spotify(song)

        outcomes = await asyncio.gather(*map(on_spotify, songs))
        missing = [place for place, outcome in enumerate(outcomes) if not isinstance(outcome, Track)]
        for place, outcome in zip(
            missing, await self._by_isrc([songs[place] for place in missing], turn), strict=True
        ):
            if outcome is not None:
                outcomes[place] = outcome
        return outcomes

    async def _on_spotify(self, song: ForeignSong) -> Outcome:
        try:
            return await self._searches.ask(_key(song), lambda: self._searched(song))
        except SourceUnavailable as problem:
            return problem

    async def _searched(self, song: ForeignSong) -> Track | None:
        if self._sources.search is None:
            return None
        found = await self._sources.search.search(song.query)
        return matching.best_song(song.title, song.singers, found)

    async def _by_isrc(self, songs: Sequence[ForeignSong], turn: asyncio.Semaphore) -> list[Outcome]:
        """Learn each song's ISRCs, and then all their tracks together."""

        async def edition(song: ForeignSong) -> Edition | SourceUnavailable:
            async with turn:
                try:
                    return await self._editions.ask(_key(song), lambda: self._elsewhere.edition_of(song))
                except SourceUnavailable as problem:
                    return problem

        editions = await asyncio.gather(*map(edition, songs))
        known = [found for found in editions if isinstance(found, Edition)]
        try:
            tracks = await self._elsewhere.tracks_of(known)
        except SourceUnavailable as problem:
            return [
                problem if isinstance(found, Edition) and found.isrcs else _silence(found)
                for found in editions
            ]
        by_edition = {id(found): tracks.get(place) for place, found in enumerate(known)}
        return [by_edition.get(id(found)) or _silence(found) for found in editions]


def _key(song: ForeignSong) -> tuple[str, str]:
    artists = " ".join(song.artists)
    return matching.normalized(song.title) or song.title, matching.normalized(artists) or artists


def _silence(found: Edition | SourceUnavailable) -> SourceUnavailable | None:
    return found if isinstance(found, SourceUnavailable) else None
