"""Mixed requests at the whole bot, fifty at a time: a thousand without any fault, and some in a storm."""

from __future__ import annotations

import asyncio
import gc
import random
import re
import tracemalloc
from collections.abc import Iterator, Mapping

import pytest

from bot.songs.single_flight import SingleFlight
from bot.sources import batches
from bot.sources.call_policy import CallPolicy, Rate
from tests.bot.conftest import Chat, StartedBot
from tests.bot.own_tasks import tasks_of_the_bot
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import SOON
from tests.standins.stand_in import Fault
from tests.standins.world import World

pytestmark = pytest.mark.slow

REQUESTS, IN_A_STORM, AT_ONCE = 1000, 400, 50
QUICK = {"Deezer": Rate(45, 0.2), "Apple Music": Rate(20, 0.2), "ReccoBeats": Rate(1, 0.01)}
"""The services' real rates, many times faster."""
LEAST = {
    "SpotifyWeb": 40 + 5 + 5,  # links, short links' songs, ids of nothing
    "ReccoBeats": 40 + 5 + 2 * (20 + 10 + 10 + 5),  # features; and for names and other links the track before
    "Deezer": 20 + 10 + 10 + 5 + 5,  # names, Melon's and Deezer's links, videos, names of nothing
    "ITunes": 2 * 5,  # names of nothing, in two stores
    "Melon": 10,
    "YouTube": 5,
    "ShortLinks": 5,
}
"""What a thousand requests for these hundred things cost, if nothing is asked twice."""
ROUNDS, MOST_KILOBYTES = 6, 150
"""What the bot holds may go up and down by so much (pools of connections, statements) once it has settled."""
FEW = 20
"""So many look-ups are kept here, instead of a thousand."""
FAULTS = (
    *(Fault.BUSY, Fault.ERROR, Fault.HALF, Fault.DROPPED, Fault.HTML, Fault.EMPTY),
    *(Fault.REFUSED, Fault.REDIRECT, Fault.HUGE, Fault.SLOW, Fault.DRIBBLE, Fault.CLOSED),
)
REASON = re.compile(
    r"I cannot look that up: .+\. (Please try again|Only the bot's owner)"
    r"|Spotify has no song with the id|I found no song called"
    r"|That (short )?link does not lead to a song"
    r"|Did you mean one of these\?"
    r"|.+: I know this song"
)


def things(world: World) -> Iterator[tuple[str, str]]:
    """Give what is asked for, and how the answer to each begins where all is well."""
    world.deezer.songs = world.itunes.songs = world.songs
    for number in range(1, 41):
        yield f"https://open.spotify.com/track/{invented_id(number)}", invented_track(number).title
    for number in range(41, 61):
        song = invented_track(number)
        yield f"{song.title} {song.artists[0]}", song.title
    for number in range(61, 71):
        song = invented_track(number)
        world.melon.songs[str(number)] = (song.title, song.artists)
        yield f"https://www.melon.com/song/detail.htm?songId={number}", song.title
    for number in range(71, 81):
        yield f"https://www.deezer.com/track/{number}", invented_track(number).title
    for number in range(81, 86):
        song = invented_track(number)
        world.youtube.videos[f"video_____{number - 80}"] = (song.title, f"{song.artists[0]} - Topic")
        yield f"https://youtu.be/video_____{number - 80}", song.title
    for number in range(86, 91):
        world.short_links.redirects[f"/{number}"] = f"https://open.spotify.com/track/{invented_id(number)}"
        yield f"https://spotify.link/{number}", invented_track(number).title
    for letter in "vwxyz":
        yield f"spotify:track:{letter * 22}", "Spotify has no song with the id"
        yield f"{letter}qqqq {letter}jjjj", "I found no song called"
    yield "Savage aespa", "Savage by aespa"
    yield "/help", "Send me"


async def ask_all(chat: Chat, texts: list[str]) -> list[str]:
    """Ask everything, fifty at a time; a second answer to one message would be an error here."""
    places = asyncio.Semaphore(AT_ONCE)

    async def ask(text: str) -> str:
        async with places:
            return await chat.says(text)

    return await asyncio.gather(*(ask(text) for text in texts))


def name_of(number: int) -> str:
    """Return a word that no song is called by, for each number another one."""
    return "qx" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def containers(root: object) -> Iterator[tuple[str, int]]:
    """Give the size of each dictionary, list and set that an object of the bot holds, by where it stands."""
    seen: set[int] = set()
    waiting: list[tuple[str, object]] = [(type(root).__name__, root)]
    while waiting:
        name, thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        for attribute, value in vars(thing).items() if hasattr(thing, "__dict__") else ():
            place = f"{name}.{attribute}"
            if isinstance(value, dict | list | set) and not isinstance(value, type):
                yield place, len(value)
            if type(value).__module__.startswith("bot."):
                waiting.append((place, value))
            elif isinstance(value, tuple | list | dict):
                inside = value.values() if isinstance(value, dict) else value
                waiting += [(f"{place}[]", own) for own in inside if type(own).__module__.startswith("bot.")]


