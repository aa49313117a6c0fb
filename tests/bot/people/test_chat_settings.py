"""What chats set, said by people to the whole bot."""

from __future__ import annotations

import pytest

from bot.people.answers import COMMANDS as PEOPLES
from bot.talk.help import COMMANDS
from tests.bot.town import MIN, SEO, Town
from tests.standins.invented import invented_id, invented_track

SONG = invented_track(4)
LINK = f"https://open.spotify.com/track/{invented_id(4)}"
GROUP = "-500"


async def test_the_settings_are_shown_with_a_button_for_each_other_choice(town: Town) -> None:
    reply = await town.reply("/settings")
    assert reply is not None
    assert reply.plain().splitlines() == [
        "The settings of this chat:",
        "Language: that of each person",
        "Answers: long",
        "History: on",
        "News of the bot: no",
    ]
    assert {choice.says for choice in reply.choices} == {
        "/settings language en",
        "/settings language ko",
        "/settings short on",
        "/settings history off",
        "/settings news on",
    }


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("/settings links off", "Links in messages: I leave them alone"),
        ("/settings 링크 끄기", "Links in messages: I leave them alone"),
        ("/settings history on", "History: on"),
        ("/settings short answers on", "Answers: short"),
        ("/settings members on", "Digests: all members may subscribe"),
        ("/settings 소식 켜기", "News of the bot: yes"),
    ],
)
async def test_each_setting_is_changed_by_its_button_or_in_words(town: Town, says: str, shown: str) -> None:
    said = await town.say(says, chat=GROUP)
    assert shown in said
    assert await town.say("/settings", chat=GROUP) == said


@pytest.mark.parametrize("odd", ["links", "links maybe", "sunshine on", "history on off", "language klingon"])
async def test_what_cannot_be_read_changes_nothing(town: Town, odd: str) -> None:
    before = await town.say("/settings", chat=GROUP)
    assert await town.say(f"/settings {odd}", chat=GROUP) == before


async def test_the_language_answers_at_once_in_that_language(town: Town) -> None:
    assert "언어: 한국어" in await town.say("/settings language ko")
    assert "기록: 켜짐" in await town.say("/settings")


async def test_only_administrators_change_what_a_group_has_set(town: Town) -> None:
    assert "Only administrators" in await town.say("/settings history on", SEO, GROUP)
    assert "History: off" in await town.say("/settings", MIN, GROUP)


async def test_where_the_platform_shows_the_bot_no_links_it_does_not_say_that_it_answers_them(
    town: Town,
) -> None:
    town.platform.links = False
    reply = await town.reply("/settings", chat=GROUP)
    assert reply is not None
    assert "Links in messages: I am not shown them here\nAnswers: long" in reply.plain()
    assert "I answer them" not in reply.plain()
    assert not [choice for choice in reply.choices if "links" in choice.says]
    assert "Links" not in await town.say("/settings")


@pytest.mark.parametrize(
    ("platform", "refused"), [("test", "Only administrators of this chat"), ("discord", "manage this server")]
)
@pytest.mark.parametrize("command", ["/settings", "/subscribe", "/forgetchat"])
async def test_a_refusal_names_who_may_decide_as_the_platform_calls_them(
    town: Town, command: str, platform: str, refused: str
) -> None:
    town.conversation._people._chats[platform] = town.platform  # type: ignore[index]
    assert refused in await town.say(command, SEO, GROUP, platform=platform)


async def test_links_are_left_alone_where_the_group_wants_that_but_not_what_is_addressed(town: Town) -> None:
    assert (await town.say(LINK, chat=GROUP)).startswith(SONG.title)
    await town.say("/settings links off", chat=GROUP)
    assert await town.say(LINK, chat=GROUP) == ""
    assert (await town.say(LINK, chat=GROUP, addressed=True)).startswith(SONG.title)
    assert (await town.say(f"/genre {LINK}", chat=GROUP)).startswith(SONG.title)


async def test_short_answers_are_short_and_keep_their_buttons(town: Town) -> None:
    await town.say("/settings history off")
    long = await town.reply(LINK)
    await town.say("/settings short on")
    short = await town.reply(LINK)
    assert long is not None
    assert short is not None
    assert (len(long.plain().splitlines()), len(short.plain().splitlines())) == (4, 2)
    assert short.choices == long.choices


async def test_members_may_subscribe_where_the_group_lets_them_and_end_their_own(town: Town) -> None:
    assert "Only administrators" in await town.say("/subscribe bugs", SEO, GROUP)
    await town.say("/settings members on", MIN, GROUP)
    assert "Subscribed" in await town.say("/subscribe bugs", SEO, GROUP)
    await town.say("/subscribe melon", MIN, GROUP)
    assert "Bugs" in await town.say("/subscriptions", SEO, GROUP)
    assert "Melon" not in await town.say("/subscriptions", SEO, GROUP)
    assert "Melon" in await town.say("/subscriptions", MIN, GROUP)
    assert "Ended" in await town.say("/unsubscribe bugs", SEO, GROUP)
    assert "no such subscription" in await town.say("/unsubscribe melon", SEO, GROUP)


async def test_a_member_replaces_no_subscription_of_another_person(town: Town) -> None:
    await town.say("/settings members on", MIN, GROUP)
    await town.say("/subscribe melon 08:30", MIN, GROUP)
    assert "Only administrators" in await town.say("/subscribe melon 23:00", SEO, GROUP)
    assert "no such subscription" in await town.say("/unsubscribe melon", SEO, GROUP)
    assert "08:30" in await town.say("/subscriptions", MIN, GROUP)
    await town.say("/subscribe bugs 08:30", SEO, GROUP)
    assert "Only" not in await town.say("/subscribe bugs 23:00", SEO, GROUP)
    assert "Only" not in await town.say("/subscribe bugs 22:00", MIN, GROUP)


@pytest.mark.parametrize("command", ["/forgetchat", "/forgetchat everything", "/settings history on"])
async def test_who_may_only_subscribe_changes_no_settings_and_deletes_nothing(
    town: Town, command: str
) -> None:
    town.platform.subscribers = {SEO}
    assert "Subscribed" in await town.say("/subscribe melon", SEO, GROUP)
    assert "Only administrators" in await town.say(command, SEO, GROUP)
    assert "Melon" in await town.say("/subscriptions", SEO, GROUP)


def test_every_command_is_in_the_list_of_commands() -> None:
    assert COMMANDS.keys() >= PEOPLES
