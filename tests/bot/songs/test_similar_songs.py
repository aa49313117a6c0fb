"""Songs like a song: by what the models hear, those by other artists first."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.songs import similar_songs
from bot.songs.similar_songs import BY_OTHERS
from model.music import Track
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.world import World

ASKED = f"spotify:track:{invented_id(1)}"


def know(world: World, number: int, title: str, artist: str, sounds_like: int) -> Track:
    """Let the services know a song that sounds exactly like another one."""
    track = replace(invented_track(number), title=title, artists=(artist,))
    world.songs[track.id] = track
    world.reccobeats.features[track.id] = invented_features(sounds_like)
    return track


async def listed(chat: Chat, asked: str = ASKED) -> list[str]:
    reply = await chat.answer(f"/similar {asked}")
    return [span.says for span in reply.text if span.says]


async def hear(chat: Chat, *numbers: int) -> None:
    for number in numbers:
        await chat.says(f"spotify:track:{invented_id(number)}")


async def test_the_nearest_songs_come_first_other_artists_before_the_same_and_each_song_once(
    world: World, started: StartedBot
) -> None:
    know(world, 1, "Harbour", "Kite", 1)
    know(world, 2, "Harbour - Remix", "Kite", 1)  # a version of the song itself
    know(world, 3, "Rivers", "Kite", 1)
    know(world, 4, "Tides", "Heron", 1)
    know(world, 5, "Tides (Inst.)", "Heron", 1)
    know(world, 6, "Far away", "Crane", 40)
    async with started() as chat:
        await hear(chat, 1, 2, 3, 4, 5, 6)
        for service in world.services:
            service.requests.clear()
        found = await listed(chat)
        assert not [asked for service in world.services for asked in service.requests]
    numbers = [int(says[-2:]) for says in found if says[-2:].isdecimal()]  # the study's songs are far
    assert numbers[0] == 4
    assert numbers[-1] == 3
    assert set(numbers) <= {4, 6, 3}


async def test_a_song_that_is_learned_later_is_found_and_so_is_one_after_a_restart(
    world: World, started: StartedBot
) -> None:
    know(world, 1, "Harbour", "Kite", 1)
    know(world, 2, "Tides", "Heron", 1)
    async with started() as chat:
        await hear(chat, 1)
        before = await listed(chat)
        await hear(chat, 2)
        after = await listed(chat)
    assert f"spotify:track:{invented_id(2)}" not in before
    assert after[0] == f"spotify:track:{invented_id(2)}"
    async with started() as chat:
        assert await listed(chat) == after


async def test_songs_that_were_never_asked_about_are_heard_before_the_first_answer(
    started: StartedBot,
) -> None:
    savage = "spotify:track:3dbLT62Cvs46Ju7a8gpr36"
    async with started() as chat:
        assert len(await listed(chat, savage)) > BY_OTHERS  # of the study's ten songs


async def test_songs_beyond_those_are_heard_after_it(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar_songs, "_HEARD_AT_ONCE", 1)
    savage = "spotify:track:3dbLT62Cvs46Ju7a8gpr36"
    async with started() as chat:
        async with asyncio.timeout(240):
            while len(await listed(chat, savage)) < BY_OTHERS:  # noqa: ASYNC110 - of the study's ten songs
                await asyncio.sleep(0.01)


async def test_no_more_songs_are_kept_than_there_is_room_for(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    del world
    monkeypatch.setattr(similar_songs, "MOST_COMPARED", 3)
    async with started() as chat:
        await hear(chat, *range(1, 9))
        for number in range(1, 9):
            assert len(await listed(chat, f"spotify:track:{invented_id(number)}")) <= 2


async def test_at_most_some_songs_are_listed_one_of_each_other_artist(started: StartedBot) -> None:
    async with started() as chat:
        await hear(chat, *range(1, 30))
        reply = await chat.answer(f"/similar {ASKED}")
    lines = reply.plain().splitlines()[1:]
    assert lines[0].startswith("1. ")
    assert len(lines) <= BY_OTHERS + similar_songs.BY_THE_ARTIST


async def test_a_song_whose_sound_is_not_known_is_like_none_that_could_be_told(
    world: World, started: StartedBot, with_heads: object
) -> None:
    del with_heads
    for number in range(1, 5):
        know(world, number, f"Song {chr(64 + number)}", "Kite", number)
    del world.reccobeats.features[invented_id(4)]
    async with started() as chat:
        await hear(chat, 1, 2, 3, 4)
        said = await chat.says(f"/similar spotify:track:{invented_id(4)}")
    assert "no service has its audio features, so I cannot tell what sounds like it" in said
