"""What a chat has set, as the answers use it, and the answers to /settings."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.errors import SourceUnavailable
from bot.language.input_words import language_called, letters, longest_run, meanings
from bot.language.words import Words, spoken, words_for
from bot.messages.chat_platform import Chats
from bot.messages.message import Message, chat_of
from bot.messages.reply import Reply
from bot.people import replies
from storage.chat_settings import ChatSettings, SettingsOfChats
from storage.places import Chat

_SETTINGS: Final = meanings(lambda words: words.settings)
_SWITCH: Final = meanings(lambda words: words.switch)
_STORED: Final = {"short": "brief", "members": "members_subscribe", "news": "announcements"}
"""The names in storage, where they differ from those that are typed."""


class PeoplesSettings:
    """The settings of the chats that messages come from; `chats` are those of the platforms."""

    def __init__(self, settings: SettingsOfChats, chats: Mapping[str, Chats]) -> None:
        self._settings = settings
        self._chats = chats

    async def of(self, message: Message) -> ChatSettings:
        """Return the settings of a chat; where they cannot be read, the default ones without history.

        The chat may have turned its history off, and the database may work again when it is written.
        """
        if message.chat is None:
            return ChatSettings()
        if (kept := self._settings.kept(message.chat)) is not None:
            return kept
        return await call_storage(self._settings.of, message.chat, fallback=ChatSettings(history=False))

    async def note_told(self, message: Message) -> None:
        """Note that the chat of a message knows that its songs are kept."""
        if message.chat is not None:
            await call_storage(
                lambda chat: self._settings.change(chat, told=True), message.chat, fallback=None
            )

    async def answer(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /settings: change what follows it, and show all; raises StorageError."""
        change, chat = _change(rest), chat_of(message)
        if change:
            shown = await asyncio.to_thread(lambda: self._settings.change(chat, **change))
        else:
            shown = await asyncio.to_thread(self._settings.of, chat)
        words = words_for(shown.language, words.language) if "language" in change else words
        links = message.private or await self._shows_links(chat)
        return replies.settings_reply(shown, words, private=message.private, shows_links=links)

    async def _shows_links(self, chat: Chat) -> bool:
        """Tell whether the platform shows the bot the links in a chat; yes where it does not say."""
        try:
            return await self._chats[chat.platform].shows_links(chat)
        except SourceUnavailable:
            return True


def as_set(message: Message, settings: ChatSettings) -> Message:
    """Return a message with what its chat's settings say of its answer."""
    keeps = message.chat is not None and settings.keeps_history(private=message.private)
    untold = keeps and not settings.told
    return replace(
        message,
        remembered=keeps,
        untold=untold,
        brief=settings.brief,
        links_answered=settings.links,
        asked_at=asyncio.get_running_loop().time(),
    )


def language_of(message: Message, settings: ChatSettings) -> str | None:
    """Return the language to answer in: the group's where the bot does not speak the person's."""
    if not message.private and spoken(message.language):
        return message.language
    return settings.language or message.language


def _change(said: str) -> dict[str, str | bool]:
    """Return which setting some words change, by its name in storage; nothing where they cannot be read."""
    words = said.split()
    length, name = longest_run(words, lambda run: _SETTINGS.get(letters(run)))
    value = " ".join(words[length:])
    if name == "language":
        language = language_called(value)
        return {"language": language} if language else {}
    switch = _SWITCH.get(letters(value))
    return {_STORED.get(name, name): switch == "on"} if name and switch else {}
