from __future__ import annotations

import pytest

from bot.errors import CannotRun
from bot.messages.reply import Reply, Span
from bot.platforms.discord import WrongToken, connection
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.eventually import eventually
from tests.standins.discord import TOKEN, DiscordStandIn, Fault


async def test_it_identifies_itself_without_intents_that_need_permission(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    [said] = discord.gateway.identified
    assert said["intents"] == (1 << 0) | (1 << 9) | (1 << 12)
    await bot.end()
    assert bot.stopped.is_set()
    assert discord.gateway.connected == 0


async def test_it_answers_after_it_was_asked_to_reconnect_and_misses_nothing(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.gateway.ask_to_reconnect()
    asked = discord.command("genre", song="meanwhile")
    await discord.gateway.until(lambda: discord.gateway.resumed == 1)
    await discord.answer_to(asked)
    assert len(discord.gateway.identified) == 1
    assert [message.text for message in bot.parrot.heard] == ["/genre meanwhile"]


@pytest.mark.parametrize("code", [1006, 1011, 4000])
async def test_a_connection_that_breaks_is_resumed(
    bot: BotOnDiscord, discord: DiscordStandIn, code: int
) -> None:
    await discord.gateway.drop(1011 if code == 1006 else code)
    await discord.gateway.until(lambda: discord.gateway.resumed == 1)
    await discord.answer_to(discord.command("genre", song="x"))
    assert bot.parrot.heard


async def test_a_session_that_is_invalid_begins_once_more(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.gateway.invalidate()
    await discord.gateway.until(
        lambda: len(discord.gateway.identified) == 2 and discord.gateway.connected == 1
    )
    await discord.answer_to(discord.command("genre", song="x"))
    assert bot.parrot.heard


async def test_heartbeats_are_sent_and_one_that_is_not_acknowledged_ends_the_connection(
    stopped_bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.gateway.heartbeat_every = 0.05
    await stopped_bot.start()
    await discord.gateway.until(lambda: discord.gateway.heartbeats >= 2)


async def test_each_shard_has_a_connection_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SERVERS_WITHIN", 0.05)
    async with DiscordStandIn(shards=2) as discord:
        bot = BotOnDiscord(discord)
        await bot.start()
        assert [said["shard"] for said in discord.gateway.identified] == [[0, 2], [1, 2]]
        await bot.end()


@pytest.mark.parametrize("refused_by", ["rest", "gateway"])
async def test_a_token_that_is_refused_ends_it_with_one_sentence(
    stopped_bot: BotOnDiscord, discord: DiscordStandIn, refused_by: str, caplog: pytest.LogCaptureFixture
) -> None:
    if refused_by == "rest":
        discord.fail("GET users/@me", Fault(401))
    else:
        discord.gateway.close_with = 4004
    with pytest.raises(
        WrongToken, match=r"^Discord does not accept the bot token: check DISCORD_BOT_TOKEN\.$"
    ):
        await stopped_bot.begin()
    assert not stopped_bot.ready.is_set()
    assert TOKEN not in caplog.text


async def test_a_connection_that_is_closed_for_good_ends_it_with_one_sentence(
    stopped_bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.gateway.close_with = 4012
    with pytest.raises(CannotRun, match="code 4012"):
        await stopped_bot.begin()


async def test_where_the_portal_refuses_the_intent_it_runs_without(
    discord: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    discord.gateway.refuses_intents = True
    bot = BotOnDiscord(discord, read_messages=True)
    await bot.start()
    assert not discord.gateway.reads_content
    assert caplog.text.count("Discord does not let the bot read all messages") == 1
    await bot.end()


async def test_it_waits_for_a_discord_that_cannot_be_reached(
    stopped_bot: BotOnDiscord, discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_FIRST_PAUSE", 0.0)
    discord.fail("GET users/@me", Fault(403), Fault(drop=True), Fault(200, body={"not": "Discord"}))
    await stopped_bot.start()
    assert discord.count("GET users/@me") == 4


async def test_it_can_be_stopped_while_it_waits(stopped_bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.fail("GET users/@me", *[Fault(403)] * 100)
    running = stopped_bot.begin()
    await discord.wait_until(lambda: discord.count("GET users/@me") > 0)
    stopped_bot.stop.set()
    await running
    assert not stopped_bot.stopped.is_set()


async def test_at_the_end_an_answer_that_is_being_made_is_shown(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/genre slow"] = Reply((Span("done"),))
    asked = discord.command("genre", song="slow")
    await eventually(lambda: bool(bot.parrot.heard))
    await bot.end()
    assert (await discord.answer_to(asked)).text == "done"


async def test_nothing_that_people_write_or_the_token_is_logged(
    bot: BotOnDiscord, discord: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await discord.answer_to(discord.command("genre", song="secret words"))
    await discord.answer_to(discord.command("genre", song="bug in secret words"))
    await discord.answer_to(discord.menu("secret words"))
    await discord.callback_of(discord.typing("genre", "song", "secret words"))
    discord.say("<@901> secret words")
    discord.say("secret words")
    await discord.wait_for_sent(3)
    assert any(record.levelname == "DEBUG" for record in caplog.records)
    assert bot.parrot.heard
    assert "secret words" not in caplog.text
    assert TOKEN not in caplog.text


async def test_an_application_that_sends_its_commands_elsewhere_is_told(
    stopped_bot: BotOnDiscord, discord: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    discord.application["interactions_endpoint_url"] = "https://example.org"
    await stopped_bot.start()
    assert "INTERACTIONS ENDPOINT URL" in caplog.text


async def test_an_event_that_the_library_cannot_read_ends_nothing(
    bot: BotOnDiscord, discord: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    for event, content in (
        ("MESSAGE_CREATE", {"content": "secret words"}),
        ("MESSAGE_CREATE", {"content": "secret words", "channel_id": "secret words"}),
        ("INTERACTION_CREATE", {"id": "1", "data": {"name": "secret words"}}),
        ("GUILD_CREATE", {"id": "secret words"}),
        ("GUILD_DELETE", 5),
    ):
        discord.gateway.dispatch(event, content)
    assert (await discord.answer_to(discord.command("genre", song="y"))).text == r"R&B \<**/genre y**"
    assert caplog.text.count("cannot be read") == 5
    assert "secret" not in caplog.text
    assert bot.running is not None
    assert not bot.running.done()
