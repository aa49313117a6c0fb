from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

import pytest

from bot.sources import batches
from bot.sources.batches import MOST_EXPECTED, Batches


@dataclass
class Service:
    """Knows the length of each word of fewer than nine letters; `hold` keeps its answers back."""

    calls: list[list[str]] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    fails: bool = False

    def __post_init__(self) -> None:
        self.hold.set()

    async def ask(self, keys: list[str]) -> dict[str, int]:
        self.calls.append(keys)
        await self.hold.wait()
        if self.fails:
            raise ConnectionError
        return {key: len(key) for key in keys if len(key) < 9}


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def gathered(service: Service) -> Batches[str, int]:
    return Batches(service.ask, 4)


async def turns(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - it waits for a state, which no event tells
        await asyncio.sleep(0)


async def test_keys_that_are_asked_for_at_the_same_time_go_out_in_one_call(
    service: Service, gathered: Batches[str, int]
) -> None:
    asked = (["a", "bb"], ["bb"], ["ccc", "a"], [])
    answers = await asyncio.gather(*(gathered.get(keys) for keys in asked))
    assert answers == [{"a": 1, "bb": 2}, {"bb": 2}, {"ccc": 3, "a": 1}, {}]
    assert service.calls == [["a", "bb", "ccc"]]


async def test_no_call_has_more_keys_than_the_service_takes(
    service: Service, gathered: Batches[str, int]
) -> None:
    keys = [f"{number:03}" for number in range(10)]
    assert len(await gathered.get(keys)) == 10
    assert [len(call) for call in service.calls] == [4, 4, 2]
    assert list(chain.from_iterable(service.calls)) == keys


async def test_keys_that_come_while_a_call_is_under_way_gather_for_the_next(
    service: Service, gathered: Batches[str, int]
) -> None:
    service.hold.clear()
    first = asyncio.create_task(gathered.get(["a"]))
    await turns(lambda: bool(service.calls))
    others = [asyncio.create_task(gathered.get([key])) for key in ("bb", "ccc", "a")]
    await asyncio.sleep(3 * batches.GATHERED_FOR)
    assert service.calls == [["a"]]
    service.hold.set()
    assert await asyncio.gather(first, *others) == [{"a": 1}, {"bb": 2}, {"ccc": 3}, {"a": 1}]
    assert service.calls == [["a"], ["bb", "ccc"]]


async def test_a_full_call_does_not_wait_for_a_slow_one(
    service: Service, gathered: Batches[str, int]
) -> None:
    service.hold.clear()
    slow = asyncio.create_task(gathered.get(["a"]))
    await turns(lambda: bool(service.calls))
    full = asyncio.create_task(gathered.get(["1", "2", "3", "4"]))
    await turns(lambda: len(service.calls) == 2)
    service.hold.set()
    assert len(await full) == 4
    assert await slow == {"a": 1}


async def test_unknown_keys_are_absent(service: Service, gathered: Batches[str, int]) -> None:
    assert await gathered.get(["a", "far too long"]) == {"a": 1}
    assert await gathered.get([]) == {}
    assert len(service.calls) == 1


async def test_a_failure_is_raised_to_all_who_asked_and_is_not_remembered(
    service: Service, gathered: Batches[str, int]
) -> None:
    service.fails = True
    answers = await asyncio.gather(*(gathered.get([key]) for key in ("a", "bb")), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionError] * 2
    service.fails = False
    assert await gathered.get(["a", "bb"]) == {"a": 1, "bb": 2}


async def test_a_caller_who_goes_away_takes_the_answer_from_no_other(
    service: Service, gathered: Batches[str, int]
) -> None:
    service.hold.clear()
    gone, stays = (asyncio.create_task(gathered.get(["a"])) for _ in range(2))
    await turns(lambda: bool(service.calls))
    gone.cancel()
    service.hold.set()
    assert await stays == {"a": 1}


async def test_what_is_expected_is_asked_for_at_once_and_is_there_when_it_is_wanted(
    service: Service, gathered: Batches[str, int]
) -> None:
    gathered.expect(["a", "bb", "far too long"])
    await turns(lambda: bool(service.calls) and not gathered._calls)
    for key in ("a", "bb", "far too long"):
        await gathered.get([key])
    assert service.calls == [["a", "bb", "far too long"]]
    await gathered.get(["a"])
    assert len(service.calls) == 2  # an answer that was expected waits for one caller


async def test_a_key_that_comes_alone_waits_for_a_moment_only(
    gathered: Batches[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "GATHERED_FOR", 3600.0)
    assert await gathered.get(["a"]) == {"a": 1}


async def test_keys_go_out_in_the_end_however_many_follow(
    service: Service, gathered: Batches[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "QUIET", 3600.0)
    first = asyncio.create_task(gathered.get(["a"]))
    await turns(lambda: bool(gathered._waiting))
    assert await gathered.get(["bb"]) == {"bb": 2}
    assert await first == {"a": 1}
    assert service.calls == [["a", "bb"]]


async def test_where_more_is_expected_only_full_calls_go_out(
    service: Service, gathered: Batches[str, int]
) -> None:
    for keys in (["a", "b", "c"], ["d", "e"]):
        gathered.expect(keys, more=True)
        await asyncio.sleep(2 * batches.GATHERED_FOR)
    assert service.calls == [["a", "b", "c", "d"]]
    gathered.expect(["f"])
    await turns(lambda: len(service.calls) == 2)
    assert service.calls[1] == ["e", "f"]


async def test_a_key_that_is_wanted_waits_for_no_more(service: Service, gathered: Batches[str, int]) -> None:
    gathered.expect(["a", "bb"], more=True)
    assert await gathered.get(["bb"]) == {"bb": 2}
    assert await gathered.get(["a"]) == {"a": 1}
    assert service.calls == [["bb", "a"]]


async def test_who_is_in_a_hurry_goes_before_those_who_wait_for_more(
    service: Service, gathered: Batches[str, int]
) -> None:
    gathered.expect(["a", "b", "c"], more=True)
    assert await gathered.get(["dd", "ee"]) == {"dd": 2, "ee": 2}
    assert [set(call) > {"dd", "ee"} for call in service.calls] == [True]


async def test_what_was_expected_without_result_is_asked_for_again(
    service: Service, gathered: Batches[str, int]
) -> None:
    service.fails = True
    gathered.expect(["a"])
    await turns(lambda: bool(service.calls) and not gathered._calls)
    service.fails = False
    assert await gathered.get(["a"]) == {"a": 1}


async def test_an_answer_does_not_wait_for_ever(
    service: Service, gathered: Batches[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "EXPECTED_KEPT", 0.0)
    gathered.expect(["a"])
    await turns(lambda: bool(service.calls) and not gathered._calls)
    await gathered.get(["a"])
    assert len(service.calls) == 2


async def test_only_so_much_is_expected(gathered: Batches[str, int]) -> None:
    gathered.expect(str(number) for number in range(2 * MOST_EXPECTED))
    assert len(gathered._expected) == MOST_EXPECTED
    await turns(lambda: not gathered._calls and not gathered._waiting)
