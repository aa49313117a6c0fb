from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.digests.alarm_clock import AlarmClock

OFTEN = timedelta(milliseconds=30)
Start = Callable[..., AlarmClock]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    clocks: list[AlarmClock] = []

    def started(job: Callable[[datetime], Awaitable[None]], every: timedelta = OFTEN) -> AlarmClock:
        clocks.append(AlarmClock(job, every))
        clocks[-1].start()
        return clocks[-1]

    yield started
    for clock in clocks:
        await clock.stop()


async def test_it_rings_at_the_start_and_then_every_so_often_with_the_time_in_utc(start: Start) -> None:
    rung: asyncio.Queue[datetime] = asyncio.Queue()
    start(rung.put)
    moments = [await rung.get() for _ in range(3)]
    assert moments == sorted(moments)
    assert all(moment.tzinfo is UTC for moment in moments)


async def test_the_first_ring_does_not_wait_for_the_minute(start: Start) -> None:
    rung: asyncio.Queue[datetime] = asyncio.Queue()
    start(rung.put, timedelta(minutes=1))
    await rung.get()


async def test_a_job_that_fails_is_logged_and_rung_again(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    rung: asyncio.Queue[datetime] = asyncio.Queue()

    async def fail(now: datetime) -> None:
        await rung.put(now)
        raise RuntimeError("broken")

    start(fail)
    for _ in range(2):
        await rung.get()
    assert "RuntimeError: broken" in caplog.text


async def test_a_job_that_lasts_is_not_rung_a_second_time(start: Start) -> None:
    running: list[int] = []
    most: list[int] = []
    done = asyncio.Event()

    async def last(_now: datetime) -> None:
        running.append(1)
        most.append(len(running))
        await asyncio.sleep(0.1)
        running.pop()
        if len(most) == 3:
            done.set()

    start(last)
    await done.wait()
    assert set(most) == {1}


async def test_stopping_lets_a_job_end(start: Start) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work(_now: datetime) -> None:
        begun.set()
        await asyncio.sleep(0.1)
        ended.set()

    clock = start(work)
    await begun.wait()
    await clock.stop()
    assert ended.is_set()


async def test_stopping_does_not_wait_for_ever(start: Start) -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def hang(_now: datetime) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    clock = start(hang)
    await begun.wait()
    await clock.stop(timedelta(milliseconds=50))
    assert cancelled.is_set()


async def test_a_stopped_clock_is_silent(start: Start) -> None:
    rung: asyncio.Queue[datetime] = asyncio.Queue()
    clock = start(rung.put)
    await rung.get()
    await clock.stop()
    count = rung.qsize()
    await asyncio.sleep(3 * OFTEN.total_seconds())
    assert rung.qsize() == count


async def test_it_rings_sooner_where_it_is_told_to_and_not_once_it_is_stopped() -> None:
    rung: asyncio.Queue[datetime] = asyncio.Queue()
    clock = AlarmClock(rung.put, every=timedelta(days=1))
    clock.start()
    await rung.get()
    clock.ring_soon()
    await rung.get()
    await clock.stop()
    clock.ring_soon()
    assert rung.empty()
