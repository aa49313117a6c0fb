"""Melon's words for the genres of its charts' songs, from public pages that are read in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.errors import SourceUnavailable
from bot.links.reader import SongLink
from bot.songs.known_songs import KnownSongs
from bot.sources import LinkReader
from model.music import Chart, ServiceGenres, Track
from storage.song_pages import SongPages

MELON: Final = "melon"
FAILURES_IN_A_ROW: Final = 3
"""After so many pages that cannot be had the others wait for the next chart."""

log = logging.getLogger(__name__)


class MelonWords:
    """Reads the page of each chart song once; with `pages` None it reads none, but knows what was read."""

    def __init__(
        self,
        pages: LinkReader | None,
        read: SongPages,
        songs: KnownSongs,
        now: Callable[[], datetime],
    ) -> None:
        self._pages = pages
        self._read = read
        self._songs = songs
        self._now = now
        self._waiting: dict[str, str | None] = {}
        self._reader: asyncio.Task[None] | None = None

    async def filled(self, chart: Chart) -> Chart:
        """Return the chart with the words that are known from songs' pages, where it has none of its own."""
        silent = [entry.song_id for entry in chart.entries if not entry.genres]
        if chart.service != MELON or not silent:
            return chart
        words = await self._known(silent)
        entries = (
            replace(entry, genres=entry.genres or words.get(entry.song_id, ())) for entry in chart.entries
        )
        return replace(chart, entries=tuple(entries))

    async def read_later(self, chart: Chart, tracks: Mapping[str, Track]) -> None:
        """Have the pages read of those songs of a chart that have no words; `tracks` by the chart's ids."""
        silent = [entry.song_id for entry in chart.entries if not entry.genres]
        if self._pages is None or chart.service != MELON or not silent:
            return
        known = await self._known(silent)
        for song_id in silent:
            if song_id not in known:
                self._waiting[song_id] = tracks[song_id].id if song_id in tracks else None
        if self._waiting and self._reader is None:
            self._reader = asyncio.create_task(self._read_all(self._pages))

    async def close(self) -> None:
        """End the reading; what was not read is read another time."""
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader

    async def _known(self, song_ids: list[str]) -> dict[str, tuple[str, ...]]:
        return await call_storage(self._read.words, MELON, song_ids, fallback={})

    async def _read_all(self, pages: LinkReader) -> None:
        failures = 0
        try:
            while self._waiting and failures < FAILURES_IN_A_ROW:
                failures = 0 if await self._read_one(pages, next(iter(self._waiting))) else failures + 1
        except Exception:
            log.exception("the pages of Melon's songs could not be read")
        finally:
            self._waiting.clear()
            self._reader = None

    async def _read_one(self, pages: LinkReader, song_id: str) -> bool:
        """Read a page and keep its words; False where it cannot be had."""
        try:
            song = await pages.linked(SongLink(MELON, song_id))
        except SourceUnavailable as problem:
            log.info("the page of a chart's song is read another time: %s", problem)
            self._waiting.pop(song_id)
            return False
        track_id = self._waiting.pop(song_id)
        genres = song.genres if song else ()
        await call_storage(self._read.note, MELON, song_id, genres, self._now(), fallback=None)
        if track_id is not None and genres:
            self._songs.note_genres({track_id: ServiceGenres(MELON, genres)})
        return True
