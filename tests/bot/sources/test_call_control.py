from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_control import CallControl, CircuitBreaker, RateLimiter
from bot.sources.call_failures import NotFound, TransientFailure
from bot.sources.call_policy import Breaker, CallPolicy, Rate
from tests.standins.policies import SOON

OUT = SourceUnavailable("S", Trouble.UNREACHABLE)
FAILURES = Breaker().failures


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Script:
    """Attempts that end one after the other as the script says."""

    def __init__(self, *ends: Exception | str) -> None:
        self.ends = list(ends)
        self.count = 0

    async def __call__(self) -> str:
        self.count += 1
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end


def busy(seconds: float | None) -> SourceUnavailable:
    return SourceUnavailable("S", Trouble.BUSY, "429", seconds)


async def test_a_hiccup_is_tried_once_more_and_only_once() -> None:
    calls = CallControl("S", CallPolicy(retry=SOON))
    assert await calls.run(Script(TransientFailure("S", Trouble.BROKEN), "answer")) == "answer"
    script = Script(TransientFailure("S", Trouble.BROKEN), TransientFailure("S", Trouble.BROKEN), "too late")
    with pytest.raises(TransientFailure):
        await calls.run(script)
    assert script.count == 2


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BROKEN])
async def test_a_failure_that_would_come_again_is_not_repeated(trouble: Trouble) -> None:
    script = Script(SourceUnavailable("S", trouble), "never")
    with pytest.raises(SourceUnavailable):
        await CallControl("S", CallPolicy(retry=SOON)).run(script)
    assert script.count == 1


async def test_a_short_wait_is_waited_for_once() -> None:
    assert await CallControl("S", CallPolicy(retry=SOON)).run(Script(busy(0.05), "answer")) == "answer"
    script = Script(busy(0.05), busy(0.05), "too late")
    with pytest.raises(SourceUnavailable):
        await CallControl("S", CallPolicy(retry=SOON)).run(script)
    assert script.count == 2


async def test_busy_without_a_time_is_not_repeated_and_closes_nothing() -> None:
    calls = CallControl("S", CallPolicy(retry=SOON))
    with pytest.raises(SourceUnavailable):
        await calls.run(Script(busy(None)))
    assert await calls.run(Script("answer")) == "answer"


async def test_a_service_that_said_when_is_not_called_before() -> None:
    clock = Clock()
    calls = CallControl("S", CallPolicy(), clock)
    with pytest.raises(SourceUnavailable):
        await calls.run(Script(busy(100)))
    clock.now += 60
    script = Script("answer")
    with pytest.raises(SourceUnavailable) as failure:
        await calls.run(script)
    assert (failure.value.trouble, failure.value.retry_after, script.count) == (Trouble.BUSY, 40.0, 0)
    clock.now += 41
    assert await calls.run(script) == "answer"


@pytest.mark.parametrize(("said", "waited"), [(None, 3600), (7200, 7200)])
async def test_a_used_up_quota_is_respected_for_an_hour_at_least(said: float | None, waited: float) -> None:
    clock = Clock()
    calls = CallControl("S", CallPolicy(), clock)
    with pytest.raises(SourceUnavailable):
        await calls.run(Script(SourceUnavailable("S", Trouble.QUOTA, "", said)))
    clock.now += waited - 10
    with pytest.raises(SourceUnavailable) as failure:
        await calls.run(Script("answer"))
    assert failure.value.trouble == Trouble.QUOTA
    clock.now += 11
    assert await calls.run(Script("answer")) == "answer"


async def test_only_so_many_calls_run_at_once_and_the_others_wait_their_turn() -> None:
    calls = CallControl("S", CallPolicy(at_once=2))
    running, most = 0, 0

    async def attempt() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    await asyncio.gather(*(calls.run(attempt) for _ in range(7)))
    assert most == 2


async def test_a_call_that_waits_too_long_for_a_place_fails() -> None:
    calls = CallControl("S", CallPolicy(at_once=1, queue=0.05))
    first = asyncio.create_task(calls.run(lambda: asyncio.sleep(5)))
    await asyncio.sleep(0)
    with pytest.raises(SourceUnavailable) as failure:
        await calls.run(Script("answer"))
    assert failure.value.trouble == Trouble.TIMEOUT
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await calls.run(Script("answer")) == "answer"


async def attempts(calls: CallControl, number: int, end: Exception | str) -> int:
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
            await calls.run(attempt)
        except (SourceUnavailable, NotFound):
            continue
    return made


