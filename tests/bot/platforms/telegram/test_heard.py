"""Edited messages: the answer is edited, too."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages.reply import Choice, Reply, Span
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.standins.telegram import refused
from tests.standins.telegram_updates import edited, group, private, text_link


def edit(before: dict[str, Any], number: int, after: dict[str, Any]) -> dict[str, Any]:
    """Return the edit of the message of that number."""
    body = {**after["message"], "message_id": number, "chat": before["message"]["chat"]}
    return edited({"message": body})


@pytest.mark.parametrize("write", [private, group])
async def test_the_answer_to_an_edited_message_is_edited(bot: BotOnTelegram, write: Any) -> None:  # noqa: ANN401
    typo = write("Dynamit BTS")
    number = bot.telegram.say(typo)
    (answer,) = await bot.telegram.wait_for_sent(1)
    for times, text in enumerate(("Dynamite BTS", "Butter BTS"), start=1):
        bot.telegram.say(edit(typo, number, write(text)))
        await bot.telegram.wait_until(lambda times=times: bot.telegram.edits == times)  # type: ignore[misc]
        (changed,) = bot.telegram.sent
        assert (changed.message_id, changed.text) == (answer.message_id, f"R&B <{text}")


async def test_an_edit_that_asks_for_nothing_else_changes_nothing(bot: BotOnTelegram) -> None:
    asked = private("Dynamite BTS")
    number = bot.telegram.say(asked)
    await bot.telegram.wait_for_sent(1)
    bot.telegram.say(edit(asked, number, private("Dynamite BTS")))
    await bot.heard_only(1)


async def test_a_link_that_an_edit_puts_behind_a_word_is_answered(bot: BotOnTelegram) -> None:
    asked = group("this one")
    bot.parrot.says["this one"] = None
    number = bot.telegram.say(asked)
    await bot.heard(1)
    after = group("this one")
    after["message"]["entities"].append(text_link("this one", "one", "https://a.example/1"))
    bot.parrot.says["this one"] = Reply((Span("heard"),))
    bot.telegram.say(edit(asked, number, after))
    (answer,) = await bot.telegram.wait_for_sent(1)
    assert answer.text == "heard"


async def test_an_edit_of_an_unknown_message_is_nothing(bot: BotOnTelegram) -> None:
    bot.telegram.say(edited({"message": {**private("long ago")["message"], "message_id": 3}}))
    await bot.heard_only(0)


@pytest.mark.parametrize("command", ["/unsubscribe 4", "/subscribe bugs", "/language ko"])
async def test_a_command_that_changes_something_is_not_done_again_by_an_edit(
    bot: BotOnTelegram, command: str
) -> None:
    asked = private("/unsubscribe 3")
    number = bot.telegram.say(asked)
    await bot.telegram.wait_for_sent(1)
    bot.telegram.say(edit(asked, number, private(command)))
    await bot.heard_only(1)


async def test_an_edit_while_the_first_answer_is_made_waits_for_it(bot: BotOnTelegram) -> None:
    asked = private("slow")
    number = bot.telegram.say(asked)
    await bot.heard(1)
    bot.telegram.say(edit(asked, number, private("quick")))
    await bot.heard_only(1)
    bot.parrot.slow.set()
    await bot.telegram.wait_until(lambda: bot.telegram.edits == 1)
    assert [answer.text for answer in bot.telegram.sent if "last" not in answer.text] == ["R&B <quick"]


async def test_an_answer_that_cannot_be_edited_is_followed_by_the_new_one(
    bot: BotOnTelegram,
) -> None:
    asked = private("one")
    number = bot.telegram.say(asked)
    await bot.telegram.wait_for_sent(1)
    bot.telegram.fail("editMessageText", refused(400, "Bad Request: message can't be edited"))
    bot.parrot.says["two"] = Reply((Span("two"),), choices=(Choice("a", "b"),))
    bot.telegram.say(edit(asked, number, private("two")))
    assert [answer.text for answer in await bot.telegram.wait_for_sent(2)] == ["R&B <one", "two"]
