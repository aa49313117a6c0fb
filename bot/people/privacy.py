"""Answers about what is kept: /privacy, /mydata, /forget, /forgetchat."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.language.input_words import letters, phrases
from bot.language.words import Words
from bot.messages.message import Message, chat_of
from bot.messages.reply import Reply
from bot.people import replies
from bot.songs.known_songs import KnownSongs
from storage.people_records import PeopleRecords
from storage.places import Chat, Person

_EVERYTHING: Final = phrases(lambda words: words.everything)


class PrivacyAnswers:
    """Shows and deletes what is kept, songs for the time `kept`; each method raises `StorageError`."""

    def __init__(
        self, records: PeopleRecords, known: KnownSongs, kept: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._records = records
        self._known = known
        self._kept = kept
        self._now = now

    async def moved(self, chat: Chat, to: Chat) -> None:
        """Follow a chat whose number has changed; where the database fails, what is kept stays behind."""
        await self._known.write()
        await call_storage(self._records.move, chat, to, fallback=None)

    async def privacy(self, _rest: str, message: Message, words: Words) -> Reply:
        """Answer /privacy."""
        return replies.privacy_reply(
            words, private=message.private, history=message.remembered, days=self._kept.days
        )

    async def data(self, _rest: str, message: Message, words: Words) -> Reply:
        """Answer /mydata with a file, in private alone."""
        if not message.private or message.user is None or message.chat is None:
            return replies.in_private(words, "mydata")
        await self._known.write()
        kept = await asyncio.to_thread(self._records.of_person, message.user, message.chat)
        told = {"about": str(message.user), "at": self._now(), **kept}
        name = f"jangreu-{self._now():%Y-%m-%d}.json"
        return replies.data_reply(name, json.dumps(told, ensure_ascii=False, indent=1, default=str), words)

    async def forget(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /forget: ask, and delete what is kept of the person where "everything" follows it."""
        if not message.private or message.user is None or message.chat is None:
            return replies.in_private(words, "forget")
        await self._known.write()
        if letters(rest) not in _EVERYTHING:
            number = await asyncio.to_thread(self._records.count, message.chat, message.user)
            return replies.really_forget(number, words)
        await self._forget(message.chat, message.user)
        return replies.forgotten(words, private=True, history=message.remembered)

    async def forget_chat(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /forgetchat, which the caller has allowed: ask, and delete what is kept of the chat.

        A private chat is its person's.
        """
        if message.private:
            return await self.forget(rest, message, words)
        chat = chat_of(message)
        await self._known.write()
        if letters(rest) not in _EVERYTHING:
            number = await asyncio.to_thread(self._records.count, chat)
            return replies.really_forget_chat(number, words)
        await self._forget(chat)
        return replies.forgotten(words, private=False, history=message.remembered)

    async def _forget(self, chat: Chat, person: Person | None = None) -> None:
        await self._known.forget(chat, *([person] if person else []))
        await asyncio.to_thread(self._records.forget, chat, person)
        await call_storage(self._records.erase, fallback=None)  # else a later call does it
