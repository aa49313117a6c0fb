"""What the program itself is doing in this process."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import CoroutineType
from typing import Any

import bot

_PROGRAM = Path(bot.__file__).parent


def tasks_of_the_bot() -> list[asyncio.Task[Any]]:
    """Return the tasks that run the program's own coroutines, not a stand-in's and not the test's."""
    return [task for task in asyncio.all_tasks() if _is_own(task.get_coro())]


def _is_own(work: object) -> bool:
    return isinstance(work, CoroutineType) and Path(work.cr_code.co_filename).is_relative_to(_PROGRAM)
