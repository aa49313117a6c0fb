"""Tracks of songs and of names, as the services know them: Spotify's search first, then who needs no key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import SourceUnavailable, Trouble
from bot.songs import matching
from bot.songs.other_services import Edition, Found, OtherServices, Outcome
from bot.songs.single_flight import SingleFlight
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.in_order import FirstFailure
from model.music import Track

_AT_ONCE: Final = 8
_KEPT: Final = timedelta(days=1)
"""A song that is on several charts is asked about once."""


class TrackSearch:
    """Finds Spotify's tracks; what was asked about a song a moment ago is not asked again."""

    def __init__(self, sources: Sources, now: Callable[[], datetime]) -> None:
        self._spotify = sources.search
        self._others = OtherServices(sources, now)
        self._searches: SingleFlight[tuple[str, str], Track | None] = SingleFlight(now, _KEPT)
        self._editions: SingleFlight[tuple[str, str], Edition] = SingleFlight(now, _KEPT)

    async def named(self, name: str, suggested: Sequence[Track]) -> Found:
        """Ask Spotify and then the others until a name is certain; the suggested tracks come last.

        Raises SourceUnavailable where a service did not answer and there is nothing to suggest. That one is
        at its limit is no reason where another could be asked.
        """
        failure = FirstFailure(SourceUnavailable)
        plausible, answered = list(suggested), False
        with failure:
            found = await self._spotify.search(matching.query(name)) if self._spotify else []
            answered = self._spotify is not None
            certain, plausible = matching.meant(name, [*found, *suggested], searched=bool(found))
            if certain:
                told = tuple(track for track in certain if track in found)
                return Found(tuple(certain), tuple(plausible), told=told)
        elsewhere = await self._others.named(name)
        problem = failure.first or elsewhere.problem
        nothing = not (plausible or elsewhere.told or elsewhere.song)
        if (
            problem is not None
            and nothing
            and not ((answered or elsewhere.answered) and _is_at_its_limit(problem))
        ):
            raise problem
        more = [track for track in plausible if track not in elsewhere.plausible]
        return replace(elsewhere, plausible=(*elsewhere.plausible, *more), problem=problem)

    async def songs(self, songs: Sequence[ForeignSong]) -> list[Outcome]:
        """Return what was found of each song, in their order; a wrong song is never returned."""
        turn = asyncio.Semaphore(_AT_ONCE)

        async def on_spotify(song: ForeignSong) -> Outcome:
            async with turn:
                return await self._on_spotify(song)

        outcomes = await asyncio.gather(*map(on_spotify, songs))
        missing = [place for place, outcome in enumerate(outcomes) if not isinstance(outcome, Track)]
        others = await self._by_isrc([songs[place] for place in missing], turn)
        for place, outcome in zip(missing, others, strict=True):
            outcomes[place] = outcome or outcomes[place]
        return outcomes

    async def _on_spotify(self, song: ForeignSong) -> Outcome:
        try:
            return await self._searches.ask(_key(song), lambda: self._searched(song))
        except SourceUnavailable as problem:
            return problem

    async def _searched(self, song: ForeignSong) -> Track | None:
        if self._spotify is None:
            return None
        return matching.best_song(song.title, song.singers, await self._spotify.search(song.query))

    async def _by_isrc(self, songs: Sequence[ForeignSong], turn: asyncio.Semaphore) -> list[Outcome]:
        """Learn each song's ISRCs, and then all their tracks together."""

        async def edition(song: ForeignSong) -> Edition | SourceUnavailable:
            async with turn:
                try:
                    return await self._editions.ask(_key(song), lambda: self._others.edition_of(song))
                except SourceUnavailable as problem:
                    return problem

        editions = await asyncio.gather(*map(edition, songs))
        tracks = iter(await self._others.tracks_of([each for each in editions if isinstance(each, Edition)]))
        return [next(tracks) if isinstance(each, Edition) else each for each in editions]


def _is_at_its_limit(problem: SourceUnavailable) -> bool:
    return problem.trouble in {Trouble.BUSY, Trouble.QUOTA}


def _key(song: ForeignSong) -> tuple[str, str]:
    artists = " ".join(song.artists)
    return matching.normalized(song.title) or song.title, matching.normalized(artists) or artists
