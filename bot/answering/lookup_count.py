"""How many look-ups at foreign services a message has begun: by that its answer is charged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class LookupCount:
    """So many look-ups were begun; those that another message has begun already do not count."""

    begun: int = 0


_OF_THIS_MESSAGE: ContextVar[LookupCount | None] = ContextVar("lookup_count", default=None)


@contextmanager
def counted_lookups() -> Iterator[LookupCount]:
    """Count the look-ups that are begun inside, in this task and in those that it starts."""
    count = LookupCount()
    token = _OF_THIS_MESSAGE.set(count)
    try:
        yield count
    finally:
        _OF_THIS_MESSAGE.reset(token)


def count_lookups(begun: int) -> None:
    """Note that so many look-ups begin."""
    count = _OF_THIS_MESSAGE.get()
    if count is not None:
        count.begun += begun
