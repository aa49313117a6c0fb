"""Learning the songs of artists of whom few are known, while an answer already stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.songs.artist_catalogue import Artist, ArtistCatalogue
from bot.songs.artist_context import main_artist
from bot.songs.single_flight import SingleFlight
from model.music import Track

ENOUGH: Final = 10
"""An artist of whom so many songs are known is not asked about."""
_ASKED_AGAIN_AFTER: Final = timedelta(hours=1)
"""Where no service answered; else the catalogue itself waits for a month."""


class ArtistGathering:
    """Asks the catalogue about artists, one after the other; what one message asks others share."""

    def __init__(self, catalogue: ArtistCatalogue, now: Callable[[], datetime]) -> None:
        self._catalogue = catalogue
        self._asked: SingleFlight[frozenset[str], bool] = SingleFlight(now, _ASKED_AGAIN_AFTER, most=10_000)

    async def learn(self, tracks: Iterable[Track], within: timedelta) -> bool:
        """Learn other songs of the tracks' artists; tell whether there are any, or were, when time was up.

        What is still being asked then goes on, and is known afterwards.
        """
        learned = False
        try:
            async with asyncio.timeout(within.total_seconds()):
                for key, artist in _artists(tracks).items():
                    if not self._asked.is_kept(key):
                        learned |= await self._asked.ask(key, partial(self._learned, artist))
        except TimeoutError:
            pass
        return learned

    async def close(self) -> None:
        """Ask no more; what was being learned is asked for again after the next start."""
        await self._asked.close()
        await self._catalogue.close()

    async def _learned(self, artist: Artist) -> bool:
        return bool(await self._catalogue.learn(artist))


def _artists(tracks: Iterable[Track]) -> dict[frozenset[str], Artist]:
    """Return the first artists of tracks, each once."""
    found: dict[frozenset[str], Artist] = {}
    for track in tracks:
        if names := main_artist(track):
            spotify_id = next(iter(track.artist_ids), None)
            key = frozenset([spotify_id]) if spotify_id else names
            found.setdefault(key, Artist(track.artists[:1], spotify_id, track.id or None))
    return found
