"""A chat in the terminal: the same conversation, a line in, the reply out."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Sequence
from typing import Final, Protocol, TextIO

from bot.message import Message, Progress
from bot.reply import Choice, Reply

_WAIT_FOR_BETTER: Final = 15.0  # seconds
_log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the terminal needs of a conversation."""

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        """Return the reply to a message, or None."""

    def greeting(self, language: str | None) -> Reply:
        """Return what to say first."""

    def invitation(self, language: str | None) -> Reply:
        """Return what to say above the numbers to pick from."""

    def apology(self, language: str | None) -> Reply:
        """Return what to say after a bug."""


def chat(conversation: Answers, runner: asyncio.Runner, typed: TextIO, shown: TextIO) -> None:
    """Answer line by line until the input ends; greets and prompts only where a person types.

    The lines are read outside the event loop's run, so that Ctrl-C ends the wait for one at once.
    """
    person = typed.isatty()
    choices: tuple[Choice, ...] = ()
    if person:
        print(conversation.greeting(None).plain(), end="\n\n", file=shown, flush=True)
    while True:
        if person:
            print("> ", end="", file=shown, flush=True)
        line = typed.readline()
        if not line:
            break
        if text := line.strip():
            reply = runner.run(_answer(conversation, _picked(text, choices)))
            choices = tuple(choice for choice in reply.choices if not choice.pictured) if reply else ()
            print(_shown(reply, choices, conversation.invitation(None)), end="\n\n", file=shown, flush=True)
            if reply and (better := runner.run(_later(reply))):
                choices = tuple(choice for choice in better.choices if not choice.pictured)
                print(
                    _shown(better, choices, conversation.invitation(None)), end="\n\n", file=shown, flush=True
                )
    if person:
        print(file=shown)


def _picked(text: str, choices: tuple[Choice, ...]) -> str:
    """Return what a number stands for while there is something to pick from, else the text itself."""
    number = int(text) if re.fullmatch(r"[1-9]\d?", text, flags=re.ASCII) else 0
    return choices[number - 1].says if 0 < number <= len(choices) else text


def _shown(reply: Reply | None, choices: Sequence[Choice], invitation: Reply) -> str:
    if reply is None:
        return ""
    if not choices:
        return reply.plain()
    numbered = [f"  {number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    return "\n".join([reply.plain(), "", invitation.plain(), *numbered])


async def _answer(conversation: Answers, text: str) -> Reply | None:
    try:
        return await conversation.answer(Message(text), _show_progress)
    except Exception:  # noqa: BLE001 - one odd line must not end the chat
        _log.exception("A message could not be answered")
        return conversation.apology(None)


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
