"""Telegram's Bot API as a load needs it: cheaper than the stand-in of the tests, since it checks nothing.

async with TelegramServer() as telegram:
    asked = telegram.say(chat=7, text="Next Level")
    print(await asked.answered - asked.fetched)
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs

from aiohttp import web

from tests.standins.telegram import TOKEN
from tests.standins.telegram_updates import BOT_USER, private

FETCHED_AT_ONCE = 100
_SENDS = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass(eq=False)
class Asked:
    """A message to the bot; `answered` becomes the moment when the first answer in its chat arrives."""

    said: float
    answered: asyncio.Future[float]
    fetched: float = 0.0


@dataclass
class Faults:
    """Which share of sends fails: half of them before the message counts as sent, half after that."""

    share: float
    chance: random.Random
    ambiguous: Counter[int] = field(default_factory=Counter)


class TelegramServer:
    """`sent` counts the messages that arrived in each chat; `moments` has the moment of each."""

    def __init__(self) -> None:
        self.sent: Counter[int] = Counter()
        self.moments: list[tuple[float, int]] = []
        self.first_fetch = asyncio.Event()
        self.first_picture = asyncio.Event()
        self.faults: Faults | None = None
        self.url = ""
        self._numbers = itertools.count(1000)
        self._updates: deque[tuple[int, str]] = deque()
        self._asked: dict[int, Asked] = {}
        self._waiting: defaultdict[int, deque[Asked]] = defaultdict(deque)
        self._more = asyncio.Event()
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, shutdown_timeout=0.1).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def say(self, chat: int, text: str) -> Asked:
        """Let a person write to the bot in a private chat; the next answer there counts as that to this."""
        asked = Asked(time.perf_counter(), asyncio.get_running_loop().create_future())
        number = next(self._numbers)
        update = private(text, chat=chat)
        update["message"] |= {"message_id": number, "date": int(time.time())}
        self._updates.append((number, json.dumps({"update_id": number, **update})))
        self._asked[number] = asked
        self._waiting[chat].append(asked)
        self._more.set()
        return asked

    @property
    def said(self) -> int:
        """How many messages were written to the bot."""
        return len(self._asked)

    @property
    def unfetched(self) -> int:
        return len(self._updates)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        params = await _params(request)
        if method == "getUpdates":
            return await self._fetched(params)
        if method in _SENDS:
            if method == "sendPhoto":
                self.first_picture.set()
            return self._sent(int(params["chat_id"]))
        if method == "getMe":
            return _ok({**BOT_USER, "can_join_groups": True, "can_read_all_group_messages": False})
        if method == "getChatMember":
            return _ok({"user": {"id": 1, "is_bot": False, "first_name": "Min"}, "status": "member"})
        if method.startswith("edit"):
            return _ok(_message(int(params["chat_id"]), int(params["message_id"])))
        return _ok([] if method == "getMyCommands" else {} if method.startswith("getMy") else True)

    async def _fetched(self, params: dict[str, str]) -> web.Response:
        while self._updates and self._updates[0][0] < int(params.get("offset", "0")):
            self._updates.popleft()
        self.first_fetch.set()
        self._more.clear()
        if not self._updates:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), float(params.get("timeout", "0")))
        batch = list(itertools.islice(self._updates, int(params.get("limit", FETCHED_AT_ONCE))))
        now = time.perf_counter()
        for number, _ in batch:
            self._asked[number].fetched = self._asked[number].fetched or now
        body = f'{{"ok":true,"result":[{",".join(text for _, text in batch)}]}}'
        return web.Response(text=body, content_type="application/json")

    def _sent(self, chat: int) -> web.Response:
        failure = self._failure(chat)
        if failure is not None and failure.status == 500:
            return failure
        now = time.perf_counter()
        self.sent[chat] += 1
        self.moments.append((now, chat))
        if self._waiting[chat]:
            answered = self._waiting[chat].popleft().answered
            if not answered.done():
                answered.set_result(now)
        return failure or _ok(_message(chat, next(self._numbers)))

    def _failure(self, chat: int) -> web.Response | None:
        """Refuse a message, or take it and answer with what a proxy says when it has lost the answer."""
        faults = self.faults
        if faults is None or faults.chance.random() >= faults.share:
            return None
        if faults.chance.random() < 0.5:
            body = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
            return web.json_response(body, status=500)
        faults.ambiguous[chat] += 1
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>")


async def _params(request: web.BaseRequest) -> dict[str, Any]:
    if request.content_type.startswith("multipart/"):
        return dict(await request.post())
    if request.content_type == "application/json":
        return dict(await request.json())
    return {name: values[0] for name, values in parse_qs((await request.read()).decode()).items()}


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _message(chat: int, number: int) -> dict[str, object]:
    where = {"id": chat, "type": "private" if chat > 0 else "group", "first_name": "Min"}
    return {"message_id": number, "date": int(time.time()), "chat": where, "from": BOT_USER, "text": "sent"}


__all__ = ["TOKEN", "Asked", "Faults", "TelegramServer"]
