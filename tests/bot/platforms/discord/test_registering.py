from __future__ import annotations

import pytest

from storage.places import Chat
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.eventually import eventually
from tests.standins.discord import DiscordStandIn, Fault
from tests.standins.discord_payloads import APPLICATION, CHANNEL, SERVER

REGISTER = f"PUT applications/{APPLICATION}/commands"


async def test_the_commands_are_registered_once_and_again_where_they_change(discord: DiscordStandIn) -> None:
    first = BotOnDiscord(discord)
    await first.start()
    await eventually(lambda: bool(first.notes.of("commands")))
    await first.end()

    same = BotOnDiscord(discord, notes=first.notes)
    await same.start()
    await discord.answer_to(discord.command("genre", song="x"))
    await same.end()
    assert discord.count(REGISTER) == 1

    other = BotOnDiscord(discord, notes=first.notes)
    other.parrot.commands = lambda language: [("chart", f"other words, {language}")]  # type: ignore[method-assign]
    await other.start()
    await discord.wait_until(lambda: discord.count(REGISTER) == 2)
    await other.end()


async def test_where_discord_does_not_take_them_the_bot_answers_and_tries_again_at_the_next_start(
    discord: DiscordStandIn,
) -> None:
    discord.fail(REGISTER, Fault(400, 50035))
    bot = BotOnDiscord(discord)
    await bot.start()
    await discord.answer_to(discord.command("genre", song="x"))
    await discord.wait_until(lambda: discord.count(REGISTER) == 1)
    await bot.end()
    assert discord.commands is None
    again = BotOnDiscord(discord, notes=bot.notes)
    await again.start()
    await discord.wait_until(lambda: discord.commands is not None)
    await again.end()


async def test_the_administrators_commands_are_known_on_their_server_alone(discord: DiscordStandIn) -> None:
    bot = BotOnDiscord(discord, admin=Chat("discord", CHANNEL))
    await bot.start()
    await discord.wait_until(lambda: SERVER in discord.commands_of)
    await discord.answer_to(discord.command("block", number="78"))
    await discord.answer_to(discord.command("announce", text="I read Circle, too."))
    await eventually(lambda: bool(bot.notes.of("commands of the administrator")))
    await bot.end()
    known = {each["name"]: each for each in discord.commands_of[SERVER]}
    assert known.keys() == {"status", "announce", "block", "unblock", "blocked"}
    assert {each["default_member_permissions"] for each in known.values()} == {"8"}
    assert known["status"]["name_localizations"]["ko"] == "상태"
    assert discord.commands is not None
    assert not known.keys() & {each["name"] for each in discord.commands}
    assert [message.text for message in bot.parrot.heard] == ["/block 78", "/announce I read Circle, too."]

    elsewhere = BotOnDiscord(discord, notes=bot.notes)
    await elsewhere.start()
    await discord.wait_until(lambda: not discord.commands_of[SERVER])
    await elsewhere.end()


@pytest.mark.parametrize("number", ["999", "no number"])
async def test_where_the_administrators_channel_is_not_on_a_server_there_are_none(
    discord: DiscordStandIn, number: str
) -> None:
    bot = BotOnDiscord(discord, admin=Chat("discord", number))
    await bot.start()
    await eventually(lambda: bool(bot.notes.of("commands")))
    await discord.answer_to(discord.command("genre", song="x"))
    await bot.end()
    assert not discord.commands_of
