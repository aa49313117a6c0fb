from __future__ import annotations

import pytest

from bot.errors import SourceUnavailable
from storage.places import Chat, Person
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn, Fault
from tests.standins.discord_payloads import CHANNEL, MIN, OWNER, SERVER, channel, member, server

HERE, ELSEWHERE = Chat("discord", CHANNEL), Chat("discord", "999")
PERSON = Person("discord", MIN)


async def test_a_channel_is_found_and_called_by_its_name(bot: BotOnDiscord) -> None:
    chats = bot.client.chats
    assert await chats.find(CHANNEL) == HERE
    assert await chats.called(HERE) == "#charts"
    for unknown in ("999", "@charts", "", "५०१", SERVER):
        assert await chats.find(unknown) is None
    assert await chats.called(ELSEWHERE) is None


@pytest.mark.parametrize(
    ("person", "roles", "set_role", "may"),
    [
        (OWNER, (), None, True),
        (MIN, ("700",), None, True),
        (MIN, (), None, False),
        (MIN, ("701",), None, False),
        (MIN, ("701",), "701", True),
        (MIN, (), "701", False),
        (MIN, (), SERVER, True),
    ],
    ids=["owner", "manager", "member", "other role", "role that is set", "without it", "everyone is set"],
)
async def test_who_may_manage_the_server_decides_and_who_has_its_role_subscribes(
    bot: BotOnDiscord,
    discord: DiscordStandIn,
    person: str,
    roles: tuple[str, ...],
    set_role: str | None,
    may: bool,  # noqa: FBT001
) -> None:
    discord.members[SERVER, person] = member(person, roles)
    if set_role:
        bot.notes.put(f"server {SERVER}", {"role": set_role})
    chats, who = bot.client.chats, Person("discord", person)
    assert await chats.subscribes(HERE, who) is may
    assert await chats.administers(HERE, who) is (may and not set_role)


async def test_strangers_decide_nothing(bot: BotOnDiscord) -> None:
    assert not await bot.client.chats.administers(HERE, PERSON)
    assert not await bot.client.chats.administers(ELSEWHERE, PERSON)
    assert not await bot.client.chats.subscribes(ELSEWHERE, PERSON)


async def test_trouble_at_discord_is_no_refusal(
    bot: BotOnDiscord, discord: DiscordStandIn, no_pauses: None
) -> None:
    assert no_pauses is None
    discord.fail(f"GET guilds/{SERVER}/members/*", *[Fault(500)] * 5)
    with pytest.raises(SourceUnavailable):
        await bot.client.chats.administers(HERE, PERSON)


async def test_the_bot_posts_where_it_may(stopped_bot: BotOnDiscord, discord: DiscordStandIn) -> None:
    closed = {
        **channel("504"),
        "permission_overwrites": [{"id": SERVER, "type": 0, "allow": "0", "deny": "2048"}],
    }
    hidden = {
        **channel("505"),
        "permission_overwrites": [{"id": SERVER, "type": 0, "allow": "0", "deny": "1024"}],
    }
    discord.servers = [server(SERVER, channel(CHANNEL), closed, hidden)]
    await stopped_bot.start()
    may = [
        await stopped_bot.client.chats.may_post(Chat("discord", each))
        for each in (CHANNEL, "504", "505", "999")
    ]
    assert may == [True, False, False, False]


async def test_without_a_connection_discord_does_not_answer(stopped_bot: BotOnDiscord) -> None:
    with pytest.raises(SourceUnavailable):
        await stopped_bot.client.chats.find(CHANNEL)
