"""How replies are sent: markup, pictures, quotes, long texts, and sends that fail."""

from __future__ import annotations

import pytest

from bot.messages.message import Message
from bot.messages.picture_values import ChartPicture
from bot.messages.reply import Reply, Span
from tests.bot.platforms.telegram.bot_on_telegram import CHART, BotOnTelegram, chat, user
from tests.eventually import eventually
from tests.standins import telegram as standin
from tests.standins.telegram import PNG
from tests.standins.telegram_updates import (
    group,
    private,
)


async def test_a_private_message_is_answered_in_escaped_html_without_a_preview(bot: BotOnTelegram) -> None:
    bot.telegram.say(private("Next Level", language="ko"))
    [answer] = await bot.telegram.wait_for_sent(1)
    assert bot.parrot.heard == [
        Message(
            "Next Level", private=True, language="ko", platform="telegram", chat=chat("77"), user=user("77")
        )
    ]
    assert (answer.chat, answer.text, answer.markup.bold) == (77, "R&B <Next Level", ("Next Level",))
    assert answer.params["link_preview_options"] == {"is_disabled": True}
    assert "reply_parameters" not in answer.params
    assert answer.params["disable_notification"] == "false"


async def test_a_group_gets_a_silent_quote(bot: BotOnTelegram) -> None:
    number = bot.telegram.say(group("https://a.example/1", kind="supergroup"))
    [answer] = await bot.telegram.wait_for_sent(1)
    assert bot.parrot.heard[0].private is False
    assert answer.params["reply_parameters"]["message_id"] == number
    assert answer.params["disable_notification"] == "true"


async def test_an_answer_stays_in_the_topic_of_the_question(bot: BotOnTelegram) -> None:
    bot.telegram.say(group("/chart", kind="supergroup", message_thread_id=9, is_topic_message=True))
    [answer] = await bot.telegram.wait_for_sent(1)
    assert answer.params["message_thread_id"] == "9"


async def test_a_picture_whose_text_fits_is_one_photo_with_a_caption(bot: BotOnTelegram) -> None:
    bot.parrot.says["/chart"] = Reply((Span("x" * 1024, bold=True),), CHART)
    bot.telegram.say(private("/chart"))
    bot.telegram.say(private("after"))
    answers = await bot.telegram.wait_for_sent(2)
    photo = next(answer for answer in answers if answer.photo)
    assert (photo.photo, photo.text) == (PNG + b"title", "x" * 1024)


async def test_a_picture_names_the_bot_that_sends_it(bot: BotOnTelegram) -> None:
    bot.parrot.says["/chart"] = Reply((Span("text"),), ChartPicture("", (), "", "", ""))
    bot.telegram.say(private("/chart"))
    (photo,) = await bot.telegram.wait_for_sent(1)
    assert photo.photo == PNG + b"@jangreu_bot"


async def test_a_long_text_follows_its_picture_and_is_split_at_line_ends(bot: BotOnTelegram) -> None:
    lines = [f"{number} <&> {'가' * 200}" for number in range(40)]
    bot.parrot.says["/chart"] = Reply((Span("\n".join(lines), bold=True),), CHART)
    number = bot.telegram.say(group("/chart"))
    photo, first, *rest = await bot.telegram.wait_for_sent(4)
    assert photo.text == ""
    assert photo.params["reply_parameters"]["message_id"] == number
    assert all("reply_parameters" not in part.params for part in (first, *rest))
    assert "\n".join(part.text for part in (first, *rest)).split("\n") == lines


async def test_a_picture_that_cannot_be_drawn_or_taken_costs_only_the_picture(bot: BotOnTelegram) -> None:
    bot.parrot.says["a"] = Reply((Span("undrawn"),), ChartPicture("cannot", (), "", "", ""))
    bot.parrot.says["b"] = Reply((Span("not taken"),), CHART)
    bot.telegram.fail("sendPhoto", standin.refused(400, "Bad Request: not enough rights to send photos"))
    bot.telegram.say(private("a"))
    bot.telegram.say(private("b"))
    answers = await bot.telegram.wait_for_sent(2)
    assert {(answer.text, answer.photo) for answer in answers} == {("undrawn", None), ("not taken", None)}


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("fault", [standin.INTERNAL, standin.flood(1)], ids=["500", "429"])
async def test_an_answer_that_was_not_taken_is_sent_again(bot: BotOnTelegram, fault: standin.Fault) -> None:
    bot.telegram.fail("sendMessage", fault)
    bot.telegram.say(private("hello"))
    await bot.telegram.wait_for_sent(1)
    assert bot.telegram.count("sendMessage") == 2


@pytest.mark.usefixtures("no_pauses")
async def test_an_answer_that_was_not_taken_four_times_is_sent_yet(bot: BotOnTelegram) -> None:
    bot.telegram.fail("sendMessage", *[standin.INTERNAL] * 4)
    bot.telegram.say(private("hello"))
    await bot.telegram.wait_for_sent(1)
    assert bot.telegram.count("sendMessage") == 5


@pytest.mark.usefixtures("no_pauses")
async def test_an_answer_that_is_not_wanted_is_not_sent_again(
    bot: BotOnTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.fail("sendMessage", standin.KICKED)
    bot.telegram.say(private("first"))
    await bot.telegram.wait_for_calls("sendMessage")
    bot.telegram.say(private("second"))
    await bot.telegram.wait_for_sent(1)
    assert bot.telegram.count("sendMessage") == 2
    await eventually(lambda: "the answer was not sent" in caplog.text)


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("fault", [standin.BAD_GATEWAY, standin.ACCEPTED_BUT_DROPPED], ids=["502", "dropped"])
async def test_an_answer_that_may_have_arrived_is_sent_once_more_and_the_log_says_so(
    bot: BotOnTelegram, fault: standin.Fault, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.fail("sendMessage", fault, fault)
    bot.telegram.say(private("first"))
    await bot.telegram.wait_for_calls("sendMessage", 2)
    bot.telegram.say(private("second"))
    await bot.telegram.wait_for_message(lambda sent: sent.text.endswith("second"))
    assert bot.telegram.count("sendMessage") == 3
    assert caplog.text.count("it is sent once more") == 1
    await eventually(lambda: "the answer was not sent" in caplog.text)


async def test_an_answer_follows_its_group_into_the_supergroup(bot: BotOnTelegram) -> None:
    bot.telegram.migrated[-500] = -100500
    bot.telegram.say(group("/chart"))
    [answer] = await bot.telegram.wait_for_sent(1)
    assert answer.chat == -100500
