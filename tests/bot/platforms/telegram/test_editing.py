"""Buttons on Telegram: what they say, and what a press of one brings."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.messages.picture_values import ChartPicture
from bot.messages.reply import Choice, Reply, Span
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram, chat
from tests.standins.telegram import PNG, Fault, refused
from tests.standins.telegram_updates import channel_post, group, pressed, private

QUESTION = Reply(
    (Span("Which one?"),), choices=(Choice("Butterfly by BTS", "spotify:track:1"), Choice("나비", "2"))
)

BARS = ChartPicture("t", ("h",), "dance", "d", "a")
SHARES = Reply(
    (Span("in full"),),
    BARS,
    (Choice("◀", "back", row=1), Choice("▶", "next", row=1), Choice("text", "text", row=2)),
    (Span("in short"),),
)


async def ask(bot: BotOnTelegram, chat: int = 77) -> int:
    bot.parrot.says["butterfly"] = QUESTION
    bot.telegram.say(private("butterfly") if chat > 0 else group("butterfly", chat=chat))
    (question,) = await bot.telegram.wait_for_sent(1)
    assert question.buttons == [("Butterfly by BTS", "spotify:track:1"), ("나비", "2")]
    return question.message_id


@pytest.mark.parametrize(("chat", "is_private"), [(77, True), (-500, False)])
async def test_a_pressed_button_says_its_words_and_the_question_becomes_the_answer(
    bot: BotOnTelegram,
    chat: int,
    is_private: bool,  # noqa: FBT001
) -> None:
    number = await ask(bot, chat)
    bot.telegram.say(pressed("spotify:track:1", message_id=number, chat=chat, language="ko"))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    (answer,) = bot.telegram.sent
    assert answer.text == "R&B <spotify:track:1"
    assert answer.buttons == []
    assert bot.telegram.count("answerCallbackQuery") == 1
    heard = bot.parrot.heard[-1]
    assert (heard.text, heard.private, heard.language) == ("spotify:track:1", is_private, "ko")


async def test_a_question_that_cannot_be_changed_any_more_is_answered_below(bot: BotOnTelegram) -> None:
    number = await ask(bot)
    bot.telegram.fail("editMessageText", refused(400, "Bad Request: message can't be edited"))
    bot.telegram.say(pressed("2", message_id=number))
    sent = await bot.telegram.wait_for_sent(2)
    assert sent[-1].text == "R&B <2"


async def test_a_question_becomes_an_answer_with_a_picture(bot: BotOnTelegram) -> None:
    number = await ask(bot)
    bot.parrot.says["2"] = SHARES
    bot.telegram.say(pressed("2", message_id=number))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    (answer,) = bot.telegram.sent
    assert (answer.photo, answer.text) == (PNG + b"t", "in short")
    assert answer.rows == [["◀", "▶"], ["text"]]


async def pictured(bot: BotOnTelegram) -> int:
    bot.parrot.says["/chart"] = SHARES
    bot.telegram.say(private("/chart"))
    (answer,) = await bot.telegram.wait_for_sent(1)
    return answer.message_id


async def test_below_the_same_picture_only_the_words_are_exchanged(bot: BotOnTelegram) -> None:
    number = await pictured(bot)
    bot.parrot.says["next"] = replace(SHARES, caption=(Span("page 2"),))
    bot.telegram.say(pressed("next", message_id=number, text=None))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    (answer,) = bot.telegram.sent
    assert (answer.photo, answer.text) == (PNG + b"t", "page 2")
    assert bot.telegram.count("editMessageCaption") == 1


async def test_another_picture_takes_the_place_of_the_first(bot: BotOnTelegram) -> None:
    number = await pictured(bot)
    bot.parrot.says["yesterday"] = Reply((Span("then"),), replace(BARS, kicker="yesterday"))
    for _ in range(2):
        bot.telegram.say(pressed("yesterday", message_id=number, text=None))
        await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    await bot.telegram.wait_for_calls("editMessageCaption")  # the second press finds it there
    (answer,) = bot.telegram.sent
    assert (answer.photo, answer.text) == (PNG + b"yesterday", "then")
    assert bot.telegram.count("sendMessage") + bot.telegram.count("sendPhoto") == 1


async def test_a_picture_that_becomes_text_is_replaced_by_it(bot: BotOnTelegram) -> None:
    number = await pictured(bot)
    bot.telegram.say(pressed("text", message_id=number, text=None))
    await bot.telegram.wait_for_calls("deleteMessage")
    await bot.telegram.wait_until(lambda: len(bot.telegram.sent) == 1)
    (answer,) = bot.telegram.sent
    assert (answer.photo, answer.text) == (None, "R&B <text")


async def test_a_replaced_picture_that_cannot_be_deleted_any_more_stays(bot: BotOnTelegram) -> None:
    number = await pictured(bot)
    bot.telegram.fail("deleteMessage", refused(400, "Bad Request: message can't be deleted"))
    bot.telegram.say(pressed("text", message_id=number, text=None))
    assert len(await bot.telegram.wait_for_sent(2)) == 2


@pytest.mark.parametrize("old", [False, True])
async def test_a_button_below_an_old_message_is_answered_all_the_same(bot: BotOnTelegram, old: bool) -> None:  # noqa: FBT001
    bot.parrot.says["/chart"] = SHARES
    bot.telegram.say(pressed(bot.client.seals.data("/chart"), message_id=5, text=None, old=old))
    (answer,) = await bot.telegram.wait_for_sent(1)
    assert (answer.photo, answer.text) == (PNG + b"t", "in short")


async def test_a_button_that_is_pressed_twice_changes_nothing_the_second_time(bot: BotOnTelegram) -> None:
    number = await ask(bot)
    for presses in (1, 2):
        bot.telegram.say(pressed("2", message_id=number))
        await bot.telegram.wait_for_calls("editMessageText", presses)
    bot.telegram.say(private("done"))
    sent = await bot.telegram.wait_for_sent(2)
    assert [message.text for message in sent] == ["R&B <2", "R&B <done"]


async def test_a_picture_that_cannot_be_drawn_costs_a_press_only_the_picture(bot: BotOnTelegram) -> None:
    number = await ask(bot)
    bot.parrot.says["2"] = replace(SHARES, picture=replace(BARS, kicker="cannot"))
    bot.telegram.say(pressed("2", message_id=number))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    assert bot.telegram.sent[0].text == "in full"


async def test_what_is_picked_apart_opens_a_private_chat_and_is_answered_there(bot: BotOnTelegram) -> None:
    apart = Choice("full chart", "/chart melon-top100 2026-11-20", apart=True)
    unsayable = Choice("end", "/unsubscribe 3")
    await bot.client.deliver(chat("-1001"), replace(SHARES, choices=(apart, unsayable)))
    (post,) = bot.telegram.sent
    link = "https://t.me/jangreu_bot?start=chart_melon-top100_2026-11-20"
    assert post.buttons == [("full chart", link)]
    bot.telegram.say(private("/start " + link.partition("=")[2]))
    bot.telegram.say(private("/start unsubscribe"))
    await bot.telegram.wait_for_sent(3)
    assert {message.text for message in bot.parrot.heard} == {
        "/chart melon-top100 2026-11-20",
        "/start unsubscribe",
    }


async def test_a_press_that_telegram_does_not_acknowledge_is_answered_all_the_same(
    bot: BotOnTelegram,
) -> None:
    number = await ask(bot)
    bot.telegram.fail("answerCallbackQuery", Fault(500))
    bot.telegram.say(pressed("2", message_id=number))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)


async def test_a_bug_behind_a_button_is_apologised_for(bot: BotOnTelegram) -> None:
    number = await ask(bot)
    bot.telegram.say(pressed("bug", message_id=number, language="ko"))
    sent = await bot.telegram.wait_for_sent(2)
    assert sent[-1].text == "미안"


async def test_a_button_with_nothing_to_say_is_ignored(bot: BotOnTelegram) -> None:
    bot.telegram.say(pressed("", message_id=1))
    bot.telegram.say(private("hello"))
    await bot.telegram.wait_for_sent(1)
    await asyncio.sleep(0)
    assert [message.text for message in bot.parrot.heard] == ["hello"]


async def test_in_a_channel_every_button_is_a_link_and_what_cannot_be_said_there_has_none(
    bot: BotOnTelegram,
) -> None:
    choices = (
        Choice("yesterday", "/chart melon-top100 2026-11-20", row=1),
        Choice("song", "spotify:track:1", row=1),
        Choice("end", "/unsubscribe 3", row=2),
    )
    bot.parrot.says["/chart"] = replace(SHARES, choices=choices)
    bot.telegram.say(channel_post("/chart"))
    (post,) = await bot.telegram.wait_for_sent(1)
    start = "https://t.me/jangreu_bot?start="
    assert post.buttons == [
        ("yesterday", f"{start}chart_melon-top100_2026-11-20"),
        ("song", f"{start}spotify--track--1"),
    ]
    assert post.rows == [["yesterday", "song"]]


async def test_a_press_in_a_channel_is_answered_with_a_notice_alone(bot: BotOnTelegram) -> None:
    press = pressed("/chart melon-top100 dance", message_id=5, chat=-1001, language="ko", text=None)
    press["callback_query"]["message"]["chat"]["type"] = "channel"
    bot.telegram.say(press)
    await bot.telegram.wait_for_calls("answerCallbackQuery")
    await bot.heard_only(0)
    [notice] = [params for name, params in bot.telegram.calls if name == "answerCallbackQuery"]
    assert (notice["text"], notice["show_alert"]) == ("not here, ko", "true")
    assert bot.telegram.edits == 0
    assert all(sent.chat != -1001 for sent in bot.telegram.sent)


async def test_in_a_group_a_button_keeps_the_messages_language(bot: BotOnTelegram) -> None:
    bot.parrot.says["/chart"] = replace(SHARES, language="ko")
    bot.telegram.say(group("/chart", language="ko"))
    (chart,) = await bot.telegram.wait_for_sent(1)
    assert chart.buttons[0] == ("◀", "ko|back")
    bot.telegram.say(pressed("ko|back", message_id=chart.message_id, chat=-500, language="en", text=None))
    heard = await bot.heard(2)
    assert (heard[-1].text, heard[-1].language) == ("back", "ko")


async def test_a_button_whose_words_fill_it_carries_no_language(bot: BotOnTelegram) -> None:
    full = "/chart " + "x" * 57
    bot.parrot.says["/chart"] = Reply((Span("in full"),), choices=(Choice("full", full),), language="ko")
    bot.telegram.say(group("/chart"))
    (chart,) = await bot.telegram.wait_for_sent(1)
    assert chart.buttons == [("full", full)]


async def test_in_a_private_chat_what_is_picked_apart_is_answered_below(bot: BotOnTelegram) -> None:
    bot.parrot.says["butterfly"] = replace(QUESTION, choices=(Choice("why", "/why 1", apart=True),))
    bot.telegram.say(private("butterfly"))
    (question,) = await bot.telegram.wait_for_sent(1)
    ((_, data),) = question.buttons
    bot.telegram.say(pressed(data, message_id=question.message_id))
    first, second = await bot.telegram.wait_for_sent(2)
    assert (first.text, second.text) == ("Which one?", "R&B </why 1")
    assert bot.telegram.edits == 0


@pytest.mark.parametrize("write", [private, group])
async def test_a_page_is_previewed_small_and_in_a_private_chat_alone(bot: BotOnTelegram, write: Any) -> None:  # noqa: ANN401
    page = "https://open.spotify.com/track/1"
    bot.parrot.says["Dynamite"] = Reply((Span("Dynamite", link=page),), preview=page)
    bot.telegram.say(write("Dynamite"))
    bot.telegram.say(write("plain"))
    sent = await bot.telegram.wait_for_sent(2)
    previews = {message.text: message.params["link_preview_options"] for message in sent}
    none = {"is_disabled": True}
    assert previews == {
        "Dynamite": {"url": page, "prefer_small_media": True} if write is private else none,
        "R&B <plain": none,
    }
