"""Progress on Telegram: one message that says how far it is, and goes when the answer is there."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms.telegram import progress
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.eventually import eventually
from tests.standins.telegram import INTERNAL, KICKED, refused
from tests.standins.telegram_updates import group, pressed, private


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PROGRESS_AFTER", 0.1)
    monkeypatch.setattr(progress, "PROGRESS_EVERY", 0.1)


async def test_long_work_says_how_far_it_is_in_one_silent_message_that_goes_in_the_end(
    bot: BotOnTelegram,
) -> None:
    bot.telegram.say(group("slow", kind="supergroup", message_thread_id=9, is_topic_message=True))
    (line,) = await bot.telegram.wait_for_sent(1)
    assert line.text == "thinking"
    assert line.params["disable_notification"] == "true"
    assert line.params["message_thread_id"] == "9"
    await bot.parrot.progress[0]("almost done")
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    assert [message.text for message in bot.telegram.sent] == ["almost done"]
    bot.parrot.slow.set()
    await bot.telegram.wait_for_calls("deleteMessage")
    await bot.telegram.wait_until(lambda: len(bot.telegram.sent) == 1)
    assert [message.text for message in bot.telegram.sent] == ["R&B <slow"]


async def test_lines_that_come_quickly_are_not_all_shown(
    bot: BotOnTelegram,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "PROGRESS_EVERY", 0.3)
    bot.telegram.say(private("slow"))
    await bot.telegram.wait_for_sent(1)
    for number in range(100):
        await bot.parrot.progress[0](f"song {number}")
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    await asyncio.sleep(0.4)
    assert (bot.telegram.edits, bot.telegram.sent[0].text) == (1, "song 99")


async def test_quick_work_shows_no_progress(bot: BotOnTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PROGRESS_AFTER", 3600)
    bot.telegram.say(private("quick"))
    await bot.telegram.wait_for_sent(1)
    await bot.telegram.wait_for_calls("getUpdates", 2)
    assert [message.text for message in bot.telegram.sent] == ["R&B <quick"]
    assert bot.telegram.count("deleteMessage") == 0


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "deleteMessage"])
async def test_progress_that_telegram_does_not_take_costs_no_answer(bot: BotOnTelegram, method: str) -> None:
    fault = KICKED if method == "sendMessage" else refused(400, "Bad Request: no")
    bot.telegram.fail(method, fault)
    bot.telegram.say(private("slow"))
    await bot.telegram.wait_for_calls("sendMessage")
    if method == "editMessageText":
        await bot.parrot.progress[0]("more")
        await bot.telegram.wait_for_calls(method)
    bot.parrot.slow.set()
    await bot.telegram.wait_until(lambda: any(sent.text == "R&B <slow" for sent in bot.telegram.sent))


async def test_long_work_behind_a_button_shows_it_too(bot: BotOnTelegram) -> None:
    bot.telegram.say(pressed("slow", message_id=1))
    (line,) = await bot.telegram.wait_for_sent(1)
    assert line.text == "thinking"


async def test_typing_is_shown_and_repeated_while_an_answer_is_made_and_others_need_not_wait(
    bot: BotOnTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PROGRESS_AFTER", 3600)
    monkeypatch.setattr(progress, "TYPING_AFTER", 0.1)
    monkeypatch.setattr(progress, "TYPING_EVERY", 0.01)
    bot.telegram.fail("sendChatAction", INTERNAL)
    bot.telegram.say(group("slow", chat=-1))
    bot.telegram.say(private("quick", chat=2))
    [quick] = await bot.telegram.wait_for_sent(1)
    assert quick.chat == 2
    await bot.telegram.wait_for_calls("sendChatAction", 25)  # more than a group's messages in a minute
    shown = [params for name, params in bot.telegram.calls if name == "sendChatAction"]
    assert {(params["chat_id"], params["action"]) for params in shown} <= {("-1", "typing"), ("2", "typing")}
    bot.parrot.slow.set()
    await bot.telegram.wait_for_sent(2)
    await eventually(lambda: not any("_show_typing" in repr(task) for task in asyncio.all_tasks()))


async def test_quick_work_shows_no_typing(bot: BotOnTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "TYPING_AFTER", 3600)
    bot.telegram.say(private("quick"))
    await bot.telegram.wait_for_sent(1)
    await bot.telegram.wait_for_calls("getUpdates", 2)
    assert bot.telegram.count("sendChatAction") == 0
