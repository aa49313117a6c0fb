"""Deliveries: one silent message each, and what is known of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import DeliveryUnknown, NotDelivered
from bot.messages.chat_platform import Delivery
from bot.messages.reply import Reply, Span
from bot.platforms.telegram import TelegramClient
from tests.bot.platforms.telegram.bot_on_telegram import (
    CHART,
    BotOnTelegram,
    chat,
    draw,
)
from tests.standins import telegram as standin
from tests.standins.telegram import PNG, TOKEN, TelegramStandIn
from tests.standins.telegram_updates import (
    forwarded_from_channel,
    group,
)


async def test_a_delivery_is_one_silent_message_and_tells_its_number(bot: BotOnTelegram) -> None:
    long = Reply((Span("\n".join(["line <&>"] * 2000)),))
    delivery = await bot.client.deliver(chat("-1001"), long)
    [post] = bot.telegram.sent
    assert delivery == Delivery(str(post.message_id), chat("-1001"))
    assert post.params["disable_notification"] == "true"
    assert post.text.endswith("line <&>\n…")


async def test_a_delivered_picture_has_the_text_that_fits_as_its_caption(bot: BotOnTelegram) -> None:
    await bot.client.deliver(chat("@charts"), Reply((Span("\n".join(["a line"] * 300)),), CHART))
    [post] = bot.telegram.sent
    assert post.photo == PNG + b"title"
    assert post.text.endswith("a line\n…")


async def test_a_delivered_picture_that_is_refused_leaves_the_text(bot: BotOnTelegram) -> None:
    bot.telegram.fail("sendPhoto", standin.refused(400, "Bad Request: not enough rights to send photos"))
    await bot.client.deliver(chat("-5"), Reply((Span("text"),), CHART))
    [post] = bot.telegram.sent
    assert (post.text, post.photo) == ("text", None)


async def test_a_delivery_follows_a_migrated_group_once(bot: BotOnTelegram) -> None:
    bot.telegram.migrated[-5] = -1005
    delivery = await bot.client.deliver(chat("-5"), Reply((Span("text"),)))
    assert (bot.telegram.sent[0].chat, delivery.chat) == (-1005, chat("-1005"))
    bot.telegram.migrated[-1005] = -6
    with pytest.raises(NotDelivered):
        await bot.client.deliver(chat("-5"), Reply((Span("text"),)))


async def test_a_delivery_goes_to_its_topic(bot: BotOnTelegram) -> None:
    await bot.client.deliver(chat("-1005"), Reply((Span("text"),)), "9")
    assert bot.telegram.sent[0].params["message_thread_id"] == "9"


async def test_a_longer_flood_limit_is_told_to_the_caller_of_a_delivery(bot: BotOnTelegram) -> None:
    bot.telegram.fail("sendMessage", standin.flood(20))
    with pytest.raises(NotDelivered) as problem:
        await bot.client.deliver(chat("-1001"), Reply((Span("digest"),)))
    assert problem.value.retry_after == 20


async def test_a_short_flood_limit_is_sat_out(bot: BotOnTelegram) -> None:
    bot.telegram.fail("sendMessage", standin.flood(1))
    await bot.client.deliver(chat("-1001"), Reply((Span("digest"),)))
    assert len(bot.telegram.sent) == 1


async def test_a_delivery_that_finds_no_server_was_not_made(stopped_bot: BotOnTelegram) -> None:
    await stopped_bot.telegram.go_down()
    with pytest.raises(NotDelivered):
        await stopped_bot.client.deliver(chat("-1001"), Reply((Span("digest"),)))


async def test_a_delivery_whose_answer_does_not_come_in_time_is_unknown(telegram: TelegramStandIn) -> None:
    client = TelegramClient(TOKEN, draw, telegram.url)
    await client.bot.initialize()
    client.bot.request._read_seconds = 0.3  # instead of twenty seconds
    telegram.fail("sendMessage", standin.slow(1))
    with pytest.raises(DeliveryUnknown):
        await client.deliver(chat("-1001"), Reply((Span("digest"),)))
    await client.bot.shutdown()


async def test_its_own_channel_post_comes_back_from_the_linked_group_and_is_ignored(
    bot: BotOnTelegram,
) -> None:
    delivery = await bot.client.deliver(chat("@charts"), Reply((Span("digest https://a.example/5"),)))
    bot.telegram.say(
        group("digest https://a.example/5", **forwarded_from_channel(-1001, int(delivery.message)))
    )
    bot.telegram.say(group("theirs", **forwarded_from_channel(-1001, 3)))
    [message] = await bot.heard_only(1)
    assert message.text == "theirs"


class Told:
    """Two processes that tell each other."""

    def __init__(self) -> None:
        self.heard: list[Callable[[str], object]] = []

    def hear(self, _topic: str, told: Callable[[str], object]) -> None:
        self.heard.append(told)

    async def tell(self, _topic: str, what: str) -> None:
        for each in self.heard:
            each(what)

    async def turn(self, *_: object) -> float:
        return 0.0


async def test_what_another_process_has_posted_is_known_as_the_bots_own(telegram: TelegramStandIn) -> None:
    told: Any = Told()
    one, other = (TelegramClient(TOKEN, draw, telegram.url, sharing=told) for _ in range(2))
    async with one.bot:
        delivery = await one.deliver(chat("@charts"), Reply((Span("digest"),)))
    assert (-1001, int(delivery.message)) in other.own_posts
    for heard in told.heard:
        heard("")  # something may have been missed
