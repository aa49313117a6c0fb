"""The buttons below a song: songs like it, and what a person says that its genre is."""

from __future__ import annotations

import pytest

from bot.picture_values import SongCard
from bot.reply import MOST_SAID, Reply
from storage.places import Person
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_id
from tests.standins.world import World

ID = "3dbLT62Cvs46Ju7a8gpr36"
ASK = f"/wrong spotify:track:{ID}"
MIN, NARA = Person("test", "1"), Person("test", "2")


async def pressed(chat: Chat, says: str, user: Person | None = MIN, **how: object) -> Reply:
    reply = await chat.reply(says, user=user, **how)  # type: ignore[arg-type]
    assert reply is not None
    return reply


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


async def test_below_a_song_are_its_buttons_and_each_is_answered(started: StartedBot) -> None:
    async with started() as chat:
        song = await pressed(chat, "Savage aespa")
        assert [label.split()[0] for label in labels(song)] == ["Why", "Similar", "Wrong", "Card"]
        for choice in song.choices:
            assert choice.apart
            assert len(choice.says.encode()) <= MOST_SAID - len("\x1f") - 8 - len("+")
            assert "Savage by aespa" in (await pressed(chat, choice.says)).plain()


async def test_a_card_is_a_picture_of_the_song(started: StartedBot) -> None:
    async with started() as chat:
        card = await pressed(chat, "/card Savage aespa")
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
