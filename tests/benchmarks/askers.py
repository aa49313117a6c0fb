"""One, ten and a hundred people who ask for known songs as fast as they are answered."""

from __future__ import annotations

from tests.benchmarks.figures import Figure, lateness, milliseconds
from tests.benchmarks.known_song import SONGS, flat_out, links
from tests.benchmarks.processes import UNLIMITED, running
from tests.benchmarks.telegram_server import TelegramServer

ASKERS = (1, 10, 100)
SECONDS = 3.0


async def figures() -> list[Figure]:
    """Measure how many answers there are, and how long each takes."""
    found = []
    async with TelegramServer() as telegram, running(telegram, songs=SONGS, **UNLIMITED) as bot:
        texts = links()
        await flat_out(telegram, texts, SECONDS, 32)
        for askers in ASKERS:
            rate = await flat_out(telegram, texts, SECONDS, askers)
            took = milliseconds(askers / rate)
            found.append(Figure(f"{askers} askers", f"{rate:.0f} answers a second, {took} each"))
    return [*found, lateness("askers", bot.late)]
