from __future__ import annotations

from bot.messages.suggestion import Suggestion
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn


async def test_songs_are_suggested_by_name_and_genre_and_asked_for_by_their_id(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.songs = [
        Suggestion("1", "Next Level by aespa", "electronic 35%", "spotify:track:1"),
        Suggestion("2", "x" * 200, "", "spotify:track:2"),
    ]
    callback = await discord.callback_of(discord.typing("genre", "song", "nex"))
    assert callback["type"] == 8
    first, second = callback["data"]["choices"]
    assert (first["name"], first["value"]) == ("Next Level by aespa · electronic 35%", "spotify:track:1")
    assert len(second["name"]) <= 100


async def test_charts_and_genres_are_suggested_in_the_persons_language(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    callback = await discord.callback_of(discord.typing("chart", "genre", "댄", language="ko"))
    assert callback["data"]["choices"][0] == {"name": "댄스", "value": "dance"}
    assert not bot.parrot.heard


async def test_a_bug_suggests_nothing(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    bot.parrot.songs = None  # type: ignore[assignment]
    callback = await discord.callback_of(discord.typing("genre", "song", "nex"))
    assert callback["data"]["choices"] == []
