"""The latest messages that were heard and what answered them, so that an edit changes the answer."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import telegram

from bot.messages.message import Message
from bot.platforms.telegram.posts import Post

_REMEMBERED: Final = 1000
_REMEMBERED_FOR: Final = 24 * 3600.0  # seconds
_EDITABLE: Final = ("/genre", "/chart", "/trend")
"""Commands that change nothing: asked again they do no harm."""


@dataclass(slots=True)
class Heard:
    """A message as it was understood, None where it is nothing for the bot, and the messages that answer it.

    The lock is held while it is answered.
    """

    message: Message | None = None
    answers: list[Post] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    since: float = field(default_factory=time.monotonic)

    def is_news(self, edited: Message) -> bool:
        """Say whether an edited message asks for something else than before."""
        before = self.message
        if edited.text.startswith("/") and edited.text.split()[0].lower() not in _EDITABLE:
            return False
        return before is None or (before.text, before.links) != (edited.text, edited.links)


class HeardMessages:
    """Remembers the latest messages of all chats."""

    def __init__(self) -> None:
        self._heard: OrderedDict[tuple[int, int], Heard] = OrderedDict()
        self._album: str | None = None

    def new(self, message: telegram.Message) -> Heard:
        """Return a fresh entry for a message."""
        self._forget()
        heard = self._heard[message.chat.id, message.message_id] = Heard()
        return heard

    def known(self, message: telegram.Message) -> Heard | None:
        """Return the entry of an edited message; None for one from before the start, or long ago."""
        self._forget()
        return self._heard.get((message.chat.id, message.message_id))

    def is_one_of_many(self, message: telegram.Message) -> bool:
        """Tell the further photos of an album, which come as messages of their own, from the first."""
        album = message.media_group_id
        seen, self._album = album is not None and album == self._album, album
        return seen

    def _forget(self) -> None:
        """Forget what is older than a day, and the oldest of too many."""
        long_ago = time.monotonic() - _REMEMBERED_FOR
        while self._heard and (
            len(self._heard) >= _REMEMBERED or next(iter(self._heard.values())).since < long_ago
        ):
            self._heard.popitem(last=False)
