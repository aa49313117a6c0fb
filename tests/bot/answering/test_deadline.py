"""An answer has its time: what is known by then is said, and the rest follows."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Literal

import pytest

from bot.answering.deadline import Deadline
from bot.messages.picture_values import ChartPicture, CollectionCard
from bot.messages.reply import Reply
from model.music import SongCollection
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_track
from tests.standins.stand_in import StandIn
from tests.standins.world import World

SONG = invented_track(4)
LINK = f"spotify:track:{SONG.id}"
PLAYLIST = "playlistplaylistplay01"
LONGER = "This takes longer than usual. I add the rest here as soon as I have it."


class Held(asyncio.Event):
    """What a service waits for before it answers; `asked` is set when one does."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.asked.set()
        return await super().wait()


class OnceAsked(Deadline):
    """A deadline that is over as soon as a service is asked, whose answer is held."""

    def __init__(self, service: StandIn) -> None:
        super().__init__()
        service.held = self.held = Held()

    async def wait(self, task: asyncio.Task[Reply], seconds: float) -> None:
        assert seconds > 0
        asked = asyncio.create_task(self.held.asked.wait())
        await asyncio.wait(
            {task} if self.held.is_set() else {task, asked}, return_when=asyncio.FIRST_COMPLETED
        )
        asked.cancel()


async def so_far(chat: Chat, text: str, language: str = "en") -> Reply:
    reply = await chat.answer(text, language=language)
    assert reply.later is not None
    return reply


async def whole(reply: Reply) -> Reply:
    assert reply.later is not None
    found = await reply.later()
    assert found is not None
    assert found.later is None, "it is edited once"
    assert LONGER not in found.plain()
    return found


async def test_a_song_whose_sound_is_awaited_is_named_and_answered_later(
    world: World, started: StartedBot
) -> None:
    deadline = OnceAsked(world.reccobeats)
    async with started(deadline=deadline) as chat:
        reply = await so_far(chat, LINK)
        deadline.held.set()
        found = await whole(reply)
        again = await chat.says(LINK)
    assert SONG.title in reply.plain()
    assert reply.plain().endswith(LONGER)
    assert "Genre: " in found.plain()
    assert "Genre: " in again, "it is remembered"


async def test_a_list_shows_its_songs_and_the_genres_that_are_known(
    world: World, started: StartedBot
) -> None:
    tracks = tuple(invented_track(number) for number in (4, 5))
    world.spotify_web.lists[PLAYLIST] = SongCollection("playlist", PLAYLIST, "모음", "나", tracks)
    async with started() as chat:
        await chat.says(LINK)
    deadline = OnceAsked(world.reccobeats)
    async with started(deadline=deadline) as chat:
        reply = await so_far(chat, f"https://open.spotify.com/playlist/{PLAYLIST}")
        deadline.held.set()
        found = await whole(reply)
    assert "Without a genre: 1 of 2 (ReccoBeats did not answer in time)." in reply.plain()
    assert "Without a genre" not in found.plain()
    assert isinstance(found.picture, CollectionCard)
    assert "2 of 2 songs" in found.picture.known


async def test_a_chart_is_shown_with_the_genres_that_are_known(world: World, started: StartedBot) -> None:
    deadline = OnceAsked(world.reccobeats)
    async with started(with_keys=True, deadline=deadline) as chat:
        reply = await so_far(chat, "/chart")
        told = len(chat.progress)
        deadline.held.set()
        found = await whole(reply)
    assert isinstance(found.picture, ChartPicture)
    assert LONGER in reply.plain()
    assert len(chat.progress) == told, "no progress is shown over an answer"


async def test_of_several_songs_those_that_are_found_are_answered(world: World, started: StartedBot) -> None:
    async with started() as chat:
        await chat.says(LINK)
    deadline = OnceAsked(world.reccobeats)
    async with started(deadline=deadline) as chat:
        reply = await so_far(chat, f"{LINK} spotify:track:{invented_track(5).id}")
        deadline.held.set()
        found = await whole(reply)
    known, other = reply.plain().split("\n\n")
    assert "%" in known
    assert other.endswith(LONGER)
    assert found.plain().splitlines()[0] == known.splitlines()[0]
    assert "%" in found.plain().split("\n\n")[1]


@pytest.mark.parametrize("text", [LINK, "unheard of by anyone", "/artist 물결상회", "/chart"])
async def test_services_that_never_answer_cost_no_more_than_the_deadline(
    world: World, started: StartedBot, text: str
) -> None:
    for service in world.services:
        service.held = asyncio.Event()
    async with started(deadline=Deadline(timedelta(seconds=0.05))) as chat:
        reply = await so_far(chat, text)
        korean = await so_far(chat, text, "ko")
    assert reply.plain().endswith(LONGER)
    assert korean.plain().endswith("평소보다 오래 걸리고 있어요. 알아내는 대로 여기에 이어서 알려 드릴게요.")
