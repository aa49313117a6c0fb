from __future__ import annotations

import pytest

from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn
from tests.standins.discord_payloads import EVERYTHING_TO_POST

SEND = 0x800


async def test_where_the_bot_may_post_or_in_private_it_can_be_subscribed(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    await discord.answer_to(discord.command("subscribe"))
    await discord.answer_to(discord.command("subscribe", where=None))
    assert [heard.text for heard in bot.parrot.heard] == ["/subscribe", "/subscribe"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "I may not post in #charts."), ("ko", "#charts에 글을 올릴 권한이 없어요.")],
)
async def test_where_it_may_not_post_it_says_so_at_once(
    bot: BotOnDiscord, discord: DiscordStandIn, language: str, said: str
) -> None:
    without = {"app_permissions": str(EVERYTHING_TO_POST & ~SEND)}
    answer = await discord.answer_to(discord.command("subscribe", language=language, fields=without))
    assert (answer.text.startswith(said), answer.only_for) == (True, "77"), answer.text
    assert not bot.parrot.heard


@pytest.mark.parametrize("context", [0, 2])
async def test_where_only_the_person_has_installed_it_it_is_no_member(
    bot: BotOnDiscord, discord: DiscordStandIn, context: int
) -> None:
    installed = {"authorizing_integration_owners": {"1": "77"}, "context": context}
    answer = await discord.answer_to(discord.command("subscribe", fields=installed))
    assert answer.text.startswith("I am no member here")
    elsewhere = await discord.answer_to(discord.command("chart", fields=installed))
    assert elsewhere.only_for is None
    assert [heard.private for heard in bot.parrot.heard] == [False]
