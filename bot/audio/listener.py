"""Has a sound file analysed by a child process, and waits no longer than is sensible."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from bot.audio.__main__ import NOT_DECODABLE
from bot.audio.heard import Heard, NothingHeard
from bot.audio.kinds import MOST_BYTES
from bot.errors import NotHeard, SoundNotHeard

_CHECKOUT: Final = Path(__file__).resolve().parents[2]
_MOST_SAID: Final = 64 * 1024  # bytes; the findings are two thousand
_COMMAND: Final = (sys.executable, "-m", "bot.audio")
_KEPT: Final = ("OPENBLAS_", "LD_LIBRARY_PATH")  # of the environment: no setting, no token


def can_listen() -> bool:
    """Say whether the library that decodes sound files is installed."""
    return importlib.util.find_spec("soundfile") is not None


class Listener:
    """Listens to one file at a time; `patience` is the most seconds for a file, and for the wait before."""

    def __init__(self, patience: float = 60.0, command: tuple[str, ...] = _COMMAND) -> None:
        self._patience = patience
        self._command = command
        self._place = asyncio.Semaphore(1)

    async def listen(self, content: bytes) -> Heard:
        """Return what can be heard in a file; raises SoundNotHeard."""
        if len(content) > MOST_BYTES:
            raise SoundNotHeard(NotHeard.TOO_LARGE)
        try:
            async with asyncio.timeout(self._patience):
                await self._place.acquire()
        except TimeoutError:
            raise SoundNotHeard(NotHeard.BUSY) from None
        try:
            return await self._heard(content)
        finally:
            self._place.release()

    async def _heard(self, content: bytes) -> Heard:
        try:
            async with asyncio.timeout(self._patience), _child(self._command) as process:
                said, status = await _asked(process, content)
        except TimeoutError:
            raise SoundNotHeard(NotHeard.TOO_HARD) from None
        if status == NOT_DECODABLE:
            raise SoundNotHeard(NotHeard.NOT_DECODABLE)
        if status != 0:  # it met a limit, or the file broke the decoder
            raise SoundNotHeard(NotHeard.TOO_HARD)
        try:
            return Heard.from_json(said)
        except NothingHeard:
            raise SoundNotHeard(NotHeard.TOO_HARD) from None


@contextlib.asynccontextmanager
async def _child(command: tuple[str, ...]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start the child in a session of its own; however this ends, nothing of it is left."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_CHECKOUT,
        env={**kept, "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _asked(process: asyncio.subprocess.Process, content: bytes) -> tuple[bytes, int]:
    """Hand the file over; return what the child says to it, up to a limit, and its exit status."""
    telling = asyncio.create_task(_tell(process, content))
    try:
        if process.stdout is None:
            raise TypeError("the child has no output")
        try:
            await process.stdout.readexactly(_MOST_SAID)
        except asyncio.IncompleteReadError as end:
            return end.partial, await process.wait()
        return b"", -1
    finally:
        telling.cancel()
        await asyncio.wait([telling])


async def _tell(process: asyncio.subprocess.Process, content: bytes) -> None:
    if process.stdin is None:
        raise TypeError("the child has no input")
    with contextlib.suppress(ConnectionError):  # it has ended already, which its status explains
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
