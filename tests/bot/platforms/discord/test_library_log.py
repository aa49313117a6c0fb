from __future__ import annotations

import logging

import pytest
from discord.backoff import ExponentialBackoff

from bot.platforms.discord.library_log import quieten_library
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn


async def test_connections_that_fail_are_one_line_without_a_traceback(
    bot: BotOnDiscord,
    discord: DiscordStandIn,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discord.gateway, "refuses", 2)
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _self: 0.0)
    await discord.gateway.drop()
    await discord.gateway.until(lambda: discord.gateway.resumed == 1 or len(discord.gateway.identified) == 2)
    await discord.answer_to(discord.command("genre", song="x"))
    assert bot.parrot.heard
    assert caplog.text.count("the connection to Discord has failed (WSServerHandshakeError)") == 1
    assert "Traceback" not in caplog.text


def test_what_the_library_says_in_a_line_passes_and_set_twice_it_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    quieten_library()
    quieten_library()
    shards = logging.getLogger("discord.shard")
    shards.warning("a plain line")
    shards.error("a failure", exc_info=OSError("https://secret.example"))
    assert caplog.text.count("a plain line") == 1
    assert caplog.text.count("the connection to Discord has failed (OSError)") == 1
    assert "secret.example" not in caplog.text
