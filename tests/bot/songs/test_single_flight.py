from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NameNotFound, SourceUnavailable, Trouble
from bot.songs.single_flight import SingleFlight

HOUR = timedelta(hours=1)


class Work:
    """A look-up that counts how often it is done."""

    def __init__(self, end: str | Exception = "found") -> None:
        self.end = end
        self.done = 0
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self) -> str:
        self.done += 1
        await self.may_end.wait()
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime(2026, 11, 20, tzinfo=UTC)]


@pytest.fixture
def flight(clock: list[datetime]) -> SingleFlight[str, str]:
    return SingleFlight(lambda: clock[0], HOUR, most=3)


async def test_ten_who_ask_at_once_share_one_look_up(flight: SingleFlight[str, str]) -> None:
    work = Work()
    assert await asyncio.gather(*(flight.ask("a", work) for _ in range(10))) == ["found"] * 10
    assert work.done == 1


async def test_who_asks_for_something_else_does_not_wait(flight: SingleFlight[str, str]) -> None:
    slow = Work()
    slow.may_end.clear()
    waiting = asyncio.create_task(flight.ask("a", slow))
    assert await flight.ask("b", Work("other")) == "other"
    slow.may_end.set()
    assert await waiting == "found"


async def test_an_end_is_kept_for_its_time_and_then_asked_for_again(
    flight: SingleFlight[str, str], clock: list[datetime]
) -> None:
    found, unknown = Work(), Work(NameNotFound("x"))
    for minutes in (0, 59, 2):
        clock[0] += timedelta(minutes=minutes)
        assert await flight.ask("a", found) == "found"
        with pytest.raises(NameNotFound):
            await flight.ask("b", unknown)
    assert (found.done, unknown.done) == (2, 2)


async def test_that_a_service_did_not_answer_is_not_kept(flight: SingleFlight[str, str]) -> None:
    work = Work(SourceUnavailable("S", Trouble.TIMEOUT))
    for _ in range(3):
        with pytest.raises(SourceUnavailable):
            await flight.ask("a", work)
    assert work.done == 3


async def test_a_caller_who_goes_away_takes_the_answer_from_no_other(flight: SingleFlight[str, str]) -> None:
    work = Work()
    work.may_end.clear()
    first, second = (asyncio.create_task(flight.ask("a", work)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    work.may_end.set()
    assert await second == "found"
    assert work.done == 1


async def test_a_failure_that_no_caller_waits_for_any_more_is_not_logged_as_forgotten(
    flight: SingleFlight[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(SourceUnavailable("S", Trouble.TIMEOUT))
    work.may_end.clear()
    asking = asyncio.create_task(flight.ask("a", work))
    await asyncio.sleep(0)
    asking.cancel()
    work.may_end.set()
    await asyncio.sleep(0.01)
    assert not caplog.records


async def test_only_the_last_ends_are_kept(flight: SingleFlight[str, str]) -> None:
    works = {key: Work(key) for key in "abcd"}
    for key in "abcdda":
        assert await flight.ask(key, works[key]) == key
    assert [work.done for work in works.values()] == [2, 1, 1, 1]


async def test_closing_ends_what_is_still_being_looked_up(
    flight: SingleFlight[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    work.may_end.clear()
    asking = asyncio.create_task(flight.ask("a", work))
    await asyncio.sleep(0)
    await flight.close()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert work.done == 0
    assert not caplog.records
