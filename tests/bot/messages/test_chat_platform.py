"""Deliveries go to the platform that they are for."""

from __future__ import annotations

import pytest

from bot.errors import NotDelivered
from bot.messages.chat_platform import Delivery, by_platform
from bot.messages.reply import Reply, Span
from storage.places import Chat, Person

REPLY = Reply((Span("the digest"),))


async def test_each_message_goes_by_its_own_platform_and_none_by_one_that_does_not_run() -> None:
    sent: list[tuple[str, str, str | None]] = []

    async def telegram(to: Chat | Person, _reply: Reply, thread: str | None = None) -> Delivery:
        sent.append(("telegram", to.id, thread))
        return Delivery("1", Chat("telegram", to.id))

    async def discord(to: Chat | Person, _reply: Reply, thread: str | None = None) -> Delivery:
        sent.append(("discord", to.id, thread))
        return Delivery("2", Chat("discord", to.id))

    deliver = by_platform({"telegram": telegram, "discord": discord})
    assert (await deliver(Chat("discord", "5"), REPLY)).message == "2"
    assert (await deliver(Chat("telegram", "5"), REPLY, "9")).message == "1"
    await deliver(Person("discord", "77"), REPLY)
    with pytest.raises(NotDelivered, match="matrix"):
        await deliver(Chat("matrix", "5"), REPLY)
    assert sent == [("discord", "5", None), ("telegram", "5", "9"), ("discord", "77", None)]
