"""What others call a song: asked in the background, and kept for a day, for the words are licensed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.errors import CannotAnswer
from bot.songs.single_flight import SingleFlight
from bot.sources import Catalogue, GenreWords
from bot.sources.musicbrainz import OthersWords
from model.music import Track

KEPT: Final = timedelta(days=1)


class OthersSay:
    """Asks a service for its words by a song's ISRC; with None for the service there are none.

    An ISRC that is not known is asked of the `catalogue`.
    """

    def __init__(self, service: GenreWords | None, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._service = service
        self._catalogue = catalogue
        self._asked: SingleFlight[str, OthersWords | None] = SingleFlight(now, KEPT)

    def may_know(self, track: Track) -> bool:
        """Tell whether a service may know words for a song."""
        return self._service is not None and track.id != ""

    def has_asked(self, track: Track) -> bool:
        """Tell whether the answer is there at once."""
        return self._asked.is_kept(track.id)

    async def about(self, track: Track) -> OthersWords | None:
        """Return what others call a song; None where they do not know it or do not answer just now."""
        service = self._service
        if service is None:
            return None
        try:
            return await self._asked.ask(track.id, lambda: self._words(service, track))
        except CannotAnswer:
            return None

    async def _words(self, service: GenreWords, track: Track) -> OthersWords | None:
        code = track.isrc
        if code is None:
            found = await self._catalogue.track(track.id)
            code = found.isrc if found else None
        return await service.words(code) if code else None
