"""Runs the bots of several platforms side by side: each starts and fails on its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from bot.errors import CannotRun
from storage.errors import StorageError

log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[None]]


class PlatformBot(Protocol):
    """The bot on one platform."""

    async def run(
        self, stop: asyncio.Event, on_ready: Step | None = None, on_stop: Step | None = None
    ) -> None:
        """Answer until `stop` is set; raises CannotRun where the platform does not let it.

        `on_ready` is called once the platform answers, `on_stop` before the connection closes.
        """


@dataclass(frozen=True, slots=True)
class Served:
    """The bots by their platforms; `start` and `stop` are for what they do without being asked.

    `ended` is told which platform does not run any more, `close` ends what all share. `beside` is open from
    before the first platform answers to the end; `answering` has the names of the platforms that answer now.
    """

    bots: Mapping[str, PlatformBot]
    start: Step
    stop: Step
    ended: Callable[[str], object]
    close: Step
    beside: Callable[[], AbstractAsyncContextManager[object]] = nullcontext
    answering: set[str] = field(default_factory=set)


async def serve(served: Served, stop: asyncio.Event) -> None:
    """Run all bots until `stop` is set; raises what ended the only one, CannotRun once none is left."""
    async with served.beside():
        await _serve(served, stop)


async def _serve(served: Served, stop: asyncio.Event) -> None:
    together = _Together(served, stop)
    if len(served.bots) == 1:
        (name,) = served.bots
        await _run(name, served, together, stop)
        return
    ran = await asyncio.gather(*(_runs_well(name, served, together, stop) for name in served.bots))
    if not any(ran):
        raise CannotRun("There is no chat platform left on which the bot can run.")


async def _runs_well(name: str, served: Served, together: _Together, stop: asyncio.Event) -> bool:
    """Run one bot to the end; what ends it is logged, and is nothing to the others."""
    try:
        await _run(name, served, together, stop)
    except (CannotRun, StorageError) as problem:
        log.error("%s", problem)  # noqa: TRY400 - one sentence for the operator
    except Exception:
        log.exception("the bot on %s has ended", name)
    else:
        return True
    return False


async def _run(name: str, served: Served, together: _Together, stop: asyncio.Event) -> None:
    async def ready() -> None:
        served.answering.add(name)
        await together.ready()

    async def stopping() -> None:
        served.answering.discard(name)
        await together.stopping()

    try:
        await served.bots[name].run(stop, ready, stopping)
    finally:
        served.answering.discard(name)
        served.ended(name)


class _Together:
    """What all bots share: begun with the first that is ready, ended with the last or at the request."""

    def __init__(self, served: Served, stop: asyncio.Event) -> None:
        self._served = served
        self._stop = stop
        self._turn = asyncio.Lock()
        self._ready = 0
        self._runs = False

    async def ready(self) -> None:
        async with self._turn:
            self._ready += 1
            if not self._runs:
                await self._served.start()
                self._runs = True

    async def stopping(self) -> None:
        async with self._turn:
            self._ready -= 1
            if self._runs and (self._stop.is_set() or not self._ready):
                self._runs = False
                await self._served.stop()
