"""Songs and a chart that nothing is known of, where every foreign service takes 100 ms."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx

from bot.sources.call_policy import POLICIES
from tests.benchmarks.figures import Figure, lateness, median, milliseconds
from tests.benchmarks.known_song import link
from tests.benchmarks.processes import Running, running
from tests.benchmarks.telegram_server import TelegramServer
from tests.standins.invented import invented_features, invented_track
from tests.standins.stand_in import Asked, StandIn
from tests.standins.world import World, stand_ins

LATENCY = 0.1
QUIET = 2.0  # seconds without a request, after which no rate limit holds the next one up
SONGS = 8
LIFTED = {"TELEGRAM_MESSAGES_PER_SECOND": "1000000"}


@asynccontextmanager
async def slow_world(size: int = 100) -> AsyncIterator[tuple[World, TelegramServer, Running]]:
    """Run a bot that knows nothing, with keys, among services that take their time."""
    async with stand_ins(size) as world, TelegramServer() as telegram:
        for service in world.services:
            service.delay = LATENCY
        settings = {**world.settings_environment(with_keys=True), **LIFTED}
        async with running(telegram, **settings) as bot:
            yield world, telegram, bot


async def figures() -> list[Figure]:
    """Measure unknown songs by link and by name, then Melon's Top 100."""
    async with slow_world() as (world, telegram, songs_bot):
        await _answered(world, telegram, link(100))  # Spotify gives a token once
        by_link = [await _answered(world, telegram, link(number)) for number in range(1, SONGS + 1)]
        by_name = [await _answered(world, telegram, _unheard_name(world, number)) for number in range(SONGS)]
    top, late = await _top_100()
    return [
        _unknown("unknown song by link", by_link, 1),
        _unknown("unknown song by name", by_name, 2),
        *top,
        lateness("unknown songs", songs_bot.late),
        lateness("chart from nothing", late),
    ]


def _unknown(what: str, took: list[float], chain: int) -> Figure:
    """Compare with requests of which each needs the last one's answer: the goal is 40 ms more than these."""
    floor = chain * LATENCY
    most = (floor + 0.04) / floor
    told = f"{1000 * floor:.0f} ms ({chain} in a chain)"
    return Figure(
        f"{what}, services 100 ms", milliseconds(median(took)), told, median(took) / floor, most=most
    )


def _unheard_name(world: World, number: int) -> str:
    """Add a song by an artist whose songs are not known, and return its name."""
    song = invented_track(200 + number)
    song = replace(song, artists=(f"Quartet {'ABCDEFGHIJKLMNOP'[number] * 3}",))
    world.songs[song.id] = song
    world.reccobeats.features[song.id] = invented_features(200 + number)
    return f"{song.title} {song.artists[0]}"


async def _answered(world: World, telegram: TelegramServer, text: str) -> float:
    await _quiet(world)
    asked = telegram.say(len(telegram.sent) + 1, text)
    return await asked.answered - asked.said


async def _quiet(world: World) -> None:
    """Wait until no service has been asked for a while."""
    seen, since = -1, time.perf_counter()
    while time.perf_counter() - since < QUIET:
        if (now := sum(len(service.requests) for service in world.services)) != seen:
            seen, since = now, time.perf_counter()
        await asyncio.sleep(0.05)


async def _top_100() -> tuple[list[Figure], list[float]]:
    async with slow_world() as (world, telegram, bot):
        began = telegram.say(1, "/chart").said
        await telegram.first_picture.wait()  # before, a line of progress may be sent
        took = time.perf_counter() - began
        floor = _limits(world)
        alone = await _calls_alone(world)
    what, shown = "Top 100 from nothing, services 100 ms", f"{took:.2f} s"
    limits = Figure(what, shown, f"{floor:.2f} s (limits)", took / floor, most=1.15)
    calls = Figure(
        "Top 100 from nothing, against its calls alone",
        shown,
        f"{alone:.2f} s (by httpx alone)",
        took / alone,
    )
    return [limits, calls], bot.late


async def _calls_alone(world: World) -> float:
    """Return how long the HTTP library takes for the same calls, as many at once, and nothing else.

    Of the calls to ReccoBeats only the last is made: the others go out while Spotify searches.
    """
    melon, spotify, reccobeats = world.melon, world.spotify_api, world.reccobeats
    token, *searches = [each for each in spotify.requests if each.path != "/v1/audio-features/"]
    stages = [[(melon, melon.requests[0])], [(spotify, token)], [(spotify, each) for each in searches]]
    stages.append([(reccobeats, reccobeats.requests[-1])])
    places = asyncio.Semaphore(POLICIES["Spotify"].at_once)
    async with httpx.AsyncClient() as client:

        async def call(service: StandIn, asked: Asked) -> None:
            async with places:
                await client.request(
                    asked.method,
                    service.url + asked.path,
                    params=asked.query,
                    headers=asked.headers,
                    content=asked.body,
                )

        began = time.perf_counter()
        for stage in stages:
            await asyncio.gather(*(call(*each) for each in stage))
        return time.perf_counter() - began


def _limits(world: World) -> float:
    """Return how long what was asked takes at least, one stage after the other, by the services' limits.

    The chart, then a token, then the songs by name at Spotify, then what the last of these has for features
    at ReccoBeats; the other features were asked for meanwhile.
    """
    searches = sum(asked.path == "/v1/search" for asked in world.spotify_api.requests)
    features = sum(asked.path == "/v1/audio-features" for asked in world.reccobeats.requests)
    rate = POLICIES["ReccoBeats"].rate
    between = rate.seconds / rate.calls if rate else 0.0
    searching = LATENCY * math.ceil(searches / POLICIES["Spotify"].at_once)
    return 2 * LATENCY + max(searching, between * (features - 1)) + LATENCY
