from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from bot.answering.ahead import results_in_order


async def test_the_next_works_go_on_while_a_result_is_used() -> None:
    begun: list[int] = []

    async def work(number: int) -> int:
        begun.append(number)
        await asyncio.sleep(0)
        return 10 * number

    seen = []
    async with aclosing(results_in_order(work, range(4), 2)) as results:
        async for result in results:
            await asyncio.sleep(0)  # while the result is used
            seen.append((result, len(begun)))
    assert seen == [(0, 2), (10, 3), (20, 4), (30, 4)]


async def test_a_result_that_is_late_holds_up_those_behind_it() -> None:
    late = asyncio.Event()

    async def work(number: int) -> int:
        if number == 0:
            await late.wait()
        else:
            late.set()
        return number

    async with aclosing(results_in_order(work, range(2), 2)) as results:
        assert [result async for result in results] == [0, 1]


async def test_what_is_under_way_ends_with_a_failure() -> None:
    ended = asyncio.Event()

    async def work(number: int) -> int:
        if number == 0:
            raise ConnectionError
        try:
            return await asyncio.get_running_loop().create_future()
        finally:
            ended.set()

    async with aclosing(results_in_order(work, range(2), 2)) as results:
        with pytest.raises(ConnectionError):
            await anext(results)
    assert ended.is_set()