def shuffled(known: dict[str, str], chance: random.Random, number: int) -> list[str]:
    """Return so many requests, in which everything occurs."""
    texts = [*known, *chance.choices(list(known), k=number - len(known))]
    chance.shuffle(texts)
    return texts


def asked(world: World) -> dict[str, int]:
    counts = {type(service).__name__: len(service.requests) for service in world.services}
    counts["ShortLinks"] = len(world.short_links.requests)
    return {name: count for name, count in counts.items() if count}


@pytest.fixture
def rates() -> Mapping[str, Rate]:
    return QUICK


async def test_a_thousand_requests_cost_each_look_up_once(world: World, started: StartedBot) -> None:
    known = dict(things(world))
    texts = shuffled(known, random.Random(1), REQUESTS)  # noqa: S311 - no secret
    async with started() as chat:
        answers = await ask_all(chat, texts)
        assert not tasks_of_the_bot()
    wrong = [
        (text, said) for text, said in zip(texts, answers, strict=True) if not said.startswith(known[text])
    ]
    assert not wrong, wrong[0]
    counts = asked(world)
    assert counts.keys() == LEAST.keys()
    assert counts.pop("ReccoBeats") <= LEAST["ReccoBeats"], "ids that wait at the same time share a call"
    assert counts == {service: count for service, count in LEAST.items() if service != "ReccoBeats"}


async def test_requests_in_a_storm_get_an_answer_or_a_clear_reason_each(
    world: World, started: StartedBot, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(2)  # noqa: S311 - no secret
    known = dict(things(world))
    texts = shuffled(known, chance, IN_A_STORM)

    async def storm() -> None:
        while True:
            service = chance.choice(world.services)
            service.retry_after = chance.choice(["0", "1", "120", "", "soon"])
            service.fail(chance.choice(FAULTS), times=chance.randint(1, 4))
            await asyncio.sleep(0.02)

    async with started(policy=CallPolicy(connect=0.5, total=0.5, queue=5, retry=SOON)) as chat:
        blowing = asyncio.create_task(storm())
        answers = await ask_all(chat, texts)
        blowing.cancel()
    for text, said in zip(texts, answers, strict=True):
        assert said.startswith(known[text]) or REASON.match(said), (text, said)
        assert said.count("Votes: ") <= 1, "no song is answered twice"
    assert (
        sum(said.startswith(known[text]) for text, said in zip(texts, answers, strict=True)) > IN_A_STORM / 10
    )
    reports = [record.message for record in caplog.records if "out of order" in record.message]
    assert len(reports) <= len(world.services)
    assert sum(asked(world).values()) < 3 * sum(LEAST.values())
    for service in world.services:
        service.fault = Fault.NONE
    async with started() as chat:
        after = await ask_all(chat, list(known))
    wrong = [
        (text, said) for text, said in zip(known, after, strict=True) if not said.startswith(known[text])
    ]
    assert not wrong, wrong[0]


async def test_rounds_of_requests_leave_nothing_behind(world: World, started: StartedBot) -> None:
    known, chance = dict(things(world)), random.Random(3)  # noqa: S311 - no secret
    held: list[int] = []
    async with started() as chat:
        await ask_all(chat, list(known))
        tracemalloc.start(1)
        try:
            for _ in range(ROUNDS):
                await ask_all(chat, chance.choices(list(known), k=AT_ONCE))
                for service in world.services:
                    service.requests.clear()
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    settled = held[ROUNDS // 2 :]
    assert max(settled) - min(settled) < MOST_KILOBYTES * 1024, held


async def test_a_flood_of_new_things_fills_no_memory_without_a_bound(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SingleFlight.__init__.__defaults__ == (1000,)
    monkeypatch.setattr(SingleFlight.__init__, "__defaults__", (FEW,))
    monkeypatch.setattr(batches, "MOST_EXPECTED", FEW)
    world.deezer.songs = world.itunes.songs = world.songs
    async with started() as chat:
        for start in range(0, 6 * FEW, AT_ONCE):
            numbers = range(start, start + AT_ONCE)
            await ask_all(chat, [f"spotify:track:{number:022}" for number in numbers])
            await ask_all(chat, [f"{name_of(number)} {name_of(number + 1)}" for number in numbers])
            await ask_all(chat, [f"https://www.deezer.com/track/{9_000 + number}" for number in numbers])
            await ask_all(chat, [f"https://spotify.link/{name_of(number)}" for number in numbers])
        sizes = dict(containers(chat.conversation))
    assert any(size == FEW for size in sizes.values()), "some memory was filled"
    assert {name: size for name, size in sizes.items() if size > FEW} == {}
