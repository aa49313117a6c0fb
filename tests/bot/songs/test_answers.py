"""Why a song has its genre: told when it is asked for, and computed only then."""

from __future__ import annotations

import pytest

from model.ensemble import GenreEnsemble
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World

LINK = f"https://open.spotify.com/track/{invented_id(1)}"


async def test_the_button_below_a_song_tells_why_without_asking_any_service_again(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        reply = await chat.answer(LINK)
        why = reply.choices[0]
        for service in world.services:
            service.requests.clear()
        said = (await chat.says(why.says)).splitlines()
        assert said[0].startswith(invented_track(1).title)
        assert "speaks for" in said[1]
        assert [line.split()[0] for line in said[4:7]] == ["predict1", "predict2", "predict3"]
        assert not any(service.requests for service in world.services)


@pytest.mark.parametrize("asked", [LINK, f"spotify:track:{invented_id(1)}"])
async def test_why_can_be_asked_about_any_way_of_naming_a_song(started: StartedBot, asked: str) -> None:
    async with started() as chat:
        await chat.says(LINK)
        assert "What each model finds likeliest:" in await chat.says(f"/why {asked}")


@pytest.mark.parametrize("asked", ["/why", "/why spotify:album:albumalbumalbumalbum01"])
async def test_why_about_no_song_is_answered_with_how_to_ask(started: StartedBot, asked: str) -> None:
    async with started() as chat:
        assert "Write the song's name or its Spotify link" in await chat.says(asked)


async def test_why_about_a_song_that_cannot_be_had_is_answered_as_the_song_would_be(
    world: World, started: StartedBot
) -> None:
    world.reccobeats.fault = Fault.ERROR
    async with started() as chat:
        assert await chat.says(f"/why {LINK}") == await chat.says(LINK)


async def test_the_answer_about_a_song_computes_no_reasons(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computed(*_: object) -> None:
        raise AssertionError("reasons were computed")

    monkeypatch.setattr(GenreEnsemble, "why", computed)
    async with started() as chat:
        for _ in range(2):
            assert "Genre: " in await chat.says(LINK)
