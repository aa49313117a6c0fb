"""Buttons on Telegram: what they say, and what a press of one brings."""

from __future__ import annotations

import asyncio

import pytest

from bot.reply import Bar, BarChart, Choice, Reply, Span
from tests.bot.test_telegram_bot import World, resting, telegram, world  # noqa: F401 - fixtures
from tests.standins.telegram import Fault, refused
from tests.standins.telegram_updates import group, pressed, private

QUESTION = Reply(
    (Span("Which one?"),), choices=(Choice("Butterfly by BTS", "spotify:track:1"), Choice("나비", "2"))
)


async def ask(world: World, chat: int = 77) -> int:  # noqa: F811
    world.parrot.says["butterfly"] = QUESTION
    world.telegram.say(private("butterfly") if chat > 0 else group("butterfly", chat=chat))
    (question,) = await world.telegram.wait_for_sent(1)
    assert question.buttons == [("Butterfly by BTS", "spotify:track:1"), ("나비", "2")]
    return question.message_id


@pytest.mark.parametrize(("chat", "is_private"), [(77, True), (-500, False)])
async def test_a_pressed_button_says_its_words_and_the_question_becomes_the_answer(
    world: World,  # noqa: F811
    chat: int,
    is_private: bool,  # noqa: FBT001
) -> None:
    number = await ask(world, chat)
    world.telegram.say(pressed("spotify:track:1", message_id=number, chat=chat, language="ko"))
    await world.telegram.wait_until(lambda: world.telegram.edits == 1)
    (answer,) = world.telegram.sent
    assert answer.text == "R&B <spotify:track:1"
    assert answer.buttons == []
    assert world.telegram.count("answerCallbackQuery") == 1
    heard = world.parrot.heard[-1]
    assert (heard.text, heard.private, heard.language) == ("spotify:track:1", is_private, "ko")


async def test_a_question_that_cannot_be_changed_any_more_is_answered_below(world: World) -> None:  # noqa: F811
    number = await ask(world)
    world.telegram.fail("editMessageText", refused(400, "Bad Request: message can't be edited"))
    world.telegram.say(pressed("2", message_id=number))
    sent = await world.telegram.wait_for_sent(2)
    assert sent[-1].text == "R&B <2"


async def test_an_answer_with_a_picture_is_a_message_of_its_own(world: World) -> None:  # noqa: F811
    number = await ask(world)
    world.parrot.says["2"] = Reply(
        (Span("shares"),), BarChart("t", "s", (Bar("dance", "dance", 1),), "f", "a")
    )
    world.telegram.say(pressed("2", message_id=number))
    sent = await world.telegram.wait_for_sent(2)
    assert sent[-1].photo is not None


async def test_a_press_that_telegram_does_not_acknowledge_is_answered_all_the_same(world: World) -> None:  # noqa: F811
    number = await ask(world)
    world.telegram.fail("answerCallbackQuery", Fault(500))
    world.telegram.say(pressed("2", message_id=number))
    await world.telegram.wait_until(lambda: world.telegram.edits == 1)


async def test_a_bug_behind_a_button_is_apologised_for(world: World) -> None:  # noqa: F811
    number = await ask(world)
    world.telegram.say(pressed("bug", message_id=number, language="ko"))
    sent = await world.telegram.wait_for_sent(2)
    assert sent[-1].text == "미안"


async def test_a_button_with_nothing_to_say_is_ignored(world: World) -> None:  # noqa: F811
    world.telegram.say(pressed("", message_id=1))
    world.telegram.say(private("hello"))
    await world.telegram.wait_for_sent(1)
    await asyncio.sleep(0)
    assert [message.text for message in world.parrot.heard] == ["hello"]
