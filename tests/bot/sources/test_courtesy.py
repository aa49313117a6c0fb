from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.courtesy import Courtesy, Hiccup, Limits, NotHere, failure_of_status, retry_after_seconds

NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("Fri, 20 Nov 2026 12:00:30 GMT", 30.0),
        ("Fri, 20 Nov 2026 21:00:30 +0900", 30.0),
        ("Fri, 20 Nov 2026 12:00:30 -0000", 30.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("999999999999999", 86400.0),
        ("Fri, 20 Nov 2099 12:00:00 GMT", 86400.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e9", None),
        ("9" * 5000, None),
        ("٣", None),
        ("Fri, 99 Nov 2026 99:99:99 GMT", None),
        ("Fri, 20 Nov 99999999999 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        *((status, "refused") for status in (401, 403, 406)),
        *((status, "broken") for status in (302, 400, 418, 500, 503)),
        (429, "busy"),
    ],
)
def test_a_status_has_one_meaning(status: int, trouble: str) -> None:
    failure = failure_of_status("Melon", status)
    assert isinstance(failure, SourceUnavailable)
    assert failure.trouble == trouble
    assert isinstance(failure, Hiccup) == (status >= 500)


def test_404_is_a_fact_and_not_a_failure() -> None:
    assert isinstance(failure_of_status("Spotify", 404), NotHere)


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
    courtesy = Courtesy("S", Limits(pause=0.01))
    assert await courtesy.ask(Script(Hiccup("S", Trouble.BROKEN), "answer")) == "answer"
    script = Script(Hiccup("S", Trouble.BROKEN), Hiccup("S", Trouble.BROKEN), "too late")
    with pytest.raises(Hiccup):
        await courtesy.ask(script)
    assert script.count == 2


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BROKEN])
async def test_a_failure_that_would_come_again_is_not_repeated(trouble: Trouble) -> None:
    script = Script(SourceUnavailable("S", trouble), "never")
    with pytest.raises(SourceUnavailable):
        await Courtesy("S", Limits(pause=0.01)).ask(script)
    assert script.count == 1


async def test_a_short_wait_is_waited_for_once() -> None:
    assert await Courtesy("S", Limits(pause=0.01)).ask(Script(busy(0.05), "answer")) == "answer"
    script = Script(busy(0.05), busy(0.05), "too late")
    with pytest.raises(SourceUnavailable):
        await Courtesy("S", Limits(pause=0.01)).ask(script)
    assert script.count == 2


async def test_busy_without_a_time_is_not_repeated_and_closes_nothing() -> None:
    courtesy = Courtesy("S", Limits(pause=0.01))
    with pytest.raises(SourceUnavailable):
        await courtesy.ask(Script(busy(None)))
    assert await courtesy.ask(Script("answer")) == "answer"


async def test_while_told_to_wait_nobody_asks_and_afterwards_somebody_does() -> None:
    clock = Clock()
    courtesy = Courtesy("S", Limits(), clock)
    with pytest.raises(SourceUnavailable):
        await courtesy.ask(Script(busy(100)))
    clock.now += 60
    script = Script("answer")
    with pytest.raises(SourceUnavailable) as failure:
        await courtesy.ask(script)
    assert (failure.value.trouble, failure.value.retry_after, script.count) == (Trouble.BUSY, 40.0, 0)
    clock.now += 41
    assert await courtesy.ask(script) == "answer"


@pytest.mark.parametrize(("said", "waited"), [(None, 3600), (7200, 7200)])
async def test_a_used_up_quota_is_respected_for_an_hour_at_least(said: float | None, waited: float) -> None:
    clock = Clock()
    courtesy = Courtesy("S", Limits(), clock)
    with pytest.raises(SourceUnavailable):
        await courtesy.ask(Script(SourceUnavailable("S", Trouble.QUOTA, "", said)))
    clock.now += waited - 10
    with pytest.raises(SourceUnavailable) as failure:
        await courtesy.ask(Script("answer"))
    assert failure.value.trouble == Trouble.QUOTA
    clock.now += 11
    assert await courtesy.ask(Script("answer")) == "answer"


async def test_only_so_many_calls_run_at_once_and_the_others_wait_their_turn() -> None:
    courtesy = Courtesy("S", Limits(at_once=2))
    running, most = 0, 0

    async def attempt() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    await asyncio.gather(*(courtesy.ask(attempt) for _ in range(7)))
    assert most == 2


async def test_who_waits_too_long_for_a_turn_is_told_so() -> None:
    courtesy = Courtesy("S", Limits(at_once=1, queue=0.05))
    first = asyncio.create_task(courtesy.ask(lambda: asyncio.sleep(5)))
    await asyncio.sleep(0)
    with pytest.raises(SourceUnavailable) as failure:
        await courtesy.ask(Script("answer"))
    assert failure.value.trouble == Trouble.TIMEOUT
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await courtesy.ask(Script("answer")) == "answer"
