"""The queue between chats: turns, limits, and one chat that waits for something."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from functools import partial

import pytest

from bot.platforms.fair_queue import FairQueue


class Work:
    """Pieces of work that note when they start, and wait where they are told to."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.ended: list[str] = []
        self.waited_for = asyncio.Event()

    async def quick(self, name: str) -> None:
        self.started.append(name)
        self.ended.append(name)

    async def waiting(self, name: str) -> None:
        self.started.append(name)
        await self.waited_for.wait()
        self.ended.append(name)


@contextlib.asynccontextmanager
async def running(queue: FairQueue) -> AsyncIterator[None]:
    task = asyncio.create_task(queue.run())
    try:
        yield
    finally:
        task.cancel()


async def settled() -> None:
    """Let everything run that can."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
def work() -> Work:
    return Work()


async def test_a_chat_with_much_to_ask_lets_another_in_after_one(work: Work) -> None:
    queue = FairQueue(at_once=1)
    for number in range(5):
        queue.put("busy", partial(work.quick, f"busy {number}"))
    queue.put("quiet", partial(work.quick, "quiet"))
    async with running(queue):
        await settled()
    assert work.started == ["busy 0", "quiet", "busy 1", "busy 2", "busy 3", "busy 4"]


async def test_what_one_chat_waits_for_holds_up_no_other(work: Work) -> None:
    queue = FairQueue(at_once=2)
    async with running(queue):
        for number in range(50):
            queue.put("waits", partial(work.waiting, f"waits {number}"))
        await settled()
        assert work.started == ["waits 0", "waits 1"]
        for number in range(50):
            queue.put(f"chat {number}", partial(work.quick, "other"))
        await settled()
        await settled()
        assert work.ended == ["other"] * 50
        work.waited_for.set()
        await settled()
        await settled()
    assert len(work.ended) == 100


async def test_a_full_queue_takes_nothing_more_of_its_chat_until_it_has_a_place(work: Work) -> None:
    queue = FairQueue(longest=2, at_once=1)
    assert [queue.put("a", partial(work.quick, str(number))) for number in range(3)] == [True, True, False]
    assert queue.put("b", partial(work.quick, "b"))
    async with running(queue):
        await settled()
        assert queue.put("a", partial(work.quick, "later"))
        await settled()
    assert work.started == ["0", "b", "1", "later"]


async def test_the_end_lets_running_work_end_and_starts_nothing_more(work: Work) -> None:
    queue = FairQueue(at_once=1)

    def waiting(name: str) -> Coroutine[None, None, None]:
        return work.waiting(name)

    queue.put("a", partial(waiting, "runs"))
    queue.put("a", partial(waiting, "waits"))
    async with running(queue):
        await settled()
    asyncio.get_running_loop().call_soon(work.waited_for.set)
    await queue.finish(10)
    assert (work.started, work.ended) == (["runs"], ["runs"])


async def test_the_end_does_not_wait_for_ever(work: Work) -> None:
    queue = FairQueue()
    queue.put("a", partial(work.waiting, "hangs"))
    async with running(queue):
        await settled()
    await queue.finish(0)
    assert (work.started, work.ended) == (["hangs"], [])
