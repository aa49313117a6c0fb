"""Messages of ours on Telegram: where they go, and which they are once they stand there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import telegram
from telegram.constants import ChatType

_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes; `quote` is the message it answers, `thread` the topic it belongs to.

    `kind` is Telegram's kind of chat, None where it is not known: a button there is like one in a channel.
    """

    chat: int | str
    kind: str | None = None
    silent: bool = False
    quote: int | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message that stands in a chat; one that is not `readable` cannot be edited.

    `place` is where it was sent to, `chat` the number of the chat that it came to.
    """

    place: Place
    chat: int
    number: int
    pictured: bool = False
    readable: bool = True

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from all others."""
        return self.chat, self.number

    @property
    def below(self) -> Place:
        """Where a message goes that belongs to it."""
        quote = self.number if self.place.kind in _GROUPS else None
        return replace(self.place, chat=self.chat, quote=quote)


def post_of(message: telegram.MaybeInaccessibleMessage) -> Post:
    """Return a message that Telegram shows as that of ours which it is."""
    return Post(
        answer_place(message),
        message.chat.id,
        message.message_id,
        pictured=isinstance(message, telegram.Message) and bool(message.photo),
        readable=isinstance(message, telegram.Message) and message.is_accessible,
    )


def answer_place(message: telegram.MaybeInaccessibleMessage) -> Place:
    """Return where the answer to this message goes: quoting it where others may have written in between."""
    kind = message.chat.type
    topic = message if isinstance(message, telegram.Message) and message.is_topic_message else None
    return Place(
        chat=message.chat.id,
        kind=kind,
        silent=kind != ChatType.PRIVATE,
        quote=message.message_id if kind in _GROUPS else None,
        thread=topic.message_thread_id if topic else None,
    )
