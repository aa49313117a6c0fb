"""What Telegram is asked about its chats, and what it tells of itself."""

from __future__ import annotations

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.platforms.telegram import chats
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram, chat, user
from tests.standins.telegram import (
    ADMINISTRATOR,
    BAD_GATEWAY,
    KICKED,
    UNAUTHORIZED,
    TelegramStandIn,
    flood,
    slow,
)
from tests.standins.telegram_updates import (
    BOT_USER,
    anonymous,
    captioned,
    channel_post,
    forwarded_from_channel,
    group,
    pressed,
    private,
    put_out,
)

CHANNEL = {"id": -1001, "type": "channel", "title": "Charts", "username": "charts"}


@pytest.fixture(autouse=True)
def _a_channel(telegram: TelegramStandIn) -> None:
    telegram.chats["@charts"] = telegram.chats["-1001"] = CHANNEL
    telegram.members[-1001, 77] = {"status": "creator", "is_anonymous": False}
    telegram.members[-1001, BOT_USER["id"]] = ADMINISTRATOR


async def test_a_chat_is_found_by_its_name_or_number(bot: BotOnTelegram) -> None:
    assert await bot.client.chats.find("@charts") == chat("-1001")
    assert await bot.client.chats.find("-1001") == chat("-1001")
    assert await bot.client.chats.find("@not_here") is None


async def test_a_chat_is_called_by_its_name_or_else_its_title(
    bot: BotOnTelegram,
    telegram: TelegramStandIn,
) -> None:
    telegram.chats["-500"] = {"id": -500, "type": "group", "title": "Friends"}
    assert await bot.client.chats.called(chat("-1001")) == "@charts"
    assert await bot.client.chats.called(chat("-500")) == "Friends"
    assert await bot.client.chats.called(chat("-9999")) is None


async def test_who_administers_a_chat_is_asked(bot: BotOnTelegram) -> None:
    assert await bot.client.chats.administers(chat("-1001"), user("77"))
    assert not await bot.client.chats.administers(chat("-1001"), user("78"))
    assert not await bot.client.chats.administers(chat("-9999"), user("77"))
    assert not await bot.client.chats.administers(chat("-1001"), user("-1002"))
    bot.telegram.members[-1001, 77] = {**ADMINISTRATOR, "can_post_messages": False}
    assert not await bot.client.chats.administers(chat("-1001"), user("77")), "who may not post there"


@pytest.mark.parametrize(
    ("member", "kind", "may"),
    [
        (ADMINISTRATOR, "channel", True),
        ({**ADMINISTRATOR, "can_post_messages": False}, "channel", False),
        ({"status": "member"}, "channel", False),
        ({"status": "member"}, "supergroup", True),
        ({"status": "left"}, "supergroup", False),
        ({"status": "kicked", "until_date": 0}, "channel", False),
    ],
)
async def test_where_the_bot_may_post_is_asked(
    bot: BotOnTelegram,
    member: dict[str, object],
    kind: str,
    may: bool,  # noqa: FBT001
) -> None:
    bot.telegram.members[-1001, BOT_USER["id"]] = member
    bot.telegram.chats["-1001"] = {**CHANNEL, "type": kind}
    assert await bot.client.chats.may_post(chat("-1001")) is may


@pytest.mark.parametrize(
    ("member", "kind", "shown"),
    [
        (ADMINISTRATOR, "supergroup", True),
        ({"status": "member"}, "supergroup", False),
        (ADMINISTRATOR, "channel", False),
    ],
)
async def test_links_are_shown_to_an_administrator_of_a_group(
    bot: BotOnTelegram,
    member: dict[str, object],
    kind: str,
    shown: bool,  # noqa: FBT001
) -> None:
    bot.telegram.members[-1001, BOT_USER["id"]] = member
    bot.telegram.chats["-1001"] = {**CHANNEL, "type": kind}
    assert await bot.client.chats.shows_links(chat("-1001")) is shown


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (BAD_GATEWAY, Trouble.UNREACHABLE),
        (flood(3600), Trouble.BUSY),
        (UNAUTHORIZED, Trouble.REFUSED),
        (slow(1), Trouble.TIMEOUT),
    ],
)
async def test_a_telegram_that_does_not_tell_is_a_source_out_of_order(
    bot: BotOnTelegram,
    monkeypatch: pytest.MonkeyPatch,
    fault: object,
    trouble: Trouble,
) -> None:
    monkeypatch.setattr(chats, "_PATIENCE", 0.5)
    bot.telegram.fail("getChatMember", fault)  # type: ignore[arg-type]
    with pytest.raises(SourceUnavailable) as problem:
        await bot.client.chats.administers(chat("-1001"), user("77"))
    assert problem.value.trouble == trouble


async def test_a_refusal_means_that_the_bot_is_not_there(bot: BotOnTelegram) -> None:
    bot.telegram.fail("getChatMember", KICKED)
    assert not await bot.client.chats.administers(chat("-1001"), user("77"))


# Who writes where


async def test_a_message_says_whose_it_is_and_where(bot: BotOnTelegram) -> None:
    topic = {"kind": "supergroup", "message_thread_id": 9, "is_topic_message": True}
    bot.telegram.say(group("/subscribe", **topic))
    bot.telegram.say(group("/subscribe", kind="supergroup", **anonymous()))
    bot.telegram.say(channel_post("/subscribe"))
    bot.telegram.say(pressed("/unsubscribe 1", message_id=1, chat=-500))
    heard = await bot.heard(4)
    found = {(message.chat, message.user, message.thread) for message in heard}
    assert found == {
        (chat("-500"), user("77"), "9"),
        (chat("-500"), user("-500"), None),
        (chat("-1001"), user("-1001"), None),
        (chat("-500"), user("77"), None),
    }


async def test_a_channels_post_that_is_forwarded_in_private_says_so_even_without_words(
    bot: BotOnTelegram,
) -> None:
    bot.telegram.say(captioned("", **forwarded_from_channel(-1001, 5)))
    bot.telegram.say(private("good morning", **forwarded_from_channel(-1001, 6)))
    bot.telegram.say(group("good morning", **forwarded_from_channel(-1001, 7)))
    heard = await bot.heard(3)
    assert {(message.text, message.forwarded_from) for message in heard} == {
        ("", "-1001"),
        ("good morning", "-1001"),
        ("good morning", None),
    }


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_being_put_out_of_a_chat_is_told_at_once(bot: BotOnTelegram, status: str) -> None:
    bot.telegram.say(put_out(-500, "member"))
    bot.telegram.say(put_out(-501, status))
    [word] = await bot.telegram.wait_for_sent(1)
    assert (word.chat, word.text) == (77, "it has ended")
    assert bot.parrot.left_chats == ["-501"]
