"""Answers that are edited once when they become better."""

from __future__ import annotations

import asyncio

from bot.messages.reply import Choice, Reply, Span
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.standins.telegram_updates import pressed, private


class Improving:
    """An answer that becomes a better one when it may."""

    def __init__(self, better: Reply | None) -> None:
        self.may_end = asyncio.Event()
        self.ended = asyncio.Event()
        self.better = better
        self.reply = Reply((Span("first"),), choices=(Choice("more", "more"),), later=self.later)

    async def later(self) -> Reply | None:
        await self.may_end.wait()
        self.ended.set()
        return self.better


async def test_an_answer_is_edited_when_a_better_one_comes(bot: BotOnTelegram) -> None:
    improving = Improving(Reply((Span("better"),)))
    bot.parrot.says["song"] = improving.reply
    bot.telegram.say(private("song"))
    (answer,) = await bot.telegram.wait_for_sent(1)
    assert answer.text == "first"
    improving.may_end.set()
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    (answer,) = bot.telegram.sent
    assert answer.text == "better"


async def test_other_messages_of_the_chat_are_answered_meanwhile(bot: BotOnTelegram) -> None:
    bot.parrot.says["song"] = Improving(None).reply
    bot.telegram.say(private("song"))
    bot.telegram.say(private("hello"))
    assert {answer.text for answer in await bot.telegram.wait_for_sent(2)} == {"first", "R&B <hello"}


async def test_an_answer_that_says_something_else_by_then_stays(bot: BotOnTelegram) -> None:
    improving = Improving(Reply((Span("better"),)))
    bot.parrot.says["song"] = improving.reply
    bot.telegram.say(private("song"))
    (answer,) = await bot.telegram.wait_for_sent(1)
    bot.telegram.say(pressed("more", message_id=answer.message_id))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    improving.may_end.set()
    bot.telegram.say(private("hello"))
    first, _ = await bot.telegram.wait_for_sent(2)
    assert first.text == "R&B <more"
    assert not improving.ended.is_set()


async def test_an_answer_that_stays_as_it_is_costs_no_edit(bot: BotOnTelegram) -> None:
    improving = Improving(None)
    bot.parrot.says["song"] = improving.reply
    bot.telegram.say(private("song"))
    await bot.telegram.wait_for_sent(1)
    improving.may_end.set()
    await improving.ended.wait()
    bot.telegram.say(private("hello"))
    await bot.telegram.wait_for_sent(2)
    assert bot.telegram.edits == 0


async def test_the_answer_to_a_pressed_button_becomes_better_too(bot: BotOnTelegram) -> None:
    improving = Improving(Reply((Span("better"),)))
    bot.parrot.says["more"] = improving.reply
    bot.parrot.says["song"] = Reply((Span("pick"),), choices=(Choice("more", "more"),))
    bot.telegram.say(private("song"))
    (answer,) = await bot.telegram.wait_for_sent(1)
    bot.telegram.say(pressed("more", message_id=answer.message_id))
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    improving.may_end.set()
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 2)
    assert [answer.text for answer in bot.telegram.sent] == ["better"]
