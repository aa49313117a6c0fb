"""Storage as the conversation uses it: off the event loop, and a failure never costs the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import copy_context
from typing import TypeVar, TypeVarTuple

from bot.telemetry.sparing_log import SparingLog
from storage.errors import StorageError

log = logging.getLogger(__name__)
_failures = SparingLog(log, logging.ERROR)
_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")


async def call_storage(
    function: Callable[[*_Arguments], _Result],
    *arguments: *_Arguments,
    fallback: _Result,
    threads: Executor | None = None,
) -> _Result:
    """Call a function of the storage in a thread and return its result.

    Without `threads` of its own a call waits for its turn behind all others.

    Where the storage fails (a full disk, for example), the operator finds the reason in the log and the
    caller goes on with `fallback`.
    """
    try:
        context = copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, lambda: context.run(function, *arguments))
    except StorageError as error:
        _failures.say(str(error), "The database could not be used, going on without it: %s", error)
        return fallback
