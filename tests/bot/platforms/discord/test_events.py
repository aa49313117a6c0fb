from __future__ import annotations

from bot.messages.reply import Choice, Reply, Span
from storage.places import Chat, Person
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.eventually import eventually
from tests.standins.discord import DiscordStandIn
from tests.standins.discord_payloads import CHANNEL, channel, server

MANAGE = 0x20
LINK = "https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ"


async def test_a_command_is_answered_with_markdown_that_is_escaped(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    answer = await discord.answer_to(discord.command("genre", song="**Next** Level"))
    assert answer.text == r"R&B \<**/genre \*\*Next\*\* Level**"
    assert answer.only_for is None
    [message] = bot.parrot.heard
    assert (message.chat, message.user) == (Chat("discord", CHANNEL), Person("discord", "77"))
    assert message.to_us
    assert not message.private


async def test_in_private_the_bot_is_spoken_to_and_hears_the_language(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    await discord.answer_to(discord.command("chart", where=None, language="ko", chart="bugs", genre="dance"))
    [message] = bot.parrot.heard
    assert (message.text, message.private, message.language) == ("/chart bugs dance", True, "ko")


async def test_the_menu_of_a_message_asks_for_its_genre(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    await discord.answer_to(discord.menu(f"listen to this: {LINK} !"))
    [message] = bot.parrot.heard
    assert (message.text, message.links) == ("/genre", (LINK,))
    assert message.about.startswith("listen to this")


async def test_a_button_of_before_a_restart_works(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    bot.parrot.says["/chart"] = Reply((Span("chart"),), choices=(Choice("dance", "/chart dance"),))
    answer = await discord.answer_to(discord.command("chart"))
    await bot.end()
    again = BotOnDiscord(discord, notes=bot.notes)
    await again.start()
    turned = await discord.answer_to(discord.press(answer, "dance"))
    assert turned.text == r"R&B \<**/chart dance**"
    await again.end()


async def test_a_list_stands_for_more_choices_than_fit_as_buttons(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    choices = tuple(Choice(f"song {number}", f"/genre {number}") for number in range(30))
    bot.parrot.says["/chart"] = Reply((Span("chart"),), choices=choices)
    answer = await discord.answer_to(discord.command("chart"))
    assert len(answer.buttons) == 30
    await discord.answer_to(discord.press(answer, "song 29"))
    assert bot.parrot.heard[-1].text == "/genre 29"


async def test_on_a_server_only_a_message_that_names_the_bot_is_answered(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.say(LINK)
    discord.say("<@901> Next Level")
    [sent] = await discord.wait_for_sent(1)
    assert sent.text == r"R&B \<**Next Level**"
    assert [message.text for message in bot.parrot.heard] == ["Next Level"]
    assert sent.data["message_reference"]["message_id"]


async def test_past_the_limit_a_question_is_refused_to_who_asked_alone(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    asked = [discord.command("genre", song=f"slow {number}") for number in range(105)]
    refused = await discord.answer_to(asked[-1])
    assert (refused.text, refused.only_for) == ("too many", "77")
    elsewhere = await discord.answer_to(discord.command("genre", song="x", where=None))
    assert elsewhere.text == r"R&B \<**/genre x**"
    bot.parrot.slow.set()
    assert (await discord.answer_to(asked[0])).text == r"R&B \<**/genre slow 0**"


async def test_a_flood_of_messages_is_told_once(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    for number in range(110):
        discord.say(f"slow {number}", where=None)
    [sent] = await discord.wait_for_sent(1)
    assert sent.text == "too many"
    await eventually(lambda: bot.parrot.floods > 2)
    assert len(discord.sent) == 1


async def test_what_the_conversation_leaves_unanswered_in_a_flood_is_refused_in_private(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    bot.parrot.says["/genre x"] = None
    answer = await discord.answer_to(discord.command("genre", song="x"))
    assert (answer.text, answer.only_for) == ("too many", "77")


async def test_a_blocked_person_gets_no_answer_at_all(bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    bot.parrot.blocked = [Person("discord", "78")]
    blocked = discord.command("genre", song="x", person="78")
    form = discord.command("genre", person="78")
    settings = discord.command("server", person="78", permissions=MANAGE, links="True")
    subscription = discord.command("subscribe", person="78", chart="bugs")
    discord.say("x", where=None, person="78")
    await discord.answer_to(discord.command("genre", song="y"))
    assert not [*blocked.callbacks, *form.callbacks, *settings.callbacks, *subscription.callbacks]
    assert not (await bot.servers.settings("500")).links
    assert [message.text for message in bot.parrot.heard] == ["/genre y"]


async def test_a_server_that_adds_the_bot_is_told_what_to_do(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    new = server("600", channel("601", "general", "600"), channel("602", "closed", "600"))
    assert bot.ready.is_set()
    del new["unavailable"]  # only a server that was known before has it
    discord.servers.append({**new, "system_channel_id": "601", "preferred_locale": "ko"})
    discord.gateway.dispatch("GUILD_CREATE", discord.servers[-1])
    [hello] = await discord.wait_for_sent(1)
    assert hello.channel == "601"
    assert hello.text.startswith("안녕하세요!")
    discord.gateway.dispatch("GUILD_CREATE", {**server("700"), "system_channel_id": None})
    await discord.answer_to(discord.command("genre", song="x"))
    assert len(discord.sent) == 2


async def test_a_server_that_removes_the_bot_ends_what_was_subscribed_to_there(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.gateway.dispatch("GUILD_DELETE", {"id": "500", "unavailable": False})
    [told] = await discord.wait_for_sent(1)
    assert (told.channel, told.text) == ("977", "it has ended")
    assert bot.parrot.left_chats == [Chat("discord", CHANNEL)]


async def test_a_server_that_is_only_out_of_reach_keeps_its_subscriptions(
    bot: BotOnDiscord, discord: DiscordStandIn
) -> None:
    discord.gateway.dispatch("GUILD_DELETE", {"id": "500", "unavailable": True})
    await discord.answer_to(discord.command("genre", song="x"))
    assert not bot.parrot.left_chats
