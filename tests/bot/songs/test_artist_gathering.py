"""Answers that become better when more songs of an artist are learned, and what that costs."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.messages.reply import Reply
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World

SAME_BAND = (11, 18, 25, 32)
SONG = invented_track(4)
LINK = f"spotify:track:{SONG.id}"

pytestmark = pytest.mark.usefixtures("with_heads")


@pytest.fixture(autouse=True)
def _a_band_of_one_sound(world: World) -> None:
    for track_id in set(world.songs) - {SONG.id, *map(invented_id, SAME_BAND)}:
        del world.songs[track_id]
    for number in SAME_BAND:
        world.reccobeats.features[invented_id(number)] = invented_features(1)


async def later(chat: Chat, text: str) -> tuple[Reply, Reply | None]:
    reply = await chat.answer(text)
    return reply, await reply.later() if reply.later else None


async def test_a_new_songs_answer_comes_again_with_the_artists_other_songs_once(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        first, better = await later(chat, LINK)
        assert "other songs" not in first.plain()
        assert better is not None
        assert better.later is None
        assert f"By its sound and other songs by {SONG.artists[0]} (4)" in better.plain()
        asked = len(world.reccobeats.requests)
        second, again = await later(chat, LINK)
        assert second.plain() == better.plain()
        assert again is None
        assert len(world.reccobeats.requests) == asked


async def test_a_song_without_features_gets_its_genre_later(world: World, started: StartedBot) -> None:
    del world.reccobeats.features[SONG.id]
    async with started() as chat:
        first, better = await later(chat, LINK)
        assert "so I cannot tell its genre" in first.plain()
        assert better is not None
        assert f"other songs by {SONG.artists[0]} (4)" in better.plain()


async def test_ten_people_who_ask_at_once_cost_one_look_at_the_artist(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        first = [await chat.reply(LINK) for _ in range(10)]
        asked = len(world.reccobeats.requests)
        better = await asyncio.gather(*(reply.later() for reply in first if reply and reply.later))
        assert len(world.reccobeats.requests) - asked <= 4
        assert len({reply.plain() for reply in better if reply}) == 1


async def test_of_several_songs_in_one_message_the_whole_answer_comes_again(started: StartedBot) -> None:
    async with started() as chat:
        first, better = await later(chat, f"{LINK} https://example.org/")
        assert better is not None
        assert better.plain() != first.plain()
        assert better.plain().splitlines()[-1] == first.plain().splitlines()[-1]


async def test_where_no_service_answers_the_answer_stays(world: World, started: StartedBot) -> None:
    async with started() as chat:
        await chat.says(LINK)
        world.reccobeats.fault = Fault.CLOSED
        assert (await later(chat, LINK))[1] is None


async def test_what_takes_longer_than_the_wait_is_known_afterwards(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.songs.song_answer.WAIT_FOR_ARTIST", timedelta(0))
    async with started() as chat:
        assert (await later(chat, LINK))[1] is None
        gathering = chat.application.conversation._songs._song._artists
        for task in list(gathering._asked._running.values()):
            await task
        assert "(4)" in await chat.says(LINK)


async def test_a_namesakes_songs_do_not_count(world: World, started: StartedBot) -> None:
    world.spotify_web.fault = Fault.CLOSED  # its pages name no ids of artists
    world.reccobeats.namesakes = {invented_id(number): "of Oslo" for number in SAME_BAND[:2]}
    async with started() as chat:
        await chat.says(" ".join(f"spotify:track:{invented_id(number)}" for number in SAME_BAND[:3]))
        first, better = await later(chat, LINK)
    assert f"other songs by {SONG.artists[0]} (1)" in first.plain()
    assert better is not None
    assert f"other songs by {SONG.artists[0]} (2)" in better.plain()
