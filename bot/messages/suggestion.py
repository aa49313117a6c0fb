"""A suggestion as a value: a known song that what a person has typed so far may mean."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages.reply import Reply


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A song to pick while a person still types: its name, and `about` it the genre and how likely it is.

    `key` is the song's own, the same at every search, and `says` the message that asks for the song.
    `answer` is what to post at once where it is picked, None where its genre is not known; `cover` is the
    address of its picture.
    """

    key: str
    title: str
    about: str
    says: str
    answer: Reply | None = None
    cover: str | None = None
