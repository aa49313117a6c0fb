"""How much each chat and each person may ask for: token buckets, which a restart does not fill."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.messages.message import Message
from bot.telemetry.sparing_log import SparingLog
from storage.limits import LimitStore, Tokens
from storage.places import Chat, Person

log = logging.getLogger(__name__)

BURST_MINUTES: Final = 10
"""A full bucket holds what comes in so many minutes: 200 tokens at 20 a minute."""
LONG_WORK: Final = 5
"""An answer that begins more look-ups than this is that of a list or a chart."""
FLOOD_ENDS: Final = timedelta(minutes=1)
"""After so long without a dropped message the next one that is dropped is another flood."""
WRITTEN_WITHIN: Final = 30.0
"""Seconds; what a crash forgets is no more than this."""
SPENT_WITHIN: Final = 1.0
"""Seconds until other processes may know what answers have cost here."""
MOST_UNTOLD: Final = 5
"""Tokens of one chat or person that they do not know of; what costs more they may know at once."""
SUGGESTION_COSTS: Final = 0.1
"""Tokens for songs that are offered while a person types: two letters a second for a minute are twelve."""
SUGGESTIONS_LEAVE: Final = 0.1
"""This share of a full bucket is left for answers, however much a person types."""
MOST_KEPT: Final = 10_000
"""So many chats and people are kept in memory, those that asked last."""


class Limits:
    """The buckets of all chats and people; a look takes no trip to the database.

    An answer costs one token, two where a service was asked, five where much was asked. A chat or person may
    fall below nothing by the last of these, and then waits longer. `per_minute` is how many tokens come back.
    While other processes share the buckets (`shared`), each takes its tokens out of the database's within a
    second, those of a flood at once, and learns what is left: each process may admit `MOST_UNTOLD` more than
    there are tokens, and what it is answering.
    Raises `StorageError` where the database does not work at the start; later it goes on without it.
    """

    def __init__(
        self,
        store: LimitStore,
        per_minute: float,
        now: Callable[[], datetime],
        shared: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._shared = shared
        self._spent: dict[Chat | Person, float] = {}
        self._one_writer = asyncio.Lock()
        self._per_second = per_minute / 60
        self._most = max(per_minute * BURST_MINUTES, LONG_WORK)
        self._now = now
        store.keep({}, now() - self._full_after)
        self._buckets = OrderedDict(store.since(now() - self._full_after))
        self._changed: set[Chat | Person] = set()
        self._floods: OrderedDict[Chat | None, datetime] = OrderedDict()
        self._sparing = SparingLog(log, logging.WARNING)
        self._timer: asyncio.TimerHandle | None = None
        self._full_timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def admits(self, message: Message) -> bool:
        """Tell whether the chat and the person of a message may ask for something now."""
        return all(self._left(key) >= 1 for key in _keys(message))

    def charge(self, message: Message, lookups: int) -> None:
        """Take what an answer cost that began so many look-ups."""
        cost = 1 if not lookups else 2 if lookups <= LONG_WORK else LONG_WORK
        self._take(_keys(message), cost)

    def suggests(self, person: Person | None) -> bool:
        """Tell whether songs may be suggested to a person who types, and take what that costs."""
        if person is None:
            return True
        if self._left(person) < self._most * SUGGESTIONS_LEAVE:
            return False
        self._take([person], SUGGESTION_COSTS)
        return True

    def dropped(self, chat: Chat | None) -> bool:
        """Note that a message is not answered; return whether that is to be said, once in a flood."""
        self._sparing.say(chat, "a message of %s was dropped: it sends more than its share", chat)
        now, last = self._now(), self._floods.pop(chat, None)
        self._floods[chat] = now
        _shorten(self._floods)
        return last is None or now - last > FLOOD_ENDS

    async def write(self) -> None:
        """Write what has changed, and forget it when it is full again.

        Where the database does not work, that is left out.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        async with self._one_writer:
            await self._write()
            while self._spent:
                await self._spend()

    async def _write(self) -> None:
        changed, self._changed = self._changed, set()
        if changed:
            if self._full_timer is not None:
                self._full_timer.cancel()
            after = self._full_after.total_seconds() + 1
            self._full_timer = asyncio.get_running_loop().call_later(after, self._forget_full)
            await self._keep({key: self._buckets[key] for key in changed if key in self._buckets})

    async def _spend(self) -> None:
        spent, self._spent = self._spent, {}
        spend = partial(self._store.spend, spent, self._per_second, self._most, self._now())
        nothing: dict[Chat | Person, Tokens] = {}
        left = await call_storage(spend, fallback=nothing)
        for key, tokens in left.items():
            self._buckets[key] = Tokens(tokens.left - self._spent.get(key, 0), tokens.at)

    async def _keep(self, tokens: Mapping[Chat | Person, Tokens]) -> None:
        await call_storage(self._store.keep, tokens, self._now() - self._full_after, fallback=None)

    @property
    def _full_after(self) -> timedelta:
        """After so long every bucket is full again, whatever was in it."""
        return timedelta(seconds=2 * self._most / self._per_second)

    def _take(self, keys: Sequence[Chat | Person], cost: float) -> None:
        for key in keys:
            self._buckets[key] = Tokens(self._left(key) - cost, self._now())
            self._buckets.move_to_end(key)
            if self._shared():
                self._spent[key] = self._spent.get(key, 0) + cost
            else:
                self._changed.add(key)
        _shorten(self._buckets)
        if any(self._spent.get(key, 0) >= MOST_UNTOLD for key in keys):
            if self._writing is None or self._writing.done():
                self._write_late()
        elif self._timer is None and (self._spent or self._changed):
            soon = SPENT_WITHIN if self._spent else WRITTEN_WITHIN
            self._timer = asyncio.get_running_loop().call_later(soon, self._write_late)

    def _left(self, key: Chat | Person) -> float:
        tokens = self._buckets.get(key)
        if tokens is None:
            return self._most
        passed = max((self._now() - tokens.at).total_seconds(), 0)
        return min(self._most, tokens.left + passed * self._per_second)

    def _write_late(self) -> None:
        self._writing = asyncio.ensure_future(self.write())

    def _forget_full(self) -> None:
        self._full_timer = None
        self._writing = asyncio.ensure_future(self._keep({}))


def _keys(message: Message) -> list[Chat | Person]:
    return [key for key in (message.chat, message.user) if key is not None]


def _shorten(kept: OrderedDict[Chat | Person, Tokens] | OrderedDict[Chat | None, datetime]) -> None:
    """Forget what was used longest ago."""
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
