"""Which look-ups count for a message."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.answering.lookup_count import counted_lookups
from bot.songs.single_flight import SingleFlight


async def test_a_message_counts_the_look_ups_that_it_begins_also_in_tasks_and_not_those_of_others() -> None:
    flight: SingleFlight[str, str] = SingleFlight(lambda: datetime.now(UTC), timedelta(minutes=1))
    begun = asyncio.Event()

    async def slow() -> str:
        await begun.wait()
        return "found"

    async def ask(*keys: str) -> int:
        with counted_lookups() as count:
            await asyncio.gather(*(flight.ask(key, slow) for key in keys))
        return count.begun

    first, second = asyncio.create_task(ask("a", "b")), asyncio.create_task(ask("b", "c"))
    await asyncio.sleep(0)
    begun.set()
    assert sorted(await asyncio.gather(first, second)) == [1, 2]
    assert await ask("a", "b", "c") == 0, "what is kept is not asked for again"
