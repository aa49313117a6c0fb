"""Tells the administrator what needs a hand: each kind of trouble once an hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from bot.digests.alarm_clock import AlarmClock
from bot.errors import NotDelivered
from bot.language.words import N_, Words, percent
from bot.messages.reply import Reply, Span
from bot.operation.state import BotState, StateReader
from bot.operation.status_reply import duration, service_line
from storage.alarms import Alarms
from storage.errors import StorageError

log = logging.getLogger(__name__)

SERVICE_DOWN: Final = timedelta(hours=1)
INBOX_LATE: Final = timedelta(minutes=1)
DISK_FULL: Final = 0.05
TOLD_AGAIN_AFTER: Final = timedelta(hours=1)


class AlarmedAdministrator:
    """Looks every minute; `tell` sends to ADMIN_CHAT, and may raise NotDelivered."""

    def __init__(
        self,
        states: StateReader,
        alarms: Alarms,
        tell: Callable[[Reply], Awaitable[None]],
        words: Words,
    ) -> None:
        self._states = states
        self._alarms = alarms
        self._tell = tell
        self._words = words
        self._told_without_memory: dict[str, datetime] = {}
        self._alarm_clock = AlarmClock(self.look)

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._alarm_clock.start()

    async def stop(self) -> None:
        """Let what runs come to its end."""
        await self._alarm_clock.stop()

    async def look(self, now: datetime) -> None:
        """Tell what needs a hand now and was not told within the last hour."""
        for kind, sentence in alarms_of(await self._states.read(), self._words):
            if not await self._claims(kind, now):
                continue
            log.error("%s", sentence)
            try:
                await self._tell(Reply((Span(sentence),)))
            except NotDelivered:
                await self._take_back(kind)
            except Exception:
                log.exception("the administrator could not be told")

    async def _claims(self, kind: str, now: datetime) -> bool:
        """Note that a kind is told; in memory where the database is what is in trouble."""
        told = self._told_without_memory.get(kind)
        if told is not None and timedelta(0) <= now - told < TOLD_AGAIN_AFTER:
            return False
        try:
            return await asyncio.to_thread(self._alarms.claim, kind, now, TOLD_AGAIN_AFTER)
        except StorageError:
            self._told_without_memory[kind] = now
            return True

    async def _take_back(self, kind: str) -> None:
        log.warning("the administrator could not be told; that is tried again")
        self._told_without_memory.pop(kind, None)
        try:
            await asyncio.to_thread(self._alarms.take_back, kind)
        except StorageError as problem:
            log.warning("the alarm is told again in an hour only: %s", problem)


def alarms_of(state: BotState, words: Words) -> list[tuple[str, str]]:
    """Return what needs a hand: the kind of each trouble, and a sentence; pure."""
    found = [
        (f"service {each.service}", words.text(N_("Out of order: {line}"), line=service_line(each, words)))
        for each in state.services
        if each.failing >= SERVICE_DOWN.total_seconds()
    ]
    if state.disk_free is not None and state.disk_free < DISK_FULL:
        sentence = N_("The disk of the database is nearly full: {share} free.")
        found.append(("disk", words.text(sentence, share=percent(state.disk_free))))
    if state.database is None:
        sentence = N_("The database does not work: {problem}")
        found.append(("database", words.text(sentence, problem=state.problem or "")))
    elif state.database.oldest is not None and state.at - state.database.oldest > INBOX_LATE:
        sentence = N_("Messages that wait for an answer: {number}, the oldest for {time}.")
        age = duration(state.at - state.database.oldest, words)
        found.append(("inbox", words.text(sentence, number=state.database.waiting, time=age)))
    return found
