"""A chat in the terminal: the same conversation, a line in, the reply out."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol, TextIO

from bot.language.input_words import letters, phrases
from bot.messages.message import Message, Progress
from bot.messages.picture_values import Picture
from bot.messages.reply import Choice, Reply

_WAIT_FOR_BETTER: Final = 45.0  # seconds
_LEAVE: Final = phrases(lambda words: words.leave)
_log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the terminal needs of a conversation."""

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        """Return the reply to a message, or None."""

    def greeting(self, language: str | None) -> Reply:
        """Return what to say first."""

    def no_such_number(self, number: str) -> Reply:
        """Return what to say to a number that nothing has."""

    def invitation(self, language: str | None) -> Reply:
        """Return what to say above the numbers to pick from."""

    def picture_line(self, file: str) -> Reply:
        """Return what to say of a picture that is in a file."""

    def apology(self, language: str | None) -> Reply:
        """Return what to say after a bug."""


def chat(
    conversation: Answers,
    runner: asyncio.Runner,
    typed: TextIO,
    shown: TextIO,
    draw: Callable[[Picture], bytes],
) -> None:
    """Answer line by line until the input or a word ends it; greets and prompts only where a person types.

    Pictures are drawn into files of a folder of their own, and their places said.

    The lines are read outside the event loop's run, so that Ctrl-C ends the wait for one at once.
    """
    person = typed.isatty()
    pictures = _Pictures(draw)
    choices: tuple[Choice, ...] = ()
    if person:
        _print(conversation.greeting(None).plain(), shown)
    while (line := _line(typed, shown if person else None)) and letters(line) not in _LEAVE:
        for reply in _replies(conversation, runner, line.strip(), choices):
            if reply and not reply.refusal:  # what is refused leaves the list to pick from in place
                choices = _numbered(reply)
            _print(_shown(reply, conversation.invitation(None)), shown)
            if reply and (file := pictures.file(reply)):
                _print(conversation.picture_line(str(file)).plain(), shown)
    if person and not line:
        print(file=shown)


class _Pictures:
    """Writes pictures to files; what cannot be drawn or written is logged, and the text says the same."""

    def __init__(self, draw: Callable[[Picture], bytes]) -> None:
        self._draw = draw
        self._folder: Path | None = None
        self._numbers = itertools.count(1)

    def file(self, reply: Reply) -> Path | None:
        """Return the file of a reply's picture, None where it has none."""
        if reply.picture is None:
            return None
        try:
            drawn = self._draw(reply.picture)
            self._folder = self._folder or Path(tempfile.mkdtemp(prefix="jangreu-"))
            file = self._folder / f"{next(self._numbers)}.png"
            file.write_bytes(drawn)
        except Exception:  # noqa: BLE001 - the text has been said already
            _log.exception("A picture could not be drawn or written")
            return None
        return file


def _line(typed: TextIO, prompt: TextIO | None) -> str:
    """Return what is typed next, "" at the end of the input."""
    if prompt:
        print("> ", end="", file=prompt, flush=True)
    return typed.readline()


def _replies(
    conversation: Answers, runner: asyncio.Runner, text: str, choices: Sequence[Choice]
) -> Iterator[Reply | None]:
    """Yield the answer, and what it has become some seconds later where that is better."""
    if not text:
        return
    number = int(text) if re.fullmatch(r"\d{1,2}", text, flags=re.ASCII) else None
    if number is not None and not 0 < number <= len(choices):
        yield conversation.no_such_number(text)
        return
    reply = runner.run(_answer(conversation, choices[number - 1].says if number else text))
    yield reply
    if reply and (better := runner.run(_later(reply))):
        yield better


def _numbered(reply: Reply) -> tuple[Choice, ...]:
    """Return what can be picked by its number."""
    return tuple(choice for choice in reply.choices if not choice.pictured)


def _print(text: str, shown: TextIO) -> None:
    print(text, end="\n\n", file=shown, flush=True)


def _shown(reply: Reply | None, invitation: Reply) -> str:
    if reply is None:
        return ""
    numbered = [f"  {number}. {choice.label}" for number, choice in enumerate(_numbered(reply), start=1)]
    return "\n".join([reply.plain(), *(["", invitation.plain(), *numbered] if numbered else [])])


async def _answer(conversation: Answers, text: str) -> Reply | None:
    try:
        return await conversation.answer(Message(text), _show_progress)
    except Exception:  # noqa: BLE001 - one odd line must not end the chat
        _log.exception("A message could not be answered")
        return replace(conversation.apology(None), refusal=True)


async def _later(reply: Reply) -> Reply | None:
    """Return what the answer has become within some seconds, None where it stays as it is."""
    try:
        async with asyncio.timeout(_WAIT_FOR_BETTER):
            return await reply.later() if reply.later else None
    except TimeoutError:
        return None
    except Exception:  # noqa: BLE001 - the answer stands already
        _log.exception("An answer could not be made better")
        return None


async def _show_progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}\r", end="", file=sys.stderr, flush=True)
