"""Songs that are suggested while a person types, in a conversation."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.messages.message import Message
from bot.messages.reply import MOST_SAID
from bot.messages.suggestion import Suggestion
from bot.songs.suggestions import MOST_SUGGESTED
from model.music import Track
from storage.places import Chat, Person
from tests.bot.conftest import Chat as Talk
from tests.bot.conftest import StartedBot
from tests.eventually import PATIENCE
from tests.standins.invented import invented_id, invented_track
from tests.standins.world import World

SAVAGE = "3dbLT62Cvs46Ju7a8gpr36"


async def suggested(chat: Talk, text: str, language: str = "en") -> list[Suggestion]:
    return await chat.conversation.suggestions(Message(text, language=language))


@pytest.mark.parametrize(
    "typed",
    ["sava", "Savage aes", "새비", "세비지 에스파", f"https://open.spotify.com/track/{SAVAGE}", "aespa"],
)
async def test_a_known_song_is_suggested_by_the_beginning_of_its_name_by_its_artist_or_by_a_link(
    world: World, started: StartedBot, typed: str
) -> None:
    async with started() as chat:
        (song,) = [each for each in await suggested(chat, typed) if each.key == SAVAGE]
        (korean,) = [each for each in await suggested(chat, typed, "ko") if each.key == SAVAGE]
        asked = await chat.says(song.says)
    assert song.title == "Savage by aespa"
    assert song.about.endswith("%")
    assert song.answer is not None
    assert song.answer.plain() == asked
    assert len(song.says.encode()) <= MOST_SAID
    assert "에스파" in korean.title
    assert korean.answer is not None
    assert "장르: " in korean.answer.plain()
    requests = [asked for service in world.services for asked in service.requests]
    assert {asked.path for asked in requests} <= {"/oembed"}  # the cover, which is not waited for


@pytest.mark.parametrize(
    "typed", ["", "  ", "zzzz qqqq xxxx", "\0" * 5000, "https://open.spotify.com/album/" + "a" * 22, "?" * 9]
)
async def test_nothing_is_suggested_for_what_means_no_known_song(started: StartedBot, typed: str) -> None:
    async with started() as chat:
        assert await suggested(chat, typed) == []


async def test_a_song_without_a_genre_is_suggested_without_an_answer(
    world: World, started: StartedBot
) -> None:
    del world.reccobeats.features[invented_id(4)]
    async with started() as chat:
        await chat.says(f"spotify:track:{invented_id(4)}")
        (song,) = await suggested(chat, invented_track(4).title)
    assert (song.about, song.answer) == ("", None)


async def test_without_answers_no_vote_is_waited_for_and_the_genre_is_there_soon(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        typed = Message("Savage aes", language="en")

        async def first() -> Suggestion:
            return (await chat.conversation.suggestions(typed, answers=False))[0]

        assert replace(await first(), about="") == Suggestion(
            SAVAGE, "Savage by aespa", "", f"spotify:track:{SAVAGE}"
        )
        async with asyncio.timeout(PATIENCE):
            while not (about := (await first()).about):  # noqa: ASYNC110 - a vote sets no event
                await asyncio.sleep(0.01)
        assert about.endswith("%")
        assert not [asked for service in world.services for asked in service.requests]


async def test_at_most_ten_different_songs_are_suggested_each_once(world: World, started: StartedBot) -> None:
    for number in range(1, 16):
        of_one_name = replace(invented_track(number), title=f"봄날 {chr(64 + number)}", artists=("한걸음",))
        world.songs[of_one_name.id] = of_one_name
    again = Track("x" * 22, "봄날 A", ("한걸음",))
    world.songs[again.id] = again
    async with started() as chat:
        ids = [*(invented_id(number) for number in range(1, 16)), again.id]
        for start in range(0, len(ids), 5):
            await chat.says(" ".join(f"spotify:track:{each}" for each in ids[start : start + 5]))
        found = await suggested(chat, "봄날")
        assert len(found) == MOST_SUGGESTED == len({song.key for song in found})
        assert found == await suggested(chat, "봄날")
        titles = [song.title for song in await suggested(chat, "봄날 A")]
        assert titles[0].startswith("봄날 A")
        assert len(titles) == len(set(titles))


async def test_where_nothing_is_typed_the_last_songs_of_the_person_are_suggested_and_of_no_other(
    started: StartedBot,
) -> None:
    own, other = Person("test", "1"), Person("test", "2")
    async with started() as chat:
        for person, said in ((own, "Savage aespa"), (other, "Next Level aespa"), (own, "Sticker NCT 127")):
            await chat.says(said, user=person, chat=Chat("test", person.id))
        found = await chat.conversation.suggestions(Message(" ", user=own, platform="test"))
        assert {song.title for song in found} == {"Savage by aespa", "Sticker by NCT 127"}
        assert all(song.answer is not None for song in found)
        assert await chat.conversation.suggestions(Message("", platform="test")) == []