async def test_calls_are_spread_so_that_the_rate_is_kept() -> None:
    calls = CallControl("S", CallPolicy(rate=Rate(3, 0.1), at_once=10))
    started = time.monotonic()
    answers = await asyncio.gather(*(calls.run(lambda: asyncio.sleep(0, "here")) for _ in range(10)))
    assert answers == ["here"] * 10
    assert time.monotonic() - started >= 0.299, "the tenth call comes after three times three"


async def test_a_retry_takes_a_turn_of_its_own() -> None:
    calls = CallControl("S", CallPolicy(rate=Rate(1, 0.1), retry=SOON))
    started = time.monotonic()
    await attempts(calls, 1, TransientFailure("S", Trouble.BROKEN))
    assert time.monotonic() - started >= 0.099


async def test_a_turn_too_far_away_is_refused_at_once_and_takes_no_place() -> None:
    clock = Clock()
    limiter = RateLimiter("S", Rate(2, 60), clock)
    await limiter.take_turn(15)
    await limiter.take_turn(15)
    for _ in range(3):
        with pytest.raises(SourceUnavailable) as failure:
            await limiter.take_turn(15)
        assert (failure.value.trouble, failure.value.retry_after) == (Trouble.BUSY, 60)
    clock.now += 60
    await limiter.take_turn(15)


@pytest.mark.parametrize(
    "failure",
    [
        OUT,
        SourceUnavailable("S", Trouble.TIMEOUT),
        SourceUnavailable("S", Trouble.BUSY),
        TransientFailure("S", Trouble.BROKEN),
    ],
    ids=lambda failure: str(failure.trouble),
)
async def test_a_service_that_keeps_failing_is_left_alone_and_reported_once(
    failure: SourceUnavailable, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    calls = CallControl("S", CallPolicy(retry=SOON), clock)
    tries = 2 if isinstance(failure, TransientFailure) else 1
    assert await attempts(calls, 20, failure) == FAILURES * tries
    assert len(circuit_lines(caplog)) == 1
    assert len(caplog.records) == 2, "each kind of failure is said once, too"
    with pytest.raises(SourceUnavailable) as refusal:
        await calls.run(lambda: asyncio.sleep(0))
    assert (refusal.value.trouble, refusal.value.retry_after) == (failure.trouble, 30)


def circuit_lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return what was said of the circuit breaker: that it is open, and that the service answers again."""
    return [
        record
        for record in caplog.records
        if "out of order" in record.getMessage() or "answers again" in record.getMessage()
    ]


async def test_after_a_pause_one_call_tries_it_and_closes_the_circuit_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    calls = CallControl("S", CallPolicy(), clock)
    await attempts(calls, 10, OUT)
    clock.now += 31
    assert await attempts(calls, 10, OUT) == 1
    clock.now += 31
    assert await attempts(calls, 10, "answer") == 0, "the second pause is twice as long"
    clock.now += 30
    assert await attempts(calls, 10, "answer") == 10
    assert [record.levelname for record in circuit_lines(caplog)] == ["WARNING", "INFO"]
    await attempts(calls, 10, OUT)
    assert len(circuit_lines(caplog)) == 3


async def test_only_one_call_tries_while_the_others_are_refused() -> None:
    clock = Clock()
    calls = CallControl("S", CallPolicy(), clock)
    await attempts(calls, FAILURES, OUT)
    clock.now += 31
    answered = asyncio.Event()
    trying = asyncio.create_task(calls.run(answered.wait))
    await asyncio.sleep(0)
    assert await attempts(calls, 3, "answer") == 0
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert await attempts(calls, 3, "answer") == 3, "one that was broken off leaves room for another"


@pytest.mark.parametrize(
    "failure",
    [
        NotFound("S"),
        SourceUnavailable("S", Trouble.REFUSED),
        SourceUnavailable("S", Trouble.BROKEN),
        SourceUnavailable("S", Trouble.BUSY, "429", 0.0),
    ],
    ids=repr,
)
async def test_a_service_that_answers_is_not_out_of_order_whatever_it_says(failure: Exception) -> None:
    clock = Clock()
    calls = CallControl("S", CallPolicy(), clock)
    await attempts(calls, 20, failure)
    assert await attempts(calls, 1, "answer") == 1


async def test_calls_from_before_the_pause_do_not_make_it_longer() -> None:
    clock = Clock()
    breaker = CircuitBreaker("S", Breaker(), clock)
    for _ in range(FAILURES + 3):
        breaker.failed(OUT)
    clock.now += 30
    breaker.refuse_while_open()


async def test_a_pause_is_never_longer_than_ten_minutes() -> None:
    clock = Clock()
    calls = CallControl("S", CallPolicy(), clock)
    await attempts(calls, FAILURES, OUT)
    for _ in range(20):
        clock.now += Breaker().longest_pause
        assert await attempts(calls, 2, OUT) == 1
