from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from bot.errors import SourceUnavailable
from bot.start import bootstrap as start
from storage.chart_history import ChartHistory
from storage.errors import StorageError
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import PATIENT
from tests.standins.stand_in import NEVER, Fault
from tests.standins.world import World


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return the time, in a list so that a test can set it."""
    time = [datetime.now(UTC)]
    monkeypatch.setattr(start, "_now", lambda: time[0])
    return time


def searches(world: World) -> int:
    return sum("/search" in asked.path for asked in world.spotify_api.requests)


async def test_the_chart_says_its_genres_its_first_songs_and_its_hour(
    world: World, started: StartedBot
) -> None:
    async with started(with_keys=True) as chat:
        reply = await chat.answer("/chart")
    said = reply.plain()
    assert said.startswith(f"Melon Top 100 by genre, {world.melon.day:%Y-%m-%d} {world.melon.hour:02}:00 KST")
    assert "\n1. " in said
    assert "\n10. " in said
    assert "\n11. " not in said
    assert reply.picture is not None
    assert "100 of 100 songs" in reply.picture.known
    assert "Looking up songs: 100 of 100" in chat.progress


@pytest.mark.usefixtures("known_songs")
async def test_a_chart_seen_before_costs_one_request(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started(with_keys=True) as chat:
        first = await chat.says("/chart")
        for service in world.services:
            service.requests.clear()
        clock[0] += timedelta(hours=1, minutes=1)
        assert await chat.says("/chart") == first
    assert not [service for service in world.services if service.requests and service is not world.melon]
    assert len(world.melon.requests) == 1


@pytest.mark.usefixtures("known_songs")
async def test_melon_is_asked_once_an_hour_for_all_who_ask(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    for minutes in (0, 10, 49):
        clock[0] += timedelta(minutes=minutes)
        async with started() as chat:  # a restart is no reason to ask again
            await chat.says("/chart")
            await chat.says("/chart", language="ko")
    assert len(world.melon.requests) == 1
    clock[0] += timedelta(minutes=2)
    async with started() as chat:
        await chat.says("/chart")
    assert len(world.melon.requests) == 2


@pytest.mark.usefixtures("known_songs")
async def test_a_chart_that_cannot_be_stored_is_not_asked_for_again_either(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("The disk is full.")

    async with started() as chat:
        monkeypatch.setattr(ChartHistory, "save", full)
        assert (await chat.says("/chart")) == (await chat.says("/chart"))
    assert len(world.melon.requests) == 1


@pytest.mark.usefixtures("known_songs")
async def test_a_clock_that_was_set_back_does_not_keep_the_old_chart_for_ever(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started() as chat:
        await chat.says("/chart")
    clock[0] -= timedelta(days=400)
    async with started() as chat:
        await chat.says("/chart")
    assert len(world.melon.requests) == 2


@pytest.mark.usefixtures("known_songs")
async def test_a_failed_reading_is_not_repeated_at_once(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    world.melon.fault = Fault.REFUSED
    async with started() as chat:
        for _ in range(5):
            await chat.says("/chart")
        assert len(world.melon.requests) == 1
        world.melon.fault = Fault.NONE
        clock[0] += timedelta(minutes=5)
        assert (await chat.says("/chart")).startswith("Melon Top 100 by genre")


async def test_without_melon_and_without_a_stored_chart_the_study_sample_is_shown_as_such(
    world: World, started: StartedBot
) -> None:
    world.melon.fault = Fault.CLOSED
    async with started() as chat:
        said = await chat.says("/chart")
    assert said.startswith("The study's sample of the Melon Top 100, late 2021")
    assert "This is not today's chart" in said
    assert "Melon cannot be reached" in said
    assert "Savage by aespa: " in said
    assert "Without a genre" not in said


@pytest.mark.usefixtures("known_songs")
@pytest.mark.parametrize("fault", sorted(set(Fault) - {Fault.NONE}, key=str))
async def test_whatever_melon_does_the_last_chart_is_shown_with_its_time_and_the_reason(
    world: World, started: StartedBot, clock: list[datetime], fault: Fault
) -> None:
    async with started(with_keys=True) as chat:
        first = await chat.says("/chart")
    world.melon.fault = fault
    clock[0] += timedelta(hours=3)
    policy = replace(PATIENT, total=0.1) if fault in NEVER else PATIENT
    async with started(with_keys=True, policy=policy) as chat:
        said = await chat.says("/chart")
    assert said.splitlines()[0] == first.splitlines()[0]
    assert "This is the last chart that I have read: Melon " in said
    assert said.splitlines()[-10:] == first.splitlines()[-10:]


@pytest.mark.slow
async def test_without_keys_the_songs_are_found_through_deezer_and_their_isrcs(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    world.deezer.songs = {str(number): invented_track(number) for number in range(1, 91)}
    for service in world.services:
        service.delay = 0.05
    async with started() as chat:
        begun = perf_counter()
        first = await chat.says("/chart")
        print(f"A chart of 100 new songs without keys: {perf_counter() - begun:.1f} s")  # noqa: T201
        assert "Estimated, since no service has their audio features: " in first
        assert len(world.deezer.requests) == 100  # a search for each song
        by_isrc, sounds = (
            sum(asked.path.endswith(path) for asked in world.reccobeats.requests)
            for path in ("/track", "/audio-features")
        )
        assert by_isrc == 5  # of twenty songs at once
        assert sounds == 3  # of forty songs at once
        assert "Looking up songs: 60 of 100" in chat.progress
        for service in world.services:
            service.requests.clear()
        begun = perf_counter()
        assert await chat.says("/chart") == first
        print(f"The same chart from memory: {perf_counter() - begun:.2f} s")  # noqa: T201
        assert [service.requests for service in world.services if service.requests] == []
        clock[0] += timedelta(hours=1, minutes=1)
        assert await chat.says("/chart") == first
    assert [service for service in world.services if service.requests] == [world.melon]
    assert len(world.melon.requests) == 1


@pytest.mark.slow
async def test_with_keys_a_new_chart_costs_a_search_for_each_song(world: World, started: StartedBot) -> None:
    for service in world.services:
        service.delay = 0.05
    async with started(with_keys=True) as chat:
        begun = perf_counter()
        assert "Without a genre" not in await chat.says("/chart")
        print(f"A chart of 100 new songs with keys: {perf_counter() - begun:.1f} s")  # noqa: T201
    assert searches(world) == 100
    assert world.deezer.requests == []


async def test_a_song_that_no_service_knows_is_looked_up_more_and_more_rarely(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    del world.songs[invented_id(1)]
    looked_up = []
    async with started(with_keys=True) as chat:
        for day in range(25):
            before = searches(world)
            await chat.says("/chart")
            looked_up += [day] if searches(world) > before else []
            clock[0] += timedelta(days=1)
    assert looked_up == [0, 1, 3, 7, 14, 21]


async def test_songs_without_a_match_are_searched_for_again_only_another_day(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    for number in (1, 2, 3):
        del world.songs[invented_id(number)]
        entry = world.melon.entries[number - 1]
        world.melon.entries[number - 1] = replace(entry, artists=("없는 밴드",))
    async with started(with_keys=True) as chat:
        assert "3 have no certain match among" in await chat.says("/chart")
        asked = searches(world)
        clock[0] += timedelta(hours=2)
        assert "3 have no certain match among" in await chat.says("/chart")
        assert searches(world) == asked
        clock[0] += timedelta(hours=23)
        await chat.says("/chart")
    assert searches(world) == asked + 3


async def test_songs_without_audio_features_are_told_from_songs_that_could_not_be_asked_for(
    world: World, started: StartedBot
) -> None:
    del world.reccobeats.features[invented_id(5)]
    async with started(with_keys=True) as chat:
        assert "1 without audio features" in await chat.says("/chart")


@pytest.mark.parametrize("fault", [Fault.CLOSED, Fault.HALF, Fault.BUSY, Fault.HTML])
async def test_what_was_learned_before_a_failure_is_kept(
    world: World, started: StartedBot, clock: list[datetime], fault: Fault
) -> None:
    world.reccobeats.fault = fault
    async with started(with_keys=True) as chat:
        assert "100 could not be looked up just now" in await chat.says("/chart")
        asked = searches(world)
    world.reccobeats.fault = Fault.NONE
    clock[0] += timedelta(minutes=1)
    async with started(with_keys=True) as chat:
        assert "Without a genre" not in await chat.says("/chart")
    assert searches(world) == asked


async def test_a_digest_is_not_made_of_an_old_chart(world: World, started: StartedBot) -> None:
    world.melon.fault = Fault.CLOSED
    async with started() as chat:
        with pytest.raises(SourceUnavailable):
            await chat.conversation.digest("melon-top100", "ko")
