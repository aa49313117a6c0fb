from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.messages.reply import Choice, Reply, Span
from bot.platforms.discord import WrongToken
from bot.platforms.discord.client import DiscordClient
from storage.places import Chat, Person
from tests.bot.platforms.discord.bot_on_discord import CHART, BotOnDiscord, draw
from tests.standins.discord import DiscordStandIn, Fault, rate_limited
from tests.standins.discord_payloads import CHANNEL, THREAD, thread
from tests.standins.discord_rules import PNG, Refused

HERE = Chat("discord", CHANNEL)
POST = f"POST channels/{CHANNEL}/messages"
REPLY = Reply((Span("the digest"),), choices=(Choice("dance", "/chart dance"),))


@pytest.mark.parametrize("token", ["", "short", "with a space in it", "한글이 들어 있는 토큰", "x" * 300])
def test_what_cannot_be_a_token_is_said_without_it(token: str) -> None:
    with pytest.raises(WrongToken) as refused:
        DiscordClient(token, draw, lambda _server: None)  # type: ignore[arg-type,return-value]
    assert str(refused.value) == "Discord does not accept the bot token: check DISCORD_BOT_TOKEN."


async def test_a_message_is_delivered_silently_with_its_buttons(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    delivery = await bot.client.deliver(HERE, REPLY)
    [sent] = discord.sent
    assert (sent.channel, sent.text, delivery.message, delivery.chat) == (
        CHANNEL,
        "the digest",
        sent.id,
        HERE,
    )
    assert sent.data["flags"] & 4096
    assert list(sent.buttons) == ["dance"]


async def test_a_press_on_a_delivery_is_answered_to_that_person_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    await bot.client.deliver(HERE, REPLY)
    [sent] = discord.sent
    answer = await discord.answer_to(discord.press(sent, "dance"))
    assert answer.only_for == "77"
    assert sent.text == "the digest"


async def test_a_picture_is_delivered_with_its_caption(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    await bot.client.deliver(HERE, Reply((Span("long"),), CHART, caption=(Span("short"),)))
    await bot.client.deliver(HERE, Reply((Span("long"),), replace(CHART, kicker="cannot")))
    assert [(sent.text, sent.picture) for sent in discord.sent] == [("short", PNG + b"title"), ("long", None)]


async def test_a_person_is_written_to_in_private(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    delivery = await bot.client.deliver(Person("discord", "77"), REPLY)
    assert [sent.channel for sent in discord.sent] == ["977"]
    assert delivery.chat == Chat("discord", "977")
    with pytest.raises(ChatGone):
        await bot.client.deliver(Person("discord", "123456"), REPLY)


async def test_a_thread_is_written_to_by_its_own_number_and_opened_if_it_is_archived(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.threads[THREAD] = thread(THREAD, CHANNEL)
    await bot.client.deliver(HERE, REPLY, THREAD)
    discord.threads[THREAD]["thread_metadata"]["archived"] = True
    await bot.client.deliver(HERE, REPLY, THREAD)
    assert [sent.channel for sent in discord.sent] == [THREAD, THREAD]
    discord.threads[THREAD]["thread_metadata"] |= {"archived": True, "locked": True}
    with pytest.raises(ChatGone):
        await bot.client.deliver(HERE, REPLY, THREAD)


@pytest.mark.parametrize(
    ("status", "code"), [(404, 10003), (403, 50001), (403, 50013), (403, 50007), (400, 50008), (403, 160005)]
)
async def test_a_channel_that_is_gone_or_closed_to_the_bot_is_told(
    bot: BotOnDiscord, discord: DiscordStandIn, status: int, code: int
) -> None:
    discord.gone[CHANNEL] = Refused(status, code, "no")
    with pytest.raises(ChatGone):
        await bot.client.deliver(HERE, REPLY)
    assert not discord.sent


async def test_where_no_picture_may_be_posted_the_text_is(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.fail(POST, Fault(403, 50013))
    await bot.client.deliver(HERE, Reply((Span("long"),), CHART, caption=(Span("short"),)))
    assert [(sent.text, sent.picture) for sent in discord.sent] == [("long", None)]


async def test_a_refusal_that_says_nothing_of_the_channel_may_be_tried_again(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.fail(POST, Fault(400, 50035))
    with pytest.raises(NotDelivered):
        await bot.client.deliver(HERE, REPLY)


async def test_an_answer_that_does_not_come_leaves_it_open(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.fail(POST, Fault(accepted=True, drop=True))
    with pytest.raises(DeliveryUnknown):
        await bot.client.deliver(HERE, REPLY)
    assert len(discord.sent) == 1


async def test_what_the_library_repeats_after_an_error_arrives_once(
    bot: BotOnDiscord, discord: DiscordStandIn, no_pauses: None
) -> None:
    assert no_pauses is None
    discord.fail(POST, Fault(502, accepted=True), Fault(500))
    await bot.client.deliver(HERE, REPLY)
    assert discord.count(POST) == 3
    assert len(discord.sent) == 1


async def test_a_server_that_stays_in_trouble_leaves_it_open(
    bot: BotOnDiscord, discord: DiscordStandIn, no_pauses: None
) -> None:
    assert no_pauses is None
    discord.fail(POST, *[Fault(503)] * 5)
    with pytest.raises(DeliveryUnknown):
        await bot.client.deliver(HERE, REPLY)


async def test_a_short_rate_limit_is_waited_for_and_a_long_one_is_told(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.fail(POST, rate_limited(0.01))
    await bot.client.deliver(HERE, REPLY)
    discord.fail(POST, rate_limited(90))
    with pytest.raises(NotDelivered) as told:
        await bot.client.deliver(HERE, REPLY)
    assert told.value.retry_after == 90
    assert len(discord.sent) == 1


async def test_the_limit_of_one_channel_holds_up_no_other(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.headers[POST] = {
        "X-RateLimit-Bucket": "posts",
        "X-RateLimit-Limit": "1",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": "25",
    }
    waiting = [asyncio.create_task(bot.client.deliver(HERE, REPLY)) for _ in range(2)]
    await discord.wait_for_sent(1)
    await bot.client.deliver(Person("discord", "77"), REPLY)
    assert [sent.channel for sent in discord.sent] == [CHANNEL, "977"]
    for each in waiting:
        each.cancel()


async def test_without_a_connection_nothing_is_sent(stopped_bot: BotOnDiscord) -> None:
    with pytest.raises(NotDelivered):
        await stopped_bot.client.deliver(HERE, REPLY)
