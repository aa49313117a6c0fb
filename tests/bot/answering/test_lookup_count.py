"""Which look-ups count for a message."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.answering.lookup_count import count_answer, count_lookups, counted_lookups
from bot.songs.single_flight import SingleFlight
from bot.telemetry.metrics import exposition
from model.voting import GenreVote, MemberVote


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


async def test_answers_are_counted_by_kind_level_and_whether_they_were_known_and_timed() -> None:
    vote = GenreVote("dance", (MemberVote("one", "rock", 0.6, 1.0),), {"dance": 0.5}, "soft", "lookups@1")
    with counted_lookups():
        count_answer("Known", "answered", vote)
    with counted_lookups():
        count_lookups(1)
        count_answer("Asked", "SongNotFound", None)
    with counted_lookups():
        pass
    lines = exposition().decode().splitlines()
    for expected in (
        'jangreu_answers_total{cache="hit",kind="Known",level="measured",outcome="answered"} 1.0',
        'jangreu_answers_total{cache="miss",kind="Asked",level="none",outcome="SongNotFound"} 1.0',
        'jangreu_answer_seconds_count{cache="hit",kind="Known"} 1.0',
        'jangreu_answer_seconds_count{cache="miss",kind="Asked"} 1.0',
        'jangreu_votes_total{genre="dance",model="lookups@1"} 1.0',
        'jangreu_votes_total{genre="rock",model="one"} 1.0',
    ):
        assert expected in lines
