"""A server's first minutes on Discord, from the whole bot: three commands to a subscribed channel."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms.discord import DiscordBot
from bot.start.bootstrap import Application
from tests.bot.conftest import StartedBot
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.bot.posting import all_due, post_due
from tests.standins.discord import DiscordStandIn
from tests.standins.discord_payloads import CHANNEL, MIN, SERVER, member

MANAGERS = "700"
ARTIST = "MULGYEOL"
"""Has a new song at 7 in the invented chart."""


@pytest.fixture
async def served(
    stopped_bot: BotOnDiscord, started: StartedBot
) -> AsyncIterator[tuple[BotOnDiscord, Application]]:
    async with started(chats=stopped_bot.client.chats, with_keys=True) as chat:
        stopped_bot.bot = DiscordBot(
            stopped_bot.client, chat.conversation, stopped_bot.servers, read_messages=False
        )
        await stopped_bot.start()
        yield stopped_bot, chat.application
        await stopped_bot.end()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-US", ["Melon Top 100 by genre", "Subscribed: Melon Top 100", "Followed here:", "News from the"]),
        ("ko", ["장르로 보는 멜론 TOP 100", "구독했어요", "여기서 팔로우 중:", "멜론 TOP 100 소식"]),
    ],
)
async def test_three_commands_lead_from_an_empty_server_to_a_subscribed_channel(
    served: tuple[BotOnDiscord, Application], discord: DiscordStandIn, language: str, said: list[str]
) -> None:
    bot, application = served
    discord.members[SERVER, MIN] = member(MIN, (MANAGERS,))
    for command, options, words in zip(
        ("chart", "subscribe", "follow"), ({}, {}, {"artist": ARTIST}), said[:3], strict=True
    ):
        answer = await discord.answer_to(discord.command(command, language=language, **options))
        assert words in answer.text
    before, moment = len(discord.posted(CHANNEL)), all_due(application, "discord")
    assert await post_due(application, "discord", bot.client.deliver, moment) == []
    posted = [sent.text for sent in discord.posted(CHANNEL)[before:]]
    digest, alert = sorted(posted, key=len, reverse=True)
    assert said[0] in digest
    assert said[3] in alert
    assert "기차 산책 7" in alert
    await post_due(application, "discord", bot.client.deliver, moment)
    assert len(discord.posted(CHANNEL)) == before + 2, "nothing is posted twice"
