"""How many look-ups at foreign services a message has begun: by that its answer is charged, and counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from bot.telemetry.metrics import ANSWER_SECONDS, ANSWERS, VOTES, one_of
from model.voting import GenreVote


@dataclass(slots=True)
class LookupCount:
    """So many look-ups were begun; those that another message has begun already do not count.

    `kind` is what the message asked for, as far as that is counted.
    """

    begun: int = 0
    kind: str | None = None

    @property
    def cache(self) -> str:
        """Whether the answer was known: "hit", else "miss"."""
        return "miss" if self.begun else "hit"


_OF_THIS_MESSAGE: ContextVar[LookupCount | None] = ContextVar("lookup_count", default=None)


@contextmanager
def counted_lookups() -> Iterator[LookupCount]:
    """Count the look-ups that are begun inside, in this task and in those that it starts."""
    count, began = LookupCount(), time.perf_counter()
    token = _OF_THIS_MESSAGE.set(count)
    try:
        yield count
    finally:
        _OF_THIS_MESSAGE.reset(token)
        if count.kind is not None:
            one_of(ANSWER_SECONDS, count.kind, count.cache).observe(time.perf_counter() - began)


def count_lookups(begun: int) -> None:
    """Note that so many look-ups begin."""
    count = _OF_THIS_MESSAGE.get()
    if count is not None:
        count.begun += begun


def count_answer(kind: str, outcome: str, vote: GenreVote | None) -> None:
    """Count that something of a kind was answered, or why not; a song's answer has a vote."""
    count = _OF_THIS_MESSAGE.get() or LookupCount()
    count.kind = kind
    one_of(ANSWERS, kind, outcome, vote.level if vote else "none", count.cache).inc()
    if vote is not None:
        one_of(VOTES, vote.model, vote.genre).inc()
        for member in vote.members:
            one_of(VOTES, member.name, member.genre).inc()
