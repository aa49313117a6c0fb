"""Telegram's side of a webhook: brings each update until it is acknowledged, many at once."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from tests.standins.telegram import TelegramStandIn

_AT_ONCE = 40
_AGAIN_AFTER = 0.05  # seconds


class BroughtUpdates:
    """What is set with setWebhook; `targets` are asked in turn in its place, as a proxy would do."""

    def __init__(self, telegram: TelegramStandIn) -> None:
        self.url = ""
        self.secret = ""
        self.kinds: set[str] = set()
        self.targets: list[str] = []
        self.statuses: Counter[int] = Counter()  # that were answered; 0 where there was no answer
        self._telegram = telegram
        self._turns = itertools.count()
        self._bringing: asyncio.Task[None] | None = None

    def info(self, _params: dict[str, Any]) -> dict[str, Any]:
        waiting = len(self._telegram.updates)
        return {"url": self.url, "has_custom_certificate": False, "pending_update_count": waiting}

    def set(self, params: dict[str, Any]) -> bool:
        self.url, self.secret = params.get("url", ""), params.get("secret_token", "")
        self.kinds = set(params.get("allowed_updates") or ())
        if self._bringing is None and self.url:
            self._bringing = asyncio.get_running_loop().create_task(self._bring())
        return True

    async def stop(self) -> None:
        if self._bringing:
            self._bringing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._bringing
            self._bringing = None

    async def _bring(self) -> None:
        on_the_way: dict[int, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session:
            try:
                while True:
                    waiting = [each for each in self._telegram.updates if each["update_id"] not in on_the_way]
                    for update in waiting[: _AT_ONCE - len(on_the_way)] if self.url else ():
                        task = asyncio.create_task(self._bring_one(session, update))
                        number = update["update_id"]
                        on_the_way[number] = task
                        task.add_done_callback(lambda _, number=number: on_the_way.pop(number))
                    await asyncio.wait(
                        [*on_the_way.values(), asyncio.create_task(asyncio.sleep(0.005))],
                        return_when=asyncio.FIRST_COMPLETED,
                    )
            finally:
                for task in on_the_way.values():
                    task.cancel()

    async def _bring_one(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        if not self.url:  # deleted since: it waits to be fetched
            return
        if self.kinds & update.keys() and not await self._is_taken(session, update):
            await asyncio.sleep(_AGAIN_AFTER)
            return
        self._telegram.updates.remove(update)
        await self._telegram._notify()

    async def _is_taken(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        targets = self.targets or [self.url]
        target = targets[next(self._turns) % len(targets)]
        status = 0
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret}
            async with session.post(target, json=update, headers=headers) as answer:
                status = answer.status
        self.statuses[status] += 1
        return status == 200
