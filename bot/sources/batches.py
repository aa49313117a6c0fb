"""Keys that many callers ask for within a moment go out in one call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

GATHERED_FOR: Final = 0.02
"""Seconds that the first key waits for others."""
EXPECTED_KEPT: Final = 300.0
"""Seconds that an answer waits which was announced and is not asked for."""
MOST_EXPECTED: Final = 2_000


class Batches(Generic[K, V]):
    """Calls that take up to `most` keys each; `ask` returns what it knows by key, unknown keys are absent.

    While one call is under way the keys that come gather for the next one, and a full one does not wait. A
    key that is under way is not asked for again. Failures are raised to all who asked; nothing is remembered.
    """

    def __init__(
        self,
        ask: Callable[[list[K]], Awaitable[Mapping[K, V]]],
        most: int,
        *,
        at_once: int = 4,
        gathered_for: float = GATHERED_FOR,
    ) -> None:
        self._ask = ask
        self._most = most
        self._at_once = at_once
        self._gathered_for = gathered_for
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._under_way: dict[K, asyncio.Future[V | None]] = {}
        self._expected: dict[K, tuple[float, asyncio.Future[V | None]]] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def get(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the values of the known ones of these keys; raises what a call for one of them raised."""
        answers = {key: self._answer(key) for key in dict.fromkeys(keys)}
        self._go_on()
        if answers:
            await asyncio.wait(answers.values())
        found = {key: answer.result() for key, answer in answers.items()}
        return {key: value for key, value in found.items() if value is not None}

    def expect(self, keys: Iterable[K]) -> None:
        """Begin to ask for keys that will be wanted soon; their answers wait for some minutes, once."""
        until = asyncio.get_running_loop().time() + EXPECTED_KEPT
        for key in dict.fromkeys(keys):
            self._expected.setdefault(key, (until, self._answer(key)))
        while len(self._expected) > MOST_EXPECTED:
            del self._expected[next(iter(self._expected))]
        self._go_on()

    def _answer(self, key: K) -> asyncio.Future[V | None]:
        """Return where the answer for a key will be, and let it wait for a call if there is none to come."""
        loop = asyncio.get_running_loop()
        until, expected = self._expected.pop(key, (0.0, None))
        if expected is not None and until > loop.time() and not _failed(expected):
            return expected
        coming = self._under_way.get(key) or self._waiting.get(key)
        if coming is None:
            coming = self._waiting[key] = loop.create_future()
            coming.add_done_callback(_heard)
        return coming

    def _go_on(self) -> None:
        """Send what is full, and let the rest go in a moment, or after the call that is under way."""
        while len(self._waiting) >= self._most and len(self._calls) < self._at_once:
            self._send()
        if self._waiting and not self._calls and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._gathered_for, self._time_is_up)

    def _time_is_up(self) -> None:
        self._timer = None
        if self._waiting and not self._calls:
            self._send()

    def _send(self) -> None:
        batch = {key: self._waiting.pop(key) for key in list(self._waiting)[: self._most]}
        self._under_way |= batch
        call = asyncio.get_running_loop().create_task(self._called(batch))
        self._calls.add(call)
        call.add_done_callback(self._ended)

    def _ended(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        if self._waiting and not self._calls:
            self._send()
        self._go_on()

    async def _called(self, batch: Mapping[K, asyncio.Future[V | None]]) -> None:
        try:
            found = await self._ask(list(batch))
        except Exception as failure:  # noqa: BLE001 - raised to each who asked
            for answer in batch.values():
                answer.set_exception(failure)
        except asyncio.CancelledError:
            for answer in batch.values():
                answer.cancel()
            raise
        else:
            for key, answer in batch.items():
                answer.set_result(found.get(key))
        finally:
            for key in batch:
                del self._under_way[key]


def _failed(answer: asyncio.Future[V | None]) -> bool:
    return answer.done() and (answer.cancelled() or answer.exception() is not None)


def _heard(answer: asyncio.Future[V | None]) -> None:
    """Take note of a failure even where every caller has gone, or asyncio would log it as a forgotten one."""
    if not answer.cancelled():
        answer.exception()
