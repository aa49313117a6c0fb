"""The songs that are kept, as people see them."""

from __future__ import annotations

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.messages.picture_values import GenreMix
from storage.chat_settings import ChatSettings, SettingsOfChats
from storage.errors import StorageError
from storage.history import History
from storage.places import Person
from tests.bot.conftest import StartedBot
from tests.bot.town import MIN, SEO, Platform, Town
from tests.standins.invented import invented_id, invented_track

GROUP = "-500"
SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"


def link(number: int) -> str:
    return f"https://open.spotify.com/track/{invented_id(number)}"


async def test_songs_are_kept_in_private_which_is_said_once_even_after_a_restart(started: StartedBot) -> None:
    for expected in (1, 0):
        async with started(chats=Platform()) as chat:
            town = Town(chat.application, Platform())
            said = [await town.say(SAVAGE), await town.say("/start"), await town.say("/genre savage aespa")]
            assert sum("I keep the songs you ask for" in each for each in said) == expected
    async with started(chats=Platform()) as chat:
        assert "Your songs, the last first (4):" in await Town(chat.application, Platform()).say("/history")


async def test_that_songs_are_kept_is_not_said_below_a_hint_how_to_ask(town: Town) -> None:
    for hint in ("/genre", "/why", "what genre is this?", "이 노래 뭐야"):
        assert "I keep the songs" not in await town.say(hint), hint
    assert "I keep the songs" in await town.say(SAVAGE)


async def test_the_history_can_be_tapped_and_paged(town: Town) -> None:
    for _ in range(3):
        await town.say("\n".join(link(number) for number in range(1, 6)))
    first = await town.reply("/history")
    assert first is not None
    lines = first.plain().splitlines()
    assert lines[0] == "Your songs, the last first (15):"
    assert len(lines) == 11
    tapped = [span.says for span in first.text if span.says]
    assert len(tapped) == 10
    assert (await town.say(tapped[0])).startswith(lines[1].removeprefix("1. ").split(" by ")[0])
    [on] = first.choices
    second = await town.reply(on.says)
    assert second is not None
    assert (on.says, second.plain().splitlines()[1][:3]) == ("/history 11", "11.")
    assert [choice.says for choice in second.choices] == ["/history 1"]
    assert (await town.say("/history 999")).startswith(lines[0].replace("15", "16"))


async def test_a_groups_songs_are_kept_from_when_an_administrator_wants_it(town: Town) -> None:
    await town.say(SAVAGE, SEO, GROUP)
    for command in ("/history", "/stats", "/top"):
        assert "are not kept" in await town.say(command, SEO, GROUP)
    await town.say("/settings history on", MIN, GROUP)
    await town.say(SAVAGE, SEO, GROUP)
    await town.say(link(4), MIN, GROUP)
    assert "The songs of this chat (2):" in await town.say("/history", SEO, GROUP)
    mine = await town.reply("/history mine", SEO, GROUP)
    assert mine is not None
    assert "Your songs, the last first (1):" in mine.plain()
    assert [choice.says for choice in mine.choices] == ["/history"]
    assert "(1)" in await town.say("/history 내", SEO, GROUP)


async def test_what_a_person_asks_in_private_is_not_shown_in_a_group(town: Town) -> None:
    await town.say("/settings history on", MIN, GROUP)
    await town.say(SAVAGE)
    await town.say(link(4), MIN, GROUP)
    for command in ("/history mine", "/history", "/stats", "/top"):
        assert "Savage" not in await town.say(command, MIN, GROUP)
        assert "(2)" not in await town.say(command, MIN, GROUP)
    assert "(2)" in await town.say("/history")


async def test_what_has_no_history_is_not_kept(town: Town) -> None:
    await town.say("/settings history off")
    await town.say(SAVAGE)
    await town.say("/settings history on")
    await town.say(f"/why {SAVAGE}")
    await town.say("/chart")
    assert "Nothing is kept here yet" in await town.say("/history")


async def test_statistics_say_and_draw_the_genres_of_this_week_and_of_all_kept(town: Town) -> None:
    await town.say(SAVAGE)
    reply = await town.reply("/stats")
    assert reply is not None
    assert [line for line in reply.plain().splitlines() if line.startswith("My")] == [
        "My songs, this week (1)",
        "My songs, all kept (1)",
    ]
    assert "100% (1)" in reply.plain()
    assert isinstance(reply.picture, GenreMix)
    assert [panel.title for panel in reply.picture.panels] == ["My songs, this week", "My songs, all kept"]
    assert reply.picture.headline[0].endswith("leads with 100%")


async def test_statistics_of_a_group_are_its_own_and_the_persons_there(town: Town) -> None:
    await town.say("/settings history on", MIN, GROUP)
    await town.say(SAVAGE, SEO, GROUP)
    said = await town.say("/stats", MIN, GROUP)
    assert "This chat, all kept (1)" in said
    assert "My songs, all kept (0)\nno songs" in said


async def test_the_most_frequent_songs_artists_and_people_are_told(town: Town) -> None:
    await town.say("/settings history on", MIN, GROUP)
    town.platform.members = {(GROUP, SEO): "Seo"}
    for _ in range(2):
        await town.say(SAVAGE, SEO, GROUP)
    await town.say(link(4), MIN, GROUP)
    said = await town.say("/top", MIN, GROUP)
    assert "1. Savage by aespa: 2×" in said
    assert f"2. {invented_track(4).title}" in said
    assert "Artists\n1. aespa: 2×" in said
    assert "Who brought the most songs\n1. Seo: 2×" in said
    assert "Who brought" not in await town.say("/top", SEO)


async def test_a_platform_that_names_no_members_costs_only_the_names(town: Town) -> None:
    await town.say("/settings history on", MIN, GROUP)
    await town.say(SAVAGE, SEO, GROUP)
    town.platform.problem = SourceUnavailable("Telegram", Trouble.TIMEOUT)
    said = await town.say("/top", SEO, GROUP)
    assert "1. Savage by aespa: 1×" in said
    assert "Who brought" not in said


async def test_while_the_settings_cannot_be_read_no_song_is_kept(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> ChatSettings:
        raise StorageError("The database is locked by another process for too long.")

    async with started(chats=Platform()) as chat:
        await Town(chat.application, Platform()).say("/settings history off")
    async with started(chats=Platform()) as chat:
        town = Town(chat.application, Platform())
        with monkeypatch.context() as patch:
            patch.setattr(SettingsOfChats, "_read", fail)
            assert "Savage" in await town.say(SAVAGE)
        await chat.application.songs.known.write()
        assert History(town.engine).latest(Person("test", MIN), 9) == []
        assert "History: off" in await town.say("/settings")
