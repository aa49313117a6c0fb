"""The hello where the bot is added, and silence where it may not write."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram, chat
from tests.eventually import eventually
from tests.standins.telegram import refused
from tests.standins.telegram_updates import added, captioned, channel_post, group, pressed, private, put_out


@pytest.mark.parametrize(
    ("update", "chat", "said"),
    [
        (added(language="ko"), -500, "hello, ko, channel=False, sees_all=False"),
        (added(status="administrator"), -500, "hello, en, channel=False, sees_all=True"),
        (
            added(chat=-1001, kind="channel", status="administrator", can_post_messages=True),
            -1001,
            "hello, en, channel=True, sees_all=True",
        ),
    ],
    ids=["group", "administrator", "channel"],
)
async def test_the_bot_says_one_hello_where_it_is_added(
    bot: BotOnTelegram, update: dict[str, Any], chat: int, said: str
) -> None:
    bot.telegram.say(update)
    (hello,) = await bot.telegram.wait_for_sent(1)
    assert (hello.chat, hello.text) == (chat, said)


@pytest.mark.parametrize(
    "update",
    [
        added(chat=77, kind="private"),
        added(chat=-1001, kind="channel", status="administrator", can_post_messages=False),
        put_out(),
    ],
    ids=["private", "a channel without the right to post", "removed"],
)
async def test_it_says_none_in_private_nor_where_it_may_not_write(
    bot: BotOnTelegram, update: dict[str, Any]
) -> None:
    bot.telegram.say(update)
    bot.telegram.say(private("afterwards"))
    await bot.telegram.wait_for_message(lambda sent: sent.text.endswith("afterwards"))
    assert not [sent for sent in bot.telegram.sent if "hello" in sent.text]


async def test_a_promotion_brings_no_second_hello(bot: BotOnTelegram) -> None:
    promotion = added(status="administrator")
    promotion["my_chat_member"]["old_chat_member"]["status"] = "member"
    bot.telegram.say(promotion)
    bot.telegram.say(private("afterwards"))
    (only,) = await bot.telegram.wait_for_sent(1)
    assert only.text == "R&B <afterwards"


@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: need administrator rights in the channel chat",
        "Forbidden: bot was kicked from the group chat",
    ],
)
@pytest.mark.parametrize("kind", [group, channel_post])
async def test_a_missing_permission_is_one_line_of_the_log_and_no_apology(
    bot: BotOnTelegram,
    caplog: pytest.LogCaptureFixture,
    refusal: str,
    kind: Any,  # noqa: ANN401
) -> None:
    status = 403 if refusal.startswith("Forbidden") else 400
    bot.telegram.fail("sendMessage", refused(status, refusal))
    caplog.set_level(logging.INFO)
    bot.telegram.say(kind("/chart"))
    await eventually(lambda: any("was not sent" in record.getMessage() for record in caplog.records))
    bot.telegram.say(private("afterwards"))
    await bot.telegram.wait_for_message(lambda sent: sent.text.endswith("afterwards"))
    assert bot.telegram.count("sendMessage") == 2
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.exc_info is None


async def test_a_press_where_the_bot_may_not_write_any_more_is_one_line_too(
    bot: BotOnTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.say(group("/chart"))
    (chart,) = await bot.telegram.wait_for_sent(1)
    bot.telegram.fail("editMessageText", refused(400, "Bad Request: CHAT_WRITE_FORBIDDEN"))
    bot.telegram.say(pressed("more", message_id=chart.message_id, chat=-500))
    await eventually(lambda: any("was not sent" in record.getMessage() for record in caplog.records))
    assert bot.telegram.count("sendMessage") == 1


async def test_an_album_of_photos_is_one_message_without_words(bot: BotOnTelegram) -> None:
    for _ in range(3):
        bot.telegram.say(captioned("", media_group_id="album"))
    bot.telegram.say(captioned("", media_group_id="another"))
    assert [message.wordless for message in await bot.heard_only(2)] == [True, True]


@pytest.mark.parametrize(
    "content",
    [
        {
            "sticker": {
                "file_id": "f",
                "file_unique_id": "u",
                "width": 9,
                "height": 9,
                "is_animated": False,
                "is_video": False,
                "type": "regular",
            }
        },
        {"video": {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "duration": 3}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_has_no_words_is_heard_in_private_alone(
    bot: BotOnTelegram, content: dict[str, Any]
) -> None:
    bot.telegram.say(private("", **content))
    bot.telegram.say(group("", **content))
    [message] = await bot.heard_only(1)
    assert (message.wordless, message.private) == (True, True)


async def test_a_group_that_becomes_a_supergroup_is_followed(bot: BotOnTelegram) -> None:
    bot.telegram.say(group("", migrate_to_chat_id=-100500))
    await eventually(lambda: bool(bot.parrot.moves))
    assert bot.parrot.moves == [(chat("-500"), chat("-100500"))]
    assert bot.telegram.sent == []
