"""What others notice of one chat that sends far more than its share."""

from __future__ import annotations

import asyncio
import time

from tests.benchmarks.figures import Figure, lateness, median
from tests.benchmarks.known_song import SONGS, link
from tests.benchmarks.processes import running
from tests.benchmarks.telegram_server import TelegramServer
from tests.benchmarks.upstreams import LIFTED, slow_world

FLOOD = 1000
OTHERS = 5
FLOODS = 4
MOST_SECONDS = 30.0
UNSEEN = 100


async def figures() -> list[Figure]:
    """Measure /help and a known song of other chats during floods, and a hundred unseen links of one chat."""
    async with TelegramServer() as telegram, running(telegram, songs=SONGS, **LIFTED) as bot:
        for number in range(1, SONGS + 1):
            await telegram.say(number % 10 + 1, link(number)).answered
        helped = await _during_flood(telegram, "/help", 1_000, 1.5)
        answered = await _during_flood(telegram, link(5), 2_000, 2)
    return [helped, answered, *await _unseen_links(), lateness("floods", bot.late)]


async def _during_flood(telegram: TelegramServer, text: str, chats: int, times: float) -> Figure:
    """Compare the time from the fetch that contains a message with the idle one: times that, and 50 ms."""
    idle = []
    for chat in range(20):
        asked = telegram.say(chats + chat, text)
        idle.append(await asked.answered - asked.fetched)
        await asyncio.sleep(0.02)
    busy = []
    for flood in range(FLOODS):
        for number in range(FLOOD):
            telegram.say(chats + 500 + flood, link(number % SONGS + 1))
        others = [telegram.say(chats + 100 + 10 * flood + each, text) for each in range(OTHERS)]
        busy += [await asked.answered - asked.fetched for asked in others]
        await _drained(telegram)
    most = times * median(idle) + 0.05
    name = "/help" if text == "/help" else "a known song"
    return Figure(
        f"{name} while another chat sends {FLOOD:,} messages",
        f"{1000 * median(busy):.0f} ms (slowest {1000 * max(busy):.0f})",
        f"{1000 * most:.0f} ms ({times:g} x idle + 50)",
        median(busy) / most,
        most=1,
    )


async def _drained(telegram: TelegramServer) -> None:
    """Wait until a flood has been answered or refused."""
    seen, since = -1, time.perf_counter()
    while time.perf_counter() - since < 1:
        if (now := telegram.sent.total()) != seen or telegram.unfetched > FLOOD:
            seen, since = now, time.perf_counter()
        await asyncio.sleep(0.05)


async def _unseen_links() -> list[Figure]:
    async with slow_world(UNSEEN) as (world, telegram, _):
        began = time.perf_counter()
        asked = [telegram.say(1, link(number)) for number in range(1, UNSEEN + 1)]
        done, _ = await asyncio.wait([each.answered for each in asked], timeout=2 * MOST_SECONDS)
        took = max(each.result() for each in done) - began
        calls, seen = 0, set()
        for request in world.reccobeats.requests:
            ids = set(request.query.get("ids", "").split(",")) if "features" in request.path else set()
            calls += not ids <= seen  # later ones, for the artists' other songs, come after the answers
            seen |= ids
    what = f"{UNSEEN} unseen links of one chat"
    return [
        Figure(f"{what}: answered", f"{len(done)}", f"{UNSEEN}", len(done) / UNSEEN, least=1),
        Figure(
            f"{what}: the last answer", f"{took:.1f} s", f"{MOST_SECONDS:.0f} s", took / MOST_SECONDS, most=1
        ),
        Figure(f"{what}: calls to ReccoBeats for features", str(calls), "3", calls / 3, most=1),
    ]
