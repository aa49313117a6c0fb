"""Draws the pictures of README.md and README.ko.md: what the bot answers without a network."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.pictures import draw
from bot.start.bootstrap import build
from bot.start.settings import load_settings

HERE: Final = Path(__file__).parent
UNREACHABLE: Final = {
    "DATABASE_URL": "sqlite://",
    "MELON_WEB_URL": "http://127.0.0.1:9",
    "RECCOBEATS_API_URL": "http://127.0.0.1:9",
    "SPOTIFY_WEB_URL": "http://127.0.0.1:9",
    "SPOTIFY_IMAGE_URL": "http://127.0.0.1:9",
}
"""Settings of a bot that knows only what the checkout holds."""
DRAWN: Final = {"chart": "/chart", "card": "/card spotify:track:2zrhoHlFKxFTRF5aMyxMoQ"}
"""What each picture is the answer to, by its name."""


async def answers(messages: Iterable[Message]) -> list[Reply]:
    """Return what a bot with the settings of the environment answers, one reply a message."""
    opened = build(load_settings())
    replies = [await opened.conversation.answer(message, _ignore) for message in messages]
    await opened.close()
    return [reply for reply in replies if reply]


async def _ignore(_progress: str) -> None:
    """Drop the progress, which is not part of an answer."""


def main() -> None:
    """Write the pictures in each language beside this file."""
    os.environ.update(UNREACHABLE)
    for language in ("en", "ko"):
        asked = [Message(text, language=language) for text in DRAWN.values()]
        for name, reply in zip(DRAWN, asyncio.run(answers(asked)), strict=True):
            if reply.picture:
                (HERE / f"{name}.{language}.png").write_bytes(draw(reply.picture))


if __name__ == "__main__":
    main()
