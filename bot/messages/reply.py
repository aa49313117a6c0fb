"""A reply as a value: text in spans and, perhaps, a picture; no platform's markup."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from bot.messages.picture_values import Picture


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style; line breaks are in the text. `link` is a web address.

    `says` is the message that a person says who picks these words, where the platform can offer that.
    """

    text: str
    bold: bool = False
    link: str | None = None
    says: str | None = None


MOST_SAID: Final = 64
"""The most bytes that a choice may say, in UTF-8."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the person may say next, ready to be picked: `says` is a message of at most 64 bytes.

    Choices of the same `row` may stand side by side. One that is `pictured` is about the picture, and nothing
    where none is shown. What is picked `apart` is answered without touching the message that it stands below.
    """

    label: str
    says: str
    row: int | None = None
    pictured: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file with a text in it."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said; `picture` and `choices` are shown in the way of each platform.

    `preview` is a page that may be shown small below the text.
    A `refusal` says why nothing happens; what was there before it stays.
    `caption` is the text in short, for where the picture is shown with little room below it; `language` is
    that of the words, where it is known.
    `later` waits for what may still make the answer better, and returns the better one or None; a platform
    calls it once, after the answer is shown, and edits what it shows. The `document` follows the text.
    """

    text: tuple[Span, ...]
    picture: Picture | None = None
    choices: tuple[Choice, ...] = ()
    caption: tuple[Span, ...] = ()
    refusal: bool = False
    preview: str | None = None
    language: str | None = None
    document: Document | None = None
    later: Callable[[], Awaitable[Reply | None]] | None = field(default=None, compare=False, repr=False)

    def plain(self) -> str:
        """Return the text alone; a link follows its words in angle brackets."""
        return "".join(f"{span.text} <{span.link}>" if span.link else span.text for span in self.text)


def changed(reply: Reply, change: Callable[[Reply], Reply]) -> Reply:
    """Return a reply with a change in it and in the better one that may come later."""
    later = reply.later
    if later is None:
        return change(reply)

    async def better() -> Reply | None:
        found = await later()
        return found and changed(found, change)

    return replace(change(reply), later=better)
