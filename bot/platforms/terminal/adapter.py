"""The bot in the terminal: a line in, the reply out, and between them what is posted."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final, Protocol, TextIO

from bot.language.input_words import letters, phrases
from bot.messages.message import Message, Progress
from bot.messages.picture_values import Picture
from bot.messages.reply import Reply
from bot.platforms.stopping import unless
from bot.platforms.terminal.client import HERE, PERSON, PLATFORM, TerminalClient
from bot.platforms.terminal.screen import Screen, Wording

_WAIT_FOR_BETTER: Final = 45.0  # seconds
_LEAVE: Final = phrases(lambda words: words.leave)
log = logging.getLogger(__name__)


class TerminalConversation(Wording, Protocol):
    """What the terminal needs of a conversation."""

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        """Return the reply to a message, or None."""

    def greeting(self, language: str | None) -> Reply:
        """Return what to say first."""

    def no_such_number(self, number: str, language: str | None) -> Reply:
        """Return what to say to a number that nothing has."""

    def apology(self, language: str | None) -> Reply:
        """Return what to say after a bug."""


class TerminalBot:
    """Answers line by line; greets and prompts only where a person types."""

    def __init__(
        self,
        client: TerminalClient,
        conversation: TerminalConversation,
        typed: TextIO,
        shown: TextIO,
        draw: Callable[[Picture], bytes],
    ) -> None:
        self._client = client
        self._conversation = conversation
        self._typed = typed
        self._person = typed.isatty()
        self._screen = Screen(shown, draw, conversation)
        self._language: str | None = None
        self._prompted = False
        self._turn = asyncio.Lock()

    async def run(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Answer until the input or a word ends the chat, or `stop` is set."""
        if self._person:
            self._screen.print(self._conversation.greeting(None).plain())
        printing = asyncio.create_task(self._print_posts())
        try:
            if on_ready is not None:
                await on_ready()
            await unless(stop, self._talk())
        finally:
            if on_stop is not None:
                await on_stop()
            printing.cancel()

    async def _talk(self) -> None:
        async for line in self._lines():
            if letters(line) in _LEAVE:
                return
            async with self._turn:
                async for reply in self._replies(line.strip()):
                    self._screen.show(reply)
                    self._language = reply.language or self._language
        if self._person:
            self._screen.leave_prompt()

    async def _lines(self) -> AsyncIterator[str]:
        """Yield what is typed until it ends."""
        while True:
            if self._person:
                self._screen.prompt()
            self._prompted = self._person
            line = await _read(self._typed)
            self._prompted = False
            if not line:
                return
            yield line

    async def _replies(self, text: str) -> AsyncIterator[Reply]:
        """Yield the answer, and what it has become some seconds later where that is better."""
        number = int(text) if re.fullmatch(r"\d{1,3}", text, flags=re.ASCII) else None
        says = text if number is None else self._screen.says(number)
        if says is None and len(text) > 2:  # noqa: PLR2004 - 365 and 1989 are songs
            says = text
        if says is None:
            yield self._conversation.no_such_number(text, self._language)
        elif says and (reply := await self._answer(says)):
            yield reply
            if better := await self._later(reply):
                yield better

    async def _answer(self, text: str) -> Reply | None:
        message = Message(text, platform=PLATFORM, chat=HERE, user=PERSON)
        try:
            return await self._conversation.answer(message, _show_progress)
        except Exception:
            log.exception("A message could not be answered")
            return replace(self._conversation.apology(self._language), refusal=True)

    async def _later(self, reply: Reply) -> Reply | None:
        """Return what the answer has become within some seconds, None where it stays as it is."""
        try:
            async with asyncio.timeout(_WAIT_FOR_BETTER):
                return await reply.later() if reply.later else None
        except TimeoutError:
            return None
        except Exception:
            log.exception("An answer could not be made better")
            return None

    async def _print_posts(self) -> None:
        """Print what is posted, never in the middle of an answer."""
        while True:
            post = await self._client.posts.get()
            async with self._turn:
                if self._prompted:
                    self._screen.leave_prompt()
                self._screen.show(post.reply, asked=False)
                if self._prompted:
                    self._screen.prompt()
            post.printed.set()


async def _read(typed: TextIO) -> str:
    """Return the next line, "" at the end; who waits may be cancelled though the line never comes."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str] = loop.create_future()

    def found(read: str) -> None:
        if not line.done():
            line.set_result(read)

    def wait() -> None:
        try:
            read = typed.readline()
        except (OSError, ValueError):  # the terminal is gone
            read = ""
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(found, read)

    threading.Thread(target=wait, daemon=True).start()  # a thread of the loop's pool would hold up the exit
    return await line


async def _show_progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}\r", end="", file=sys.stderr, flush=True)
