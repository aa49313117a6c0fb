"""Answers about the songs that are kept: /history, /stats, /top."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.chart_menu import KOREA
from bot.errors import SourceUnavailable
from bot.language.input_words import letters, phrases
from bot.language.words import N_, Words
from bot.messages.chat_platform import Chats
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.people import replies
from bot.people.replies.history import PAGE, Panel, Ranking
from bot.songs.known_songs import KnownSongs
from storage.history import History, Whose
from storage.places import Chat, Person

_WEEK: Final = timedelta(days=7)
_MOST_RANKED: Final = 5
_ASKED: Final = re.compile(r"([^\d]*)(\d{1,6})?", re.ASCII)
_MINE: Final = phrases(lambda words: words.mine)


class HistoryAnswers:
    """Answers in private with the person's songs, elsewhere with the chat's, as far as they are kept.

    Each method raises `StorageError`.
    """

    def __init__(
        self, history: History, known: KnownSongs, chats: Mapping[str, Chats], now: Callable[[], datetime]
    ) -> None:
        self._history = history
        self._known = known
        self._chats = chats
        self._now = now

    async def songs(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /history [mine] [NUMBER]."""
        await self._known.write()
        asked = _ASKED.match(rest)
        mine = message.private or (asked is not None and letters(asked[1]) in _MINE)
        whose = _whose(message, mine=mine)
        first = max(int(asked[2]), 1) if asked and asked[2] else 1
        number = await asyncio.to_thread(self._history.count, whose)
        first = first if first <= number else 1
        songs = await asyncio.to_thread(self._history.songs, whose, PAGE, first - 1)
        return replies.history_reply(songs, first, number, words, mine=mine, private=message.private)

    async def stats(self, _rest: str, message: Message, words: Words) -> Reply:
        """Answer /stats."""
        await self._known.write()
        since = self._now() - _WEEK
        titles = [(True, N_("My songs, this week"), N_("My songs, all kept"))]
        if not message.private:
            titles.insert(0, (False, N_("This chat, this week"), N_("This chat, all kept")))
        panels = []
        for mine, lately, all_kept in titles:
            whose = _whose(message, mine=mine)
            for title, start in ((lately, since), (all_kept, None)):
                counts = await asyncio.to_thread(self._history.genres, whose, start)
                panels.append(Panel(title, counts))
        return replies.stats_reply(panels, self._now().astimezone(KOREA).date(), words)

    async def top(self, _rest: str, message: Message, words: Words) -> Reply:
        """Answer /top."""
        await self._known.write()
        mine = message.private
        whose = _whose(message, mine=mine)
        songs, artists = await asyncio.to_thread(self._history.top_songs, whose, _MOST_RANKED)
        people = () if mine or message.chat is None else await self._people(message.chat)
        return replies.top_reply(Ranking(songs, artists, people), words, mine=mine)

    async def _people(self, chat: Chat) -> list[tuple[str, int]]:
        """Return what those who brought the most songs are called, as far as the platform says."""
        found = await asyncio.to_thread(self._history.top_people, chat, _MOST_RANKED)
        names = await asyncio.gather(*(self._name(chat, person) for person, _ in found))
        return [(name, times) for name, (_, times) in zip(names, found, strict=True) if name]

    async def _name(self, chat: Chat, person: Person) -> str | None:
        try:
            return await self._chats[chat.platform].member_name(chat, person)
        except (SourceUnavailable, KeyError):
            return None


def _whose(message: Message, *, mine: bool) -> Whose:
    """Return whose songs a message is about: in private the person's of all chats."""
    person = message.user if mine else None
    return Whose(None if message.private and person else message.chat, person)
