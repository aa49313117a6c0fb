"""The card of a song: a picture with its cover, its genre, the votes, and how it sounds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.answering.storage_calls import call_storage
from bot.chart_menu import CHART_MENU, KOREA
from bot.language.words import Words
from bot.messages.reply import Reply
from bot.songs.replies.card import song_card
from bot.songs.replies.song import song_name
from bot.songs.song_genre import SongGenre
from model.genre_averages import AVERAGED
from storage.chart_sound import ChartSound


class Covers(Protocol):
    """Who has covers."""

    async def cover(self, kind: str, spotify_id: str) -> bytes | None:
        """Return the cover of a song or a list of Spotify's as a square JPEG, None where there is none."""


class SongCards:
    """Makes cards; a cover or an average that cannot be had is left out."""

    def __init__(self, covers: Covers, sound: ChartSound, now: Callable[[], datetime]) -> None:
        self._covers = covers
        self._sound = sound
        self._now = now

    async def reply(self, song: SongGenre, words: Words) -> Reply:
        """Return a song's card below its name."""
        chart = CHART_MENU[0].name
        nothing: dict[str, float] = {}
        cover, of_chart = await asyncio.gather(
            self._cover(song), call_storage(self._sound.average, chart, AVERAGED, fallback=nothing)
        )
        today = self._now().astimezone(KOREA).date()
        return Reply((song_name(song.track, words),), song_card(song, of_chart, cover, today, words))

    async def _cover(self, song: SongGenre) -> bytes | None:
        return await self._covers.cover("track", song.track.id) if song.track.id else None
