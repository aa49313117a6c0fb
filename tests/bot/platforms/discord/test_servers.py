from __future__ import annotations

from bot.messages.reply import Reply, Span
from bot.platforms.discord import Servers
from storage.places import Chat
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn
from tests.standins.discord_payloads import CHANNEL, SERVER

LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"
MANAGER = 0x20


async def test_a_server_sets_who_may_subscribe_and_is_told(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    answer = await discord.answer_to(discord.command("server", permissions=MANAGER, role="701"))
    assert answer.only_for == "77"
    assert "or have the role dj" in answer.text
    assert "I cannot see messages here" in answer.text
    assert (await Servers(bot.notes).settings(SERVER)).role == "701"
    answer = await discord.answer_to(discord.command("server", permissions=MANAGER, managers=True))
    assert answer.text.startswith("People who may manage this server can subscribe")
    assert (await Servers(bot.notes).settings(SERVER)).role is None


async def test_without_options_it_says_what_is_set(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    answer = await discord.answer_to(discord.command("server", permissions=MANAGER, language="ko"))
    assert answer.text.startswith("서버 관리 권한이 있는 분이")
    assert not bot.parrot.heard


async def test_who_may_not_manage_the_server_sets_nothing(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    answer = await discord.answer_to(discord.command("server", role="701"))
    assert answer.text == "Only people who may manage this server can do that."
    assert (await Servers(bot.notes).settings(SERVER)).role is None


async def test_links_are_answered_where_the_server_wants_it_and_the_intent_is_granted(
    discord: DiscordStandIn,
) -> None:
    bot = BotOnDiscord(discord, read_messages=True)
    await bot.start()
    discord.say(LINK)
    shown = [await bot.client.chats.shows_links(Chat("discord", CHANNEL))]
    await discord.answer_to(discord.command("server", permissions=MANAGER, links=True))
    shown.append(await bot.client.chats.shows_links(Chat("discord", CHANNEL)))
    assert shown == [False, True]
    bot.parrot.says[LINK] = Reply((Span("its genre"),))
    discord.say("others talk")
    discord.say(LINK)
    await discord.wait_until(lambda: any(sent.text == "its genre" for sent in discord.sent))
    assert [(message.text, message.links, message.to_us) for message in bot.parrot.heard] == [
        (LINK, (LINK,), False)
    ]
    await bot.end()
