"""What processes share: turns at a rate, taken in one trip for all that wait; alone there is no trip."""

from __future__ import annotations

import asyncio
import math

import pytest
from sqlalchemy import Engine, event

from bot.answering.sharing import Sharing
from bot.errors import SourceUnavailable
from bot.platforms.telegram.rate_limits import ChatRateLimiter
from bot.sources.call_control import RateLimiter
from bot.sources.call_policy import Rate
from storage.database import open_database


class Others:
    """The processes that live, as the test says."""

    def __init__(self) -> None:
        self.others = 1


@pytest.fixture
def engine() -> Engine:
    return open_database("sqlite://")


@pytest.fixture
def others() -> Others:
    return Others()


@pytest.fixture
def both(engine: Engine, others: Others) -> tuple[Sharing, Sharing]:
    """Return what two processes have."""
    return Sharing(others, None, engine), Sharing(others, None, engine)  # type: ignore[arg-type]


def trips(engine: Engine) -> list[str]:
    made: list[str] = []
    event.listen(engine, "begin", lambda _: made.append("begin"))
    return made


async def test_those_that_wait_at_the_same_time_take_their_turns_in_one_trip(
    both: tuple[Sharing, Sharing], engine: Engine
) -> None:
    made = trips(engine)
    waits = await asyncio.gather(*(both[0].turn("Deezer", 2, 1000, 1e6) for _ in range(6)))
    assert sorted(waits) == pytest.approx([0, 0, 1000, 1000, 2000, 2000])
    assert len(made) == 1
    assert await both[1].turn("Deezer", 2, 1000, 1e6) == pytest.approx(3000, abs=500)
    assert await both[1].turn("Deezer", 2, 1000, 1) == math.inf


async def test_a_process_that_is_alone_asks_no_database(
    both: tuple[Sharing, Sharing], engine: Engine, others: Others
) -> None:
    others.others = 0
    made = trips(engine)
    assert [await both[0].turn("Deezer", 1, 1000, 1) for _ in range(3)] == [0, 0, 0]
    assert made == []


async def test_where_the_database_does_not_work_the_turn_is_now(
    both: tuple[Sharing, Sharing], engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE shared_rates")
    assert await both[0].turn("Deezer", 1, 1000, 1) == 0


async def test_a_services_rate_counts_the_calls_of_all_processes(both: tuple[Sharing, Sharing]) -> None:
    one, other = (RateLimiter("Apple Music", Rate(2, 1000), lambda: 0.0) for _ in both)
    one.sharing, other.sharing = both
    await one.take_turn(5)
    await other.take_turn(5)
    for limiter in (one, other):
        with pytest.raises(SourceUnavailable):
            await limiter.take_turn(5)


async def test_messages_to_telegram_keep_to_one_rate_together(
    both: tuple[Sharing, Sharing], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def sent() -> str:
        return "sent"

    monkeypatch.setattr("bot.platforms.telegram.rate_limits.asyncio.sleep", sleep)
    one, other = (ChatRateLimiter(2.0, sharing=each) for each in both)
    for limiter in (one, other, one, other):
        assert await limiter.process_request(sent, (), {}, "sendMessage", {"chat_id": 7}, None) == "sent"
    assert slept == [0, 0, pytest.approx(1, abs=0.5), pytest.approx(1, abs=0.5)]
