"""Keys that many callers ask for within a moment go out in one call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

QUIET: Final = 0.004
"""Seconds without another key after which a call goes out."""
GATHERED_FOR: Final = 0.02
"""Seconds that the first key waits for others at most."""
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
    ) -> None:
        self._ask = ask
        self._most = most
        self._at_once = at_once
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._under_way: dict[K, asyncio.Future[V | None]] = {}
        self._expected: dict[K, tuple[float, asyncio.Future[V | None]]] = {}
        self._patient: set[K] = set()  # of those that wait: they are in no hurry
        self._calls: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._latest = 0.0  # when the timer goes off at the latest

    async def get(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the values of the known ones of these keys; raises what a call for one of them raised."""
        answers = {key: self._answer(key) for key in dict.fromkeys(keys)}
        self._patient -= answers.keys()
        self._go_on()
        if answers:
            await asyncio.wait(answers.values())
        found = {key: answer.result() for key, answer in answers.items()}
        return {key: value for key, value in found.items() if value is not None}

    def expect(self, keys: Iterable[K], *, more: bool = False) -> None:
        """Begin to ask for keys that will be wanted soon; their answers wait for some minutes, once.

        Where `more` will follow only full calls go out, until the last keys come or one of them is wanted.
        """
        until = asyncio.get_running_loop().time() + EXPECTED_KEPT
        for key in dict.fromkeys(keys):
            is_new = key not in self._waiting
            self._expected.setdefault(key, (until, self._answer(key)))
            if is_new and key in self._waiting:
                self._patient.add(key)
        if not more:
            self._patient.clear()
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
        if self._is_due():
            loop = asyncio.get_running_loop()
            if self._timer is None:
                self._latest = loop.time() + GATHERED_FOR
            else:
                self._timer.cancel()
            self._timer = loop.call_at(min(loop.time() + QUIET, self._latest), self._time_is_up)

    def _time_is_up(self) -> None:
        self._timer = None
        if self._is_due():
            self._send()

    def _is_due(self) -> bool:
        """Tell whether the next call need not wait for another one, and some key in it is in a hurry."""
        return not self._calls and len(self._waiting) > len(self._patient)

    def _send(self) -> None:
        in_a_hurry_first = sorted(self._waiting, key=self._patient.__contains__)
        batch = {key: self._waiting.pop(key) for key in in_a_hurry_first[: self._most]}
        self._under_way |= batch
        self._patient -= batch.keys()
        call = asyncio.get_running_loop().create_task(self._called(batch))
        self._calls.add(call)
        call.add_done_callback(self._ended)

    def _ended(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        if self._is_due():
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
