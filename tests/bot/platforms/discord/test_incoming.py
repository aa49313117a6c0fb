from __future__ import annotations

import pytest

from bot.platforms.discord.incoming import addresses
from storage.places import Chat
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn
from tests.standins.discord_payloads import BOT, CHANNEL, MIN, SERVER, THREAD, message, thread, user

LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"a {LINK}, b", (f"{LINK},",)),
        (f"<{LINK}> and <{LINK}>", (LINK,)),
        (f"[song]({LINK})", (LINK,)),
        ("javascript:alert(1)", ()),
    ],
)
def test_addresses_are_found_in_markdown(text: str, found: tuple[str, ...]) -> None:
    assert addresses(text) == found


async def test_the_menu_reads_the_embeds_of_a_message_without_words(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    embeds = [{"type": "rich", "title": "Next Level by aespa", "url": LINK}]
    await discord.answer_to(discord.menu("", embeds=embeds))
    [heard] = bot.parrot.heard
    assert (heard.text, heard.links) == ("/genre", (LINK,))
    assert "Next Level by aespa" in heard.about


async def test_an_answer_to_a_message_speaks_of_that_message(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    other = message("5", CHANNEL, user("12", "other"), f"listen: {LINK}")
    answering = {"message_reference": {"message_id": "5", "channel_id": CHANNEL}, "referenced_message": other}
    discord.say(f"<@{BOT['id']}>", type=19, **answering)
    await discord.wait_for_sent(1)
    [heard] = bot.parrot.heard
    assert (heard.text, heard.about, heard.links) == ("/genre", f"listen: {LINK}", (LINK,))


async def test_a_thread_belongs_to_its_channel(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.threads[THREAD] = thread(THREAD, CHANNEL)
    discord.gateway.dispatch("THREAD_CREATE", discord.threads[THREAD])
    await discord.answer_to(discord.command("subscribe", where=THREAD))
    [heard] = bot.parrot.heard
    assert (heard.chat, heard.thread) == (Chat("discord", CHANNEL), THREAD)


async def test_other_bots_and_notices_of_the_server_are_not_answered(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    named = f"<@{BOT['id']}> Next Level"
    discord.say(named, author={**user("13", "bot"), "bot": True})
    discord.say(named, type=7)
    discord.say("the last", where=None)
    await discord.wait_for_sent(1)
    assert [heard.text for heard in bot.parrot.heard] == ["the last"]


async def test_a_command_may_be_typed_in_korean(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.say("/장르 Next Level", where=None)
    await discord.wait_for_sent(1)
    assert [heard.text for heard in bot.parrot.heard] == ["/genre Next Level"]


async def test_a_photo_in_private_has_no_words(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    discord.say("", where=None)
    await discord.wait_for_sent(1)
    assert bot.parrot.heard[0].wordless


async def test_the_language_of_a_message_is_that_of_the_persons_last_command_or_of_a_community(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    await discord.answer_to(discord.command("chart", language="ko", person="78"))
    discord.say("hello", where=None, person="78")
    await discord.wait_for_sent(2)
    assert bot.parrot.heard[-1].language == "ko"
    discord.say(f"<@{BOT['id']}> hi", person=MIN)
    await discord.wait_for_sent(3)
    assert bot.parrot.heard[-1].language is None
    community = {**discord.servers[0], "id": SERVER, "features": ["COMMUNITY"], "preferred_locale": "ko"}
    discord.gateway.dispatch("GUILD_UPDATE", community)
    discord.say(f"<@{BOT['id']}> hi", person=MIN)
    await discord.wait_for_sent(4)
    assert bot.parrot.heard[-1].language == "ko"
