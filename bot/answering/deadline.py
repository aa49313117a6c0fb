"""An answer within a time: what is known by then is said, and the whole answer follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.language.words import N_, Words
from bot.messages.message import Progress
from bot.messages.reply import Reply, Span

ANSWERED_WITHIN: Final = timedelta(seconds=15)

SaySoFar = Callable[[], Awaitable[Reply | None]]
"""What can be said without asking any service; None where that is nothing."""


@dataclass(slots=True)
class _SoFar:
    say: SaySoFar | None = None


_SO_FAR: ContextVar[_SoFar | None] = ContextVar("so_far", default=None)
_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


def can_say(so_far: SaySoFar) -> None:
    """Note what the answer that is being worked on can say by now, in case that time is up."""
    if known := _SO_FAR.get():
        known.say = so_far


class Deadline:
    """Ends the waiting for answers; the work on them goes on, and what it learns is remembered."""

    def __init__(self, within: timedelta = ANSWERED_WITHIN) -> None:
        self._within = within.total_seconds()
        self._working: set[asyncio.Task[Reply]] = set()

    @contextmanager
    def of_message(self) -> Iterator[None]:
        """Let all answers that are begun inside, those to one message, end at the same time."""
        token = _UNTIL.set(asyncio.get_running_loop().time() + self._within)
        try:
            yield
        finally:
            _UNTIL.reset(token)

    async def answer(
        self, work: Callable[[Progress], Coroutine[None, None, Reply]], words: Words, progress: Progress
    ) -> Reply:
        """Return what the work returns; when time is up, what can be said so far, and the rest is `later`.

        The progress is told to no one any more when the answer stands.
        """
        so_far, now = _SoFar(), asyncio.get_running_loop().time()
        until = _UNTIL.get() or now + self._within
        awaited = True

        async def heard(line: str) -> None:
            if awaited:
                await progress(line)

        task = self._begun(work(heard), so_far)
        try:
            await self.wait(task, max(0.0, until - now))
        except asyncio.CancelledError:
            task.cancel()
            raise
        finally:
            awaited = False
        return task.result() if task.done() else await _unfinished(task, so_far, words)

    async def wait(self, task: asyncio.Task[Reply], seconds: float) -> None:
        """Wait for the work, or until time is up."""
        await asyncio.wait([task], timeout=seconds)

    def _begun(self, work: Coroutine[None, None, Reply], so_far: _SoFar) -> asyncio.Task[Reply]:
        token = _SO_FAR.set(so_far)
        try:
            task = asyncio.create_task(work)
        finally:
            _SO_FAR.reset(token)
        self._working.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Reply]) -> None:
        """Take note of an error where no one waits any more, or asyncio would log it as a forgotten one."""
        self._working.discard(task)
        if not task.cancelled():
            task.exception()


async def _unfinished(task: asyncio.Task[Reply], so_far: _SoFar, words: Words) -> Reply:
    known = await so_far.say() if so_far.say else None

    async def whole() -> Reply:
        reply = await asyncio.shield(task)
        return replace(known if known and reply.refusal else reply, later=None)

    longer = words.say(N_("This takes longer than usual. I add the rest here as soon as I have it."))
    shown = replace(known, text=(*known.text, Span("\n"), *longer)) if known else Reply(longer)
    return replace(shown, later=whole)
