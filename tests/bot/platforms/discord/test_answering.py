from __future__ import annotations

from dataclasses import replace

import pytest

from bot.messages.reply import Choice, Document, Reply, Span
from bot.platforms.discord import interaction_reply
from tests.bot.platforms.discord.bot_on_discord import CHART, BotOnDiscord
from tests.eventually import eventually
from tests.standins.discord import DiscordStandIn, Fault
from tests.standins.discord_rules import PNG

LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"


async def test_a_bug_is_excused_in_the_persons_language(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    answer = await discord.answer_to(discord.command("genre", song="bug", language="ko"))
    assert (answer.text, answer.only_for) == ("미안", "77")
    assert bot.parrot.heard


async def test_a_picture_is_an_attachment_with_alt_text(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    bot.parrot.says["/chart"] = Reply((Span("long"),), CHART, caption=(Span("short"),))
    answer = await discord.answer_to(discord.command("chart"))
    assert (answer.text, answer.picture) == ("short", PNG + b"title")
    assert answer.data["attachments"][0]["description"] == "bars of genres"


async def test_the_answer_that_becomes_better_is_edited_once(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    async def better() -> Reply:
        await bot.parrot.slow.wait()
        return Reply((Span("better"),))

    bot.parrot.says["/genre x"] = Reply((Span("good"),), later=better)
    answer = await discord.answer_to(discord.command("genre", song="x"))
    assert answer.text == "good"
    bot.parrot.slow.set()
    await discord.wait_until(lambda: answer.text == "better")


async def test_a_picture_that_cannot_be_drawn_leaves_the_text(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    undrawable = replace(CHART, kicker="cannot")
    bot.parrot.says["/chart"] = Reply((Span("long"),), undrawable, (Choice("As text", "/x", pictured=True),))
    answer = await discord.answer_to(discord.command("chart"))
    assert (answer.text, answer.picture, answer.buttons) == ("long", None, {})


async def test_where_a_picture_may_not_be_shown_the_text_comes_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/chart"] = Reply((Span("long"),), CHART, caption=(Span("short"),))
    discord.fail("POST interactions/*", Fault(403, 50013))
    answer = await discord.answer_to(discord.command("chart"))
    assert (answer.text, answer.picture) == ("long", None)


async def test_a_long_answer_is_an_embed_and_a_very_long_one_several(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/genre long"] = Reply((Span("line of a text\n" * 200),))
    bot.parrot.says["/genre longer"] = Reply((Span("line of a text\n" * 500),))
    long = await discord.answer_to(discord.command("genre", song="long"))
    assert (long.data.get("content"), len(long.data["embeds"])) == (None, 1)
    asked = discord.command("genre", song="longer")
    await discord.answer_to(asked)
    await discord.wait_until(lambda: len(asked.followups) == 1)
    assert asked.answer is not None
    both = f"{asked.answer.text}\n{asked.followups[0].text}"
    assert both.count("line of a text") == 500


async def test_an_interaction_that_discord_has_forgotten_is_no_bug(
    bot: BotOnDiscord, discord: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    bot.parrot.says["/genre y"] = Reply((Span("y"),))
    discord.fail("POST interactions/*", Fault(404, 10062))
    discord.command("genre", song="x")
    await eventually(lambda: "was not shown (status 404, code 10062)" in caplog.text)
    await discord.answer_to(discord.command("genre", song="y"))
    assert "Traceback" not in caplog.text


async def test_the_progress_of_a_long_answer_is_shown(
    bot: BotOnDiscord, discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interaction_reply, "DEFER_AFTER", 0.0)
    monkeypatch.setattr(interaction_reply, "PROGRESS_EVERY", 0.01)
    asked = discord.command("genre", song="slow")
    await discord.wait_until(lambda: asked.answer is not None and asked.answer.text == "thinking")
    bot.parrot.slow.set()
    assert (await discord.answer_to(asked)).text == r"R&B \<**/genre slow**"


async def test_a_document_is_an_attachment_for_who_asked_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/mydata"] = Reply((Span("all of it"),), document=Document("mydata.json", '{"a": 1}'))
    answer = await discord.answer_to(discord.command("mydata"))
    assert (answer.text, answer.document, answer.only_for) == ("all of it", b'{"a": 1}', "77")
