"""Telegram's limits: a chat that has to wait holds up itself alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.platforms.telegram.rate_limits import LONGEST_FLOOD_WAIT, ChatRateLimiter, FloodTooLong


class Server:
    """Takes messages, or wants none for some seconds, as often as it is told."""

    def __init__(self) -> None:
        self.taken: list[object] = []
        self.floods: dict[object, list[float]] = {}

    async def take(self, chat: object) -> None:
        if waits := self.floods.get(chat):
            raise RetryAfter(waits.pop(0))
        self.taken.append(chat)


async def send(limiter: ChatRateLimiter, server: Server, chat: object, method: str = "sendMessage") -> None:
    data: dict[str, Any] = {} if chat is None else {"chat_id": chat}
    await limiter.process_request(server.take, (chat,), {}, method, data, None)


async def test_a_flood_wait_of_one_chat_delays_no_other() -> None:
    limiter, server = ChatRateLimiter(), Server()
    server.floods[1] = [25]
    waiting = asyncio.create_task(send(limiter, server, 1))
    await asyncio.sleep(0)
    for chat in range(2, 12):
        await send(limiter, server, chat)
    assert server.taken == list(range(2, 12))
    waiting.cancel()


async def test_a_short_flood_wait_ends_with_the_message_sent() -> None:
    limiter, server = ChatRateLimiter(), Server()
    server.floods[1] = [0.01, 0.01]
    await send(limiter, server, 1)
    assert server.taken == [1]


async def test_a_long_flood_wait_is_told_and_the_next_message_is_not_even_tried() -> None:
    limiter, server = ChatRateLimiter(), Server()
    server.floods[1] = [300, 1]
    for _ in range(2):
        with pytest.raises(FloodTooLong) as problem:
            await send(limiter, server, 1)
        assert problem.value.seconds == pytest.approx(300, abs=60)
    assert server.floods[1] == [1]


async def test_who_delivers_may_wait_for_less() -> None:
    limiter, server = ChatRateLimiter(), Server()
    server.floods[1] = [5]
    LONGEST_FLOOD_WAIT.set(1.0)
    with pytest.raises(FloodTooLong):
        await send(limiter, server, 1)


async def test_the_twenty_first_message_to_a_group_waits_and_other_chats_do_not() -> None:
    limiter, server = ChatRateLimiter(1000), Server()
    for _ in range(20):
        await send(limiter, server, -5)
    waiting = asyncio.create_task(send(limiter, server, -5))
    for chat in (7, -6, "@charts", None):
        await send(limiter, server, chat)
    assert not waiting.done()
    assert server.taken[20:] == [7, -6, "@charts", None]
    waiting.cancel()


async def test_typing_is_not_counted() -> None:
    limiter, server = ChatRateLimiter(1000), Server()
    for _ in range(50):
        await send(limiter, server, -5, "sendChatAction")
    await send(limiter, server, -5)
    assert len(server.taken) == 51
