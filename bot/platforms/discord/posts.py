"""A reply as the messages that Discord takes: text or embed, picture with alt text, buttons; no network."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import discord

from bot.language.words import N_, SOURCE_LANGUAGE, words_for
from bot.messages.reply import Choice, Document, Reply, Span
from bot.platforms.discord.buttons import Buttons
from bot.platforms.discord.markdown import EMBED_LIMIT, MESSAGE_LIMIT, cut, in_pieces

_PICTURE: Final = "jangreu.png"
_LONGEST_ALT: Final = 1024


@dataclass(frozen=True, slots=True)
class Post:
    """What one message holds: Markdown, as plain text or, where it is too long for that, as an `embed`."""

    text: str
    embed: bool = False
    picture: bytes | None = None
    alt_text: str = ""
    choices: tuple[Choice, ...] = ()
    songs: tuple[Choice, ...] = ()
    hint: str = ""
    document: Document | None = None

    def new(self, buttons: Buttons) -> dict[str, Any]:
        """Return the library's arguments for a message that is new."""
        view = self._view(buttons)
        return {
            "content": None if self.embed else self.text,
            "embeds": self._embeds(),
            "files": self._files(),
            **({"view": view} if view else {}),
        }

    def change(self, buttons: Buttons) -> dict[str, Any]:
        """Return the library's arguments for a message that becomes this one."""
        return {
            "content": None if self.embed else self.text,
            "embeds": self._embeds(),
            "attachments": self._files(),
            "view": self._view(buttons),
        }

    def _view(self, buttons: Buttons) -> discord.ui.View | None:
        return buttons.view(self.choices, self.songs, self.hint)

    def _embeds(self) -> list[discord.Embed]:
        return [discord.Embed(description=self.text)] if self.embed else []

    def _files(self) -> list[discord.File]:
        files = []
        if self.picture is not None:
            alt_text = self.alt_text[:_LONGEST_ALT]
            files.append(discord.File(io.BytesIO(self.picture), _PICTURE, description=alt_text))
        if self.document is not None:
            files.append(discord.File(io.BytesIO(self.document.content.encode()), self.document.name))
        return files


def posts_of(reply: Reply, picture: bytes | None = None, *, plain: bool = False) -> list[Post]:
    """Return the messages of a whole reply; the choices are below the last one.

    `plain`: no embed, for where the bot may not show one.
    """
    spans = (reply.caption or reply.text) if picture else reply.text
    texts = in_pieces(spans, MESSAGE_LIMIT, reply.preview)
    embed = len(texts) > 1 and not plain
    if embed:
        texts = in_pieces(spans, EMBED_LIMIT)
    found = [Post(text, embed) for text in texts or ["" if picture else "…"]]
    if picture:
        found[0] = replace(found[0], picture=picture, alt_text=_alt_text(reply))
    if found:
        songs, hint = _songs(reply, spans)
        found[-1] = replace(
            found[-1], choices=_shown(reply, picture), songs=songs, hint=hint, document=reply.document
        )
    return found


def single_post(reply: Reply, picture: bytes | None = None, *, plain: bool = False) -> Post:
    """Return the one message of a delivery; a text that is too long is cut at a line end."""
    spans = (reply.caption or reply.text) if picture else reply.text
    embed = not plain and len(in_pieces(spans, MESSAGE_LIMIT)) > 1
    return Post(
        cut(spans, EMBED_LIMIT if embed else MESSAGE_LIMIT),
        embed,
        picture,
        _alt_text(reply) if picture else "",
        _shown(reply, picture),
        *_songs(reply, spans),
    )


def _songs(reply: Reply, spans: Sequence[Span]) -> tuple[tuple[Choice, ...], str]:
    """Return the songs that a text names, to pick from, and what to say above them."""
    songs = tuple(Choice(span.text, span.says, apart=True) for span in spans if span.says)
    return songs, words_for(reply.language, SOURCE_LANGUAGE).text(N_("Pick a song")) if songs else ""


def _shown(reply: Reply, picture: bytes | None) -> tuple[Choice, ...]:
    return tuple(choice for choice in reply.choices if picture or not choice.pictured)


def _alt_text(reply: Reply) -> str:
    return reply.picture.alt_text if reply.picture else ""
