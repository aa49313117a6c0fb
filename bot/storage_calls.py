"""Storage as the conversation uses it: off the event loop, and never the reason for no answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from storage.errors import StorageError

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


async def remembered(work: Callable[[], _T], *, otherwise: _T) -> _T:
    """Do a piece of storage work in a thread and return its result.

    Storage that fails (a full disk, say) costs the memory, not the answer: the operator finds it in the log,
    and the caller goes on with `otherwise`.
    """
    try:
        return await asyncio.to_thread(work)
    except StorageError as error:
        _log.error("The database could not be used, going on without it: %s", error)
        return otherwise
