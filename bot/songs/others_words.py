"""What others call a song: asked in the background, and kept for a day, for the words are licensed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.errors import CannotAnswer
from bot.songs.single_flight import SingleFlight
from bot.sources import GenreWords
from bot.sources.musicbrainz import OthersWords
from model.music import Track

KEPT: Final = timedelta(days=1)


class OthersSay:
    """Asks a service for its words by a song's ISRC; with None for the service there are none."""

    def __init__(self, service: GenreWords | None, now: Callable[[], datetime]) -> None:
        self._service = service
        self._asked: SingleFlight[str, OthersWords | None] = SingleFlight(now, KEPT)

    def may_know(self, track: Track) -> bool:
        """Tell whether a service may know words for a song."""
        return self._service is not None and track.isrc is not None

    def has_asked(self, track: Track) -> bool:
        """Tell whether the answer is there at once."""
        return track.isrc is not None and self._asked.is_kept(track.isrc)

    async def about(self, track: Track) -> OthersWords | None:
        """Return what others call a song; None where they do not know it or do not answer just now."""
        service, code = self._service, track.isrc
        if service is None or code is None:
            return None
        try:
            return await self._asked.ask(code, lambda: service.words(code))
        except CannotAnswer:
            return None
