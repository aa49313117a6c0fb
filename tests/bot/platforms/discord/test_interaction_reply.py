from __future__ import annotations

import pytest

from bot.messages.reply import Choice, Reply, Span
from bot.platforms.discord import interaction_reply
from tests.bot.platforms.discord.bot_on_discord import CHART, BotOnDiscord
from tests.eventually import eventually
from tests.standins.discord import DiscordStandIn, Fault

LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"


async def test_a_slow_answer_is_deferred_and_comes_in_its_place(
    bot: BotOnDiscord, discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interaction_reply, "DEFER_AFTER", 0.0)
    asked = discord.command("genre", song="slow")
    assert (await discord.callback_of(asked))["type"] == 5
    bot.parrot.slow.set()
    answer = await discord.answer_to(asked)
    assert answer is asked.answer
    assert answer.text == r"R&B \<**/genre slow**"


def test_an_answer_is_deferred_well_before_discord_forgets_the_question() -> None:
    assert 0 < interaction_reply.DEFER_AFTER < 2


async def test_a_refusal_is_for_who_asked_alone_at_once_and_after_a_while(
    bot: BotOnDiscord, discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = Reply((Span("no such song"),), refusal=True)
    bot.parrot.says = {"/genre nothing": refusal, "/genre slow": refusal}
    quick = await discord.answer_to(discord.command("genre", song="nothing"))
    assert quick.only_for == "77"
    monkeypatch.setattr(interaction_reply, "DEFER_AFTER", 0.0)
    asked = discord.command("genre", song="slow")
    await discord.callback_of(asked)
    bot.parrot.slow.set()
    late = await discord.answer_to(asked)
    assert (late.only_for, late.text) == ("77", "no such song")
    assert discord.sent == [quick, late], "what said that an answer comes is gone"


async def test_help_is_for_who_asked_alone(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    assert (await discord.answer_to(discord.command("help"))).only_for == "77"
    assert (await discord.answer_to(discord.command("help", where=None))).only_for is None
    assert len(bot.parrot.heard) == 2


async def test_the_person_who_asked_turns_the_answer_and_others_see_theirs_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/chart"] = Reply((Span("chart"),), CHART, (Choice("dance", "/chart dance"),))
    bot.parrot.says["/chart dance"] = Reply((Span("only dance"),))
    answer = await discord.answer_to(discord.command("chart"))
    theirs = await discord.answer_to(discord.press(answer, "dance", person="78"))
    assert (theirs.text, theirs.only_for) == ("only dance", "78")
    assert answer.text == "chart"
    mine = await discord.answer_to(discord.press(answer, "dance"))
    assert mine is answer
    assert (mine.text, mine.picture, mine.buttons) == ("only dance", None, {})


async def test_what_is_answered_apart_comes_below_and_the_message_stays(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/genre x"] = Reply((Span("song"),), choices=(Choice("Why?", "/why x", apart=True),))
    answer = await discord.answer_to(discord.command("genre", song="x"))
    why = await discord.answer_to(discord.press(answer, "Why?"))
    assert why is not answer
    assert answer.text == "song"
    assert bot.parrot.heard[-1].text == "/why x"


async def test_an_acknowledgement_that_does_not_arrive_is_one_line_without_the_interactions_token(
    bot: BotOnDiscord,
    discord: DiscordStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(interaction_reply, "DEFER_AFTER", 0.0)
    discord.fail("POST interactions/*", Fault(drop=True))
    discord.command("genre", song="slow")
    await eventually(lambda: "was not acknowledged" in caplog.text)
    bot.parrot.slow.set()
    await bot.end()
    assert "interaction-token" not in caplog.text
    assert "Traceback" not in caplog.text
