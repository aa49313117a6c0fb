"""Works that are done side by side, and whose results are wanted one after the other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
W = TypeVar("W")


async def results_in_order(
    work: Callable[[W], Coroutine[Any, Any, T]], each: Iterable[W], at_once: int
) -> AsyncGenerator[T, None]:
    """Yield what the work returns of each, in their order, while it goes on with the next ones.

    So many are under way at once, that whose result is being used among them. Raises what the work raises;
    where the generator is closed early, what is under way is cancelled.
    """
    running: deque[asyncio.Task[T]] = deque()
    try:
        for one in each:
            running.append(asyncio.create_task(work(one)))
            if len(running) == at_once:
                yield await running[0]
                running.popleft()
        while running:
            yield await running[0]
            running.popleft()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
