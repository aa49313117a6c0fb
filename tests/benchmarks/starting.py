"""From the start to the first update, and the memory of an idle bot, against what it cannot do without."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, median
from tests.benchmarks.processes import ROOT, environment, start, stop
from tests.benchmarks.telegram_server import TelegramServer

TURNS = 5
IDLE = 2.0  # seconds after which the bot counts as idle
FLOOR = """
import sys, numpy, sqlalchemy, alembic.command, telegram.ext
from pathlib import Path
contents = [file.read_bytes() for file in Path("model/artifacts/trio-2026").iterdir()]
print("ready", flush=True)
sys.stdin.readline()
"""


async def figures() -> list[Figure]:
    """Measure both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "jangreu.db"
        await _bot(database)  # makes the database
        turns = [(await _bot(database), await _floor()) for _ in range(TURNS)]
    found = []
    for each, what, shown in ((0, "start to the first fetch", "s"), (1, "memory of the idle bot", "MB")):
        ours, floor = median([bot[each] for bot, _ in turns]), median([bare[each] for _, bare in turns])
        ratio = median([bot[each] / bare[each] for bot, bare in turns])
        found.append(Figure(what, f"{ours:.2f} {shown}", f"{floor:.2f} {shown} (imports)", ratio, most=1.5))
    return found


async def _bot(database: Path) -> tuple[float, float]:
    async with TelegramServer() as telegram:
        asked = telegram.say(1, "/help")
        began = time.perf_counter()
        process = await start("bot", environment(telegram, database))
        await telegram.first_fetch.wait()
        took = time.perf_counter() - began
        await asyncio.wait([asked.answered], timeout=IDLE)
        await asyncio.sleep(IDLE)
        memory = _megabytes(process.pid)
        await stop(process)
    return took, memory


async def _floor() -> tuple[float, float]:
    began = time.perf_counter()
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FLOOR, cwd=ROOT, stdin=pipe, stdout=pipe
    )
    assert process.stdout is not None
    await process.stdout.readline()
    took = time.perf_counter() - began
    memory = _megabytes(process.pid)
    await process.communicate(b"\n")
    return took, memory


def _megabytes(process: int) -> float:
    return float(psutil.Process(process).memory_info().rss) / 1e6
