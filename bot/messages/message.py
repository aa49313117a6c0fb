"""A message as a value: what a person wrote, whatever the platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from storage.places import Chat, Person

Progress = Callable[[str], Awaitable[None]]
"""Called with a line on how far long work has come; a platform shows it or not."""

SongsDone = Callable[[int, int], Awaitable[None]]
"""Called with how many of how many songs are done."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person wrote; `links` are addresses behind words, and where not `private` others talk too.

    `addressed`: where others talk too, it names the bot or replies to it. `about` is what the message says
    that a command replies to. `wordless`: it brings what cannot be read, a photo or a sticker.
    `sound`: it brings a sound that names no song, or is a command that answers such a sound.
    `thread` (a topic) and `forwarded_from` (the channel that a post comes from) are the platform's numbers;
    who writes in the name of the chat itself has its number as `user`.
    `remembered` (its songs are kept), `untold` (it does not know that yet), `brief` (a short answer will do)
    and `links_answered` (also where it is not addressed to the bot) are what the chat has set; the
    conversation fills them in, and `asked_at`: when it began to answer, in seconds of the event loop's clock.
    """

    text: str
    links: tuple[str, ...] = ()
    private: bool = True
    language: str | None = None
    platform: str = "terminal"
    sound: bool = False
    wordless: bool = False
    addressed: bool = False
    about: str = ""
    chat: Chat | None = None
    user: Person | None = None
    thread: str | None = None
    forwarded_from: str | None = None
    remembered: bool = False
    untold: bool = False
    brief: bool = False
    links_answered: bool = True
    asked_at: float = 0.0

    @property
    def to_us(self) -> bool:
        """Whether the whole message is meant for the bot, not only a command or a link in it."""
        return self.private or self.addressed

    @property
    def anonymous(self) -> bool:
        """Whether it is written in the name of the chat, where that is no private one."""
        if self.private or self.chat is None or self.user is None:
            return False
        return self.user.id == self.chat.id


def chat_of(message: Message) -> Chat:
    """Return the chat that a message was sent in; raises ValueError for what is still being typed."""
    if message.chat is None:
        raise ValueError("a message without a chat")
    return message.chat


def author_of(message: Message) -> Person:
    """Return who wrote a message; raises ValueError where that is not told."""
    if message.user is None:
        raise ValueError("a message without an author")
    return message.user
