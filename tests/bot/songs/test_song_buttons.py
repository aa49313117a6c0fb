"""The buttons below a song: songs like it, its card, and what a person says that its genre is."""

from __future__ import annotations

import pytest

from bot.messages.picture_values import SongCard
from bot.messages.reply import MOST_SAID
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


@pytest.mark.parametrize("command", ["/similar", "/card", "/wrong", "/similar spotify:album:" + "a" * 22])
async def test_a_command_about_no_song_is_answered_with_how_to_ask(started: StartedBot, command: str) -> None:
    async with started() as chat:
        assert "Write the song's name" in await chat.says(command)


async def test_a_song_without_a_genre_gets_the_answer_that_it_has_none(
    world: World, started: StartedBot
) -> None:
    del world.reccobeats.features[invented_id(4)]
    async with started() as chat:
        for command in ("/similar", "/card", "/wrong"):
            said = await chat.says(f"{command} spotify:track:{invented_id(4)}")
            assert "no service that I asked has its audio features" in said
