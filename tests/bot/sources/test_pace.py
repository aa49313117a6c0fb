from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.courtesy import Courtesy, Hiccup, Limits, NotHere
from bot.sources.pace import LONGEST_REST, STRIKES, Fuse, Pace, Rate

OUT = SourceUnavailable("S", Trouble.UNREACHABLE)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def attempts(courtesy: Courtesy, number: int, end: Exception | str) -> int:
    """Ask so many times and return how many attempts were made."""
    made = 0

    async def attempt() -> str:
        nonlocal made
        made += 1
        if isinstance(end, Exception):
            raise end
        return end

    for _ in range(number):
        try:
            await courtesy.ask(attempt)
        except (SourceUnavailable, NotHere):
            continue
    return made


async def test_calls_are_spread_so_that_the_rate_is_kept() -> None:
    courtesy = Courtesy("S", Limits(rate=Rate(3, 0.1), at_once=10))
    started = time.monotonic()
    answers = await asyncio.gather(*(courtesy.ask(lambda: asyncio.sleep(0, "here")) for _ in range(10)))
    assert answers == ["here"] * 10
    assert time.monotonic() - started >= 0.299, "the tenth call comes after three times three"


async def test_a_retry_takes_a_turn_of_its_own() -> None:
    courtesy = Courtesy("S", Limits(rate=Rate(1, 0.1), pause=0.001))
    started = time.monotonic()
    await attempts(courtesy, 1, Hiccup("S", Trouble.BROKEN))
    assert time.monotonic() - started >= 0.099


async def test_a_turn_too_far_away_is_refused_at_once_and_takes_nobody_elses() -> None:
    clock = Clock()
    pace = Pace("S", Rate(2, 60), clock)
    await pace.take_turn(15)
    await pace.take_turn(15)
    for _ in range(3):
        with pytest.raises(SourceUnavailable) as failure:
            await pace.take_turn(15)
        assert (failure.value.trouble, failure.value.retry_after) == (Trouble.BUSY, 60)
    clock.now += 60
    await pace.take_turn(15)


@pytest.mark.parametrize(
    "failure",
    [
        OUT,
        SourceUnavailable("S", Trouble.TIMEOUT),
        SourceUnavailable("S", Trouble.BUSY),
        Hiccup("S", Trouble.BROKEN),
    ],
    ids=lambda failure: str(failure.trouble),
)
async def test_a_service_that_keeps_failing_is_left_alone_and_reported_once(
    failure: SourceUnavailable, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    courtesy = Courtesy("S", Limits(pause=0.001), clock)
    tries = 2 if isinstance(failure, Hiccup) else 1
    assert await attempts(courtesy, 20, failure) == STRIKES * tries
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    with pytest.raises(SourceUnavailable) as refusal:
        await courtesy.ask(lambda: asyncio.sleep(0))
    assert (refusal.value.trouble, refusal.value.retry_after) == (failure.trouble, 30)


async def test_after_a_rest_one_call_tries_it_and_closes_the_circuit_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    courtesy = Courtesy("S", Limits(), clock)
    await attempts(courtesy, 10, OUT)
    clock.now += 31
    assert await attempts(courtesy, 10, OUT) == 1
    clock.now += 31
    assert await attempts(courtesy, 10, "answer") == 0, "the second rest is twice as long"
    clock.now += 30
    assert await attempts(courtesy, 10, "answer") == 10
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    await attempts(courtesy, 10, OUT)
    assert len(caplog.records) == 3


async def test_only_one_call_tries_while_the_others_are_refused() -> None:
    clock = Clock()
    courtesy = Courtesy("S", Limits(), clock)
    await attempts(courtesy, STRIKES, OUT)
    clock.now += 31
    answered = asyncio.Event()
    trying = asyncio.create_task(courtesy.ask(answered.wait))
    await asyncio.sleep(0)
    assert await attempts(courtesy, 3, "answer") == 0
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert await attempts(courtesy, 3, "answer") == 3, "one that was broken off leaves room for another"


@pytest.mark.parametrize(
    "failure",
    [
        NotHere("S"),
        SourceUnavailable("S", Trouble.REFUSED),
        SourceUnavailable("S", Trouble.BROKEN),
        SourceUnavailable("S", Trouble.BUSY, "429", 0.0),
    ],
    ids=repr,
)
async def test_a_service_that_answers_is_not_out_of_order_whatever_it_says(failure: Exception) -> None:
    clock = Clock()
    courtesy = Courtesy("S", Limits(), clock)
    await attempts(courtesy, 20, failure)
    assert await attempts(courtesy, 1, "answer") == 1


async def test_calls_from_before_the_rest_do_not_make_it_longer() -> None:
    clock = Clock()
    fuse = Fuse("S", clock)
    for _ in range(STRIKES + 3):
        fuse.failed(OUT)
    clock.now += 30
    fuse.refuse_while_out()


async def test_a_rest_is_never_longer_than_ten_minutes() -> None:
    clock = Clock()
    courtesy = Courtesy("S", Limits(), clock)
    await attempts(courtesy, STRIKES, OUT)
    for _ in range(20):
        clock.now += LONGEST_REST
        assert await attempts(courtesy, 2, OUT) == 1
