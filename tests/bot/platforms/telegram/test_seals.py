"""Seals: data that we did not send has no power, whatever a client makes up."""

from __future__ import annotations

import pytest

from bot.messages.reply import MOST_SAID, Choice, Reply, Span
from bot.platforms.telegram.seals import Seals
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.standins.telegram import TOKEN
from tests.standins.telegram_updates import pressed, private

FREE_COINS = "/genre FREE COINS at t.me/scam"
SEALS = Seals(TOKEN)
REFUSED = Reply((Span("Only administrators of this chat can do that. " * 9),), refusal=True)


@pytest.mark.parametrize("says", ["2", "/chart melon-top100 2026-11-20", "가" * 18, "가" * 21])
def test_what_a_button_carries_fits_and_begins_with_what_it_says(says: str) -> None:
    carried = SEALS.data(says)
    assert carried.partition("\x1f")[0] == says
    assert len(carried.encode()) <= MOST_SAID
    assert ("\x1f" in carried) == (len(says.encode()) <= 55)


@pytest.mark.parametrize(
    ("carried", "old"),
    [("/chart", False), ("", False), (FREE_COINS, True)],
    ids=["another button", "no buttons", "the message cannot be seen"],
)
@pytest.mark.parametrize("seal", ["", "\x1f", "\x1fAAAAAAAA"])
async def test_data_that_none_of_our_buttons_carries_is_ignored(
    bot: BotOnTelegram, carried: str, seal: str, *, old: bool
) -> None:
    bot.telegram.say(pressed(FREE_COINS + seal, message_id=5, chat=-500, carried=carried, old=old))
    assert await bot.heard_only(0) == []
    assert bot.telegram.count("editMessageText") + bot.telegram.count("deleteMessage") == 0


async def test_the_seal_of_another_button_opens_nothing(bot: BotOnTelegram) -> None:
    seal = SEALS.data("/chart").partition("\x1f")[2]
    bot.telegram.say(pressed(f"{FREE_COINS}\x1f{seal}", message_id=5, old=True))
    assert await bot.heard_only(0) == []


async def test_a_sealed_button_works_where_telegram_does_not_show_its_message(bot: BotOnTelegram) -> None:
    bot.telegram.say(pressed(SEALS.data("/chart"), message_id=5, old=True))
    (message,) = await bot.heard_only(1)
    assert message.text == "/chart"


async def test_a_button_from_before_there_were_seals_still_works(bot: BotOnTelegram) -> None:
    bot.telegram.say(pressed("/chart", message_id=5))
    (message,) = await bot.heard_only(1)
    assert message.text == "/chart"


async def test_a_refusal_is_an_alert_and_leaves_the_message_as_it_is(bot: BotOnTelegram) -> None:
    bot.parrot.says["list"] = Reply((Span("a list"),), choices=(Choice("end", "/unsubscribe 1"),))
    bot.parrot.says["/unsubscribe 1"] = REFUSED
    bot.telegram.say(private("list"))
    (shown,) = await bot.telegram.wait_for_sent(1)
    bot.telegram.say(pressed("/unsubscribe 1", message_id=shown.message_id))
    await bot.telegram.wait_for_calls("answerCallbackQuery")
    bot.telegram.say(private("the next"))
    await bot.telegram.wait_for_sent(2)
    assert bot.telegram.sent[0] == shown
    (alert,) = [params for name, params in bot.telegram.calls if name == "answerCallbackQuery"]
    assert alert["text"].startswith("Only administrators")
    assert len(alert["text"]) <= 200
    assert alert["show_alert"] == "true"


async def test_a_refusal_that_comes_late_stands_below_and_the_message_stays(
    bot: BotOnTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.editing._BUTTON_WAITS", 0.0)
    bot.parrot.says["slow"] = REFUSED
    bot.telegram.say(pressed("slow", message_id=5))
    await bot.telegram.wait_for_calls("answerCallbackQuery")
    bot.parrot.slow.set()
    refused = await bot.telegram.wait_for_message(lambda sent: sent.text.startswith("Only administrators"))
    assert refused.message_id != 5
    assert bot.telegram.count("editMessageText") == 0
    assert bot.telegram.count("answerCallbackQuery") == 1
