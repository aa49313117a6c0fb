"""Answers to what a person asks of their own, and of their chat's, affairs with the bot."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.errors import SourceUnavailable
from bot.language.words import Words
from bot.messages.chat_platform import Chats
from bot.messages.message import Message
from bot.messages.reply import Reply, Span, changed
from bot.people import replies
from bot.people.chat_settings import PeoplesSettings
from bot.people.deciding import decides, who_decides
from bot.people.history import HistoryAnswers
from bot.people.privacy import PrivacyAnswers
from bot.songs import replies as song_replies
from storage.chat_settings import ChatSettings
from storage.errors import StorageError
from storage.places import Chat

COMMANDS: Final = frozenset(
    {
        "settings",
        "history",
        "stats",
        "top",
        "privacy",
        "mydata",
        "forget",
        "forgetchat",
    }
)
_OF_ADMINISTRATORS: Final = frozenset({"settings", "forgetchat"})
_OF_HISTORY: Final = frozenset({"history", "stats", "top"})

log = logging.getLogger(__name__)


class PeopleAnswers:
    """Answers the commands about settings, history and privacy."""

    def __init__(
        self,
        settings: PeoplesSettings,
        history: HistoryAnswers,
        privacy: PrivacyAnswers,
        chats: Mapping[str, Chats],
    ) -> None:
        self._settings = settings
        self._privacy = privacy
        self._chats = chats
        self._answers = {
            "settings": settings.answer,
            "history": history.songs,
            "stats": history.stats,
            "top": history.top,
            "privacy": privacy.privacy,
            "mydata": privacy.data,
            "forget": privacy.forget,
            "forgetchat": privacy.forget_chat,
        }

    async def settings(self, message: Message) -> ChatSettings:
        """Return the settings of a message's chat."""
        return await self._settings.of(message)

    async def told(self, reply: Reply | None, message: Message, words: Words) -> Reply | None:
        """Say below the first answer in a private chat that its songs are kept.

        That answer stays as it is: what is picked below it is answered apart.
        """
        if reply is None or reply.refusal or not (message.private and message.untold):
            return reply
        await self._settings.note_told(message)
        line = (Span("\n\n"), *replies.told_of_history(words))

        def telling(found: Reply) -> Reply:
            apart = tuple(replace(choice, apart=True) for choice in found.choices)
            return replace(found, text=(*found.text, *line), choices=apart)

        return changed(reply, telling)

    async def moved(self, chat: Chat, to: Chat) -> None:
        """Follow a chat whose number has changed, with all that is kept of it."""
        await self._privacy.moved(chat, to)

    async def command(self, name: str, rest: str, message: Message, words: Words) -> Reply:
        """Answer one of `COMMANDS`; those of the chat's settings only to who may decide for it."""
        try:
            if name in _OF_ADMINISTRATORS and not await decides(message, self._chats):
                return replies.refusal(who_decides(message), words)
            if name in _OF_HISTORY and not (message.private or message.remembered):
                return replies.history_off(words)
            return await self._answers[name](rest, message, words)
        except SourceUnavailable as problem:
            return Reply(song_replies.sorry(problem, words), refusal=True)
        except StorageError as problem:
            log.error("the database could not be used for /%s: %s", name, problem)  # noqa: TRY400 - a sentence
            return replies.refusal("no-memory", words)
