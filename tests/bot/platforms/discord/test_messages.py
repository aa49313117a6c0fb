from __future__ import annotations

import pytest

from bot.messages.reply import Reply, Span
from bot.platforms.discord import messages
from tests.bot.platforms.discord.bot_on_discord import CHART, BotOnDiscord
from tests.standins.discord import DiscordStandIn, Fault

LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"


async def test_a_message_in_private_is_answered(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.say("Next Level", where=None)
    [sent] = await discord.wait_for_sent(1)
    assert sent.text == r"R&B \<**Next Level**"
    assert bot.parrot.heard[0].private


async def test_a_bug_in_the_answer_to_a_message_is_excused(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.say("bug", where=None)
    [sent] = await discord.wait_for_sent(1)
    assert sent.text == "sorry"
    assert bot.parrot.heard


async def test_a_slow_answer_to_a_message_shows_that_the_bot_is_typing(
    bot: BotOnDiscord, discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "TYPING_AFTER", 0.0)
    discord.say("slow", where=None)
    await discord.wait_until(lambda: discord.typed > 0)
    bot.parrot.slow.set()
    await discord.wait_for_sent(1)


async def test_an_edited_message_changes_its_answer(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    number = discord.say("Nex Level", where=None)
    [sent] = await discord.wait_for_sent(1)
    discord.edit(number, "Next Level", where=None)
    await discord.wait_until(lambda: sent.text == r"R&B \<**Next Level**")
    assert discord.sent == [sent]
    assert [message.text for message in bot.parrot.heard] == ["Nex Level", "Next Level"]


async def test_an_edit_that_asks_for_nothing_else_or_of_a_command_that_changes_things_is_left_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    number = discord.say("Next Level", where=None)
    await discord.wait_for_sent(1)
    discord.edit(number, "Next Level", where=None)
    discord.edit(number, "Next Level again", where=None, edited_timestamp=None)
    discord.edit(number, "/forget", where=None)
    discord.edit("12345", "never heard before", where=None)
    discord.say("the last", where=None)
    await discord.wait_for_sent(2)
    assert [message.text for message in bot.parrot.heard] == ["Next Level", "the last"]


async def test_where_a_message_may_bring_no_picture_its_text_comes_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["chart"] = Reply((Span("long"),), CHART, caption=(Span("short"),))
    discord.fail("POST channels/*", Fault(403, 50013))
    discord.say("<@901> chart")
    [sent] = await discord.wait_for_sent(1)
    assert (sent.text, sent.picture) == ("long", None)


async def test_the_answer_to_a_message_becomes_better_too(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    async def better() -> Reply:
        await bot.parrot.slow.wait()
        return Reply((Span("better"),))

    bot.parrot.says["x"] = Reply((Span("good"),), later=better)
    discord.say("x", where=None)
    [sent] = await discord.wait_for_sent(1)
    bot.parrot.slow.set()
    await discord.wait_until(lambda: sent.text == "better")


async def test_after_a_day_an_edit_changes_nothing_any_more(
    bot: BotOnDiscord, discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = discord.say("Nex Level", where=None)
    await discord.wait_for_sent(1)
    monkeypatch.setattr(messages, "_REMEMBERED_FOR", -1.0)
    discord.say("another", where=None)
    await discord.wait_for_sent(2)
    discord.edit(number, "Next Level", where=None)
    discord.say("the last", where=None)
    await discord.wait_for_sent(3)
    assert [message.text for message in bot.parrot.heard] == ["Nex Level", "another", "the last"]
