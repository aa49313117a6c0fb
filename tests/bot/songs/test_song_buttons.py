"""The buttons below a song: songs like it, its card, and what a person says that its genre is."""

from __future__ import annotations

from bot.messages.picture_values import SongCard
from bot.messages.reply import MOST_SAID
from bot.songs.song_buttons import SONG_BUTTONS
from storage.places import Person
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_id
from tests.standins.world import World


async def test_below_a_song_are_its_buttons_and_each_is_answered(started: StartedBot) -> None:
    async with started() as chat:
        song = await chat.answer("Savage aespa")
        assert [choice.label.split()[0] for choice in song.choices] == ["Why", "Similar", "Wrong", "Card"]
        for choice in song.choices:
            assert choice.apart
            assert len(choice.says.encode()) <= MOST_SAID - len("\x1f") - 8 - len("+")
            assert "Savage by aespa" in (await chat.answer(choice.says, user=Person("test", "1"))).plain()


async def test_a_card_is_a_picture_of_the_song(started: StartedBot) -> None:
    async with started() as chat:
        card = await chat.answer("/card Savage aespa")
    assert isinstance(card.picture, SongCard)
    assert card.picture.title == "Savage"


ABOUT_A_SONG = sorted(SONG_BUTTONS - {"is"})


async def test_a_command_about_no_song_is_answered_with_how_to_ask_by_it(started: StartedBot) -> None:
    async with started() as chat:
        for name in ABOUT_A_SONG:
            for asked in ("", " spotify:album:" + "a" * 22):
                said = await chat.says(f"/{name}{asked}")
                assert said.startswith("Write the song's name")
                assert f"/{name} Next Level aespa" in said


async def test_a_command_takes_a_name_as_it_takes_a_link(started: StartedBot) -> None:
    async with started() as chat:
        for name in ABOUT_A_SONG:
            by_name, by_link = [
                (await chat.says(f"/{name} {song}", user=Person("test", "1"))).splitlines()[0]
                for song in ("Savage aespa", "spotify:track:3dbLT62Cvs46Ju7a8gpr36")
            ]
            assert by_name == by_link
            assert "Savage by aespa" in by_name


async def test_a_command_about_an_artist_asks_for_the_song_and_goes_on_with_it(started: StartedBot) -> None:
    async with started() as chat:
        for name in ABOUT_A_SONG:
            reply = await chat.answer(f"/{name} aespa")
            assert reply.plain().startswith("aespa is an artist. Which song?")
            assert {choice.says.split()[0] for choice in reply.choices} == {f"/{name}"}
            assert all(len(choice.says.encode()) <= MOST_SAID for choice in reply.choices)
        unknown = await chat.answer("/similar NewJeans")
        assert unknown.plain() == "NewJeans is an artist. Please write the song's title, too."


async def test_a_song_without_a_genre_gets_the_answer_that_it_has_none(
    world: World, started: StartedBot
) -> None:
    del world.reccobeats.features[invented_id(4)]
    async with started() as chat:
        for command in ("/similar", "/card", "/wrong"):
            said = await chat.says(f"{command} spotify:track:{invented_id(4)}")
            assert "no service that I asked has its audio features" in said
