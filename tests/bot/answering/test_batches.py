from __future__ import annotations

import asyncio

import pytest

from bot.answering.batches import Batches


class Trips:
    """Notes the keys of each trip, and ends it when it is told to; each key that is no "?" has a value."""

    def __init__(self) -> None:
        self.keys: list[list[str]] = []
        self.begun = asyncio.Event()
        self.arrived = asyncio.Semaphore(0)

    async def make(self, keys: list[str]) -> dict[str, str]:
        self.keys.append(keys)
        self.begun.set()
        await self.arrived.acquire()
        return {key: key.upper() for key in keys if key != "?"}


async def test_what_is_asked_during_a_trip_goes_out_together_with_the_next() -> None:
    trips = Trips()
    batches = Batches(trips.make)
    first = asyncio.create_task(batches.ask(["a"]))
    await trips.begun.wait()
    others = [asyncio.create_task(batches.ask(keys)) for keys in (["b", "?"], ["c", "b"], ["a"])]
    await asyncio.sleep(0)
    trips.arrived.release()
    trips.arrived.release()
    assert await first == {"a": "A"}
    assert await asyncio.gather(*others) == [{"b": "B"}, {"c": "C", "b": "B"}, {"a": "A"}]
    assert trips.keys == [["a"], ["b", "?", "c", "a"]], "what was read before it was asked for may be old"


async def test_a_caller_who_goes_away_takes_nothing_from_the_others() -> None:
    trips = Trips()
    batches = Batches(trips.make)
    leaving, staying = (asyncio.create_task(batches.ask([key])) for key in "ab")
    await trips.begun.wait()
    leaving.cancel()
    trips.arrived.release()
    assert await staying == {"b": "B"}
    assert leaving.cancelled()


async def test_a_trip_that_would_come_too_soon_after_the_last_waits_and_takes_what_comes_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited, over = [], asyncio.Event()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await over.wait()

    trips = Trips()
    for _ in range(2):
        trips.arrived.release()
    batches = Batches(trips.make, apart=1000.0)
    assert await batches.ask(["a"]) == {"a": "A"}
    monkeypatch.setattr("bot.answering.batches.asyncio.sleep", sleep)
    first = asyncio.create_task(batches.ask(["b"]))
    while not waited:
        await asyncio.wait([first], timeout=0)
    second = asyncio.create_task(batches.ask(["c"]))
    await asyncio.wait([second], timeout=0)
    over.set()
    assert await asyncio.gather(first, second) == [{"b": "B"}, {"c": "C"}]
    assert trips.keys == [["a"], ["b", "c"]]
    assert 0 < waited[0] <= 1000
