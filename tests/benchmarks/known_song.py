"""A known song over Telegram, against an echo bot of the same library with its default client."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.benchmarks.figures import Figure, lateness, median, milliseconds, p99
from tests.benchmarks.processes import UNLIMITED, running
from tests.benchmarks.telegram_server import TelegramServer
from tests.standins.invented import invented_id

CHATS = 200
SONGS = 200
AT_ONCE = 32
RATES = (20, 100)
ROUNDS = 3
SECONDS = 4.0
ECHO = "tests.benchmarks.echo_bot"
BOT = "tests.benchmarks.watched_bot"


@dataclass(frozen=True)
class Speed:
    """Answers a second flat out, processor seconds of each, and for each rate its latencies in seconds."""

    throughput: float
    cpu: float
    latencies: dict[int, list[float]]


def links() -> Iterator[str]:
    """Return links to the songs that the library knows, one after the other without end."""
    return itertools.cycle(link(number) for number in range(1, SONGS + 1))


def link(number: int) -> str:
    return f"https://open.spotify.com/track/{invented_id(number)}"


async def flat_out(telegram: TelegramServer, texts: Iterator[str], seconds: float, at_once: int) -> float:
    """Return the answers a second where each of so many people writes again when answered."""
    chats = itertools.cycle(range(1, CHATS + 1))
    answers, end = 0, time.perf_counter() + seconds

    async def person() -> None:
        nonlocal answers
        while time.perf_counter() < end:
            await telegram.say(next(chats), next(texts)).answered
            answers += 1

    began = time.perf_counter()
    await asyncio.gather(*(person() for _ in range(at_once)))
    return answers / (time.perf_counter() - began)


async def at_rate(telegram: TelegramServer, texts: Iterator[str], rate: float, seconds: float) -> list[float]:
    """Return how many seconds each answer took, where so many messages a second come."""
    asked, began = [], time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(began + number / rate - time.perf_counter())
        asked.append(telegram.say(number % CHATS + 1, next(texts)))
    return [await each.answered - each.said for each in asked]


async def speed_of(module: str, seconds: float = SECONDS) -> tuple[Speed, list[float]]:
    """Measure one of the bots: its speed, and how late its event loop was after all songs had been asked."""
    async with TelegramServer() as telegram, running(telegram, module, SONGS, **UNLIMITED) as bot:
        texts = links()
        for _ in range(0, SONGS, AT_ONCE):  # each song is voted on once, each chat is told something once
            await asyncio.gather(*(telegram.say(n, next(texts)).answered for n in range(1, AT_ONCE + 1)))
        await asyncio.gather(*(telegram.say(n, next(texts)).answered for n in range(1, CHATS + 1)))
        before, answered = bot.cpu_seconds, telegram.sent.total()
        throughput = await flat_out(telegram, texts, seconds, AT_ONCE)
        cpu = (bot.cpu_seconds - before) / (telegram.sent.total() - answered)
        latencies = {rate: await at_rate(telegram, texts, rate, seconds) for rate in RATES}
    return Speed(throughput, cpu, latencies), bot.late


async def figures() -> list[Figure]:
    """Measure both bots in turn, several times; each ratio is the median of the turns' ratios."""
    rounds: list[tuple[Speed, Speed]] = []
    late: list[float] = []
    for _ in range(ROUNDS):
        echo, _ = await speed_of(ECHO)
        bot, ticks = await speed_of(BOT)
        rounds.append((bot, echo))
        late += ticks
    rate = _paired(
        "known song: answers a second, 32 at once", rounds, lambda speed: speed.throughput, least=1.5
    )
    cpu = _paired("known song: processor time of an answer", rounds, lambda speed: speed.cpu)
    found = [rate, cpu]
    for each in RATES:
        for name, of in (("p50", median), ("p99", p99)):
            what = f"known song: {name} at {each} a second"
            found.append(
                _paired(what, rounds, lambda speed, of=of, each=each: of(speed.latencies[each]), most=1.5)
            )
    return [*found, lateness("known songs", late)]


def _paired(
    what: str,
    rounds: list[tuple[Speed, Speed]],
    of: Callable[[Speed], float],
    *,
    least: float | None = None,
    most: float | None = None,
) -> Figure:
    ours, floor = median([of(bot) for bot, _ in rounds]), median([of(echo) for _, echo in rounds])
    ratio = median([of(bot) / of(echo) for bot, echo in rounds])
    shown = (lambda value: f"{value:.0f}") if least else milliseconds
    return Figure(what, shown(ours), f"{shown(floor)} (echo bot)", ratio, least, most)
