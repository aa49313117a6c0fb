from __future__ import annotations

from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.eventually import eventually
from tests.standins.discord import DiscordStandIn, Fault
from tests.standins.discord_payloads import APPLICATION

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
