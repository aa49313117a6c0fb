from __future__ import annotations

from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn

LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"


async def test_genre_without_a_song_asks_for_it_in_a_form(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    form = discord.command("genre", language="ko")
    assert (await discord.callback_of(form))["type"] == 9
    await discord.answer_to(discord.submit(form, "Next Level"))
    assert bot.parrot.heard[-1].text == "/genre Next Level"
