"""How often a message goes to the database, and what it leaves there."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.songs import known_songs
from storage.known_song import NameSearch
from storage.places import Chat, Person
from tests.bot.conftest import StartedBot
from tests.eventually import eventually
from tests.standins.invented import invented_track
from tests.standins.world import World

SONG = invented_track(4)
LINK = f"spotify:track:{SONG.id}"
NAME = f"{SONG.title} {SONG.artists[0]}"


class Trips:
    """The transactions that were begun since the last look, by kind."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def __call__(self, connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        self.begun.append("write" if writes else "read")

    def taken(self) -> list[str]:
        begun, self.begun = self.begun, []
        return begun


@pytest.fixture
def trips() -> Iterator[Trips]:
    """Count the transactions of every database that is opened."""
    counter = Trips()
    event.listen(Engine, "begin", counter)
    yield counter
    event.remove(Engine, "begin", counter)


def requests(folder: Path) -> list[tuple[str, str, str | None]]:
    with sqlite3.connect(folder / "jangreu.db") as database:
        return database.execute("SELECT kind, outcome, track_id FROM requests").fetchall()


async def test_a_new_link_costs_one_read_and_one_write(
    started: StartedBot, trips: Trips, tmp_path: Path
) -> None:
    async with started() as chat:
        trips.taken()
        assert (await chat.says(LINK)).startswith(SONG.title)
        assert trips.taken() == ["read", "write"]
    assert requests(tmp_path) == [("TrackLink", "answered", SONG.id)]


async def test_a_known_song_costs_at_most_one_read_by_link_and_by_name(
    started: StartedBot, trips: Trips, tmp_path: Path
) -> None:
    async with started() as chat:
        said = await chat.says(LINK)
        for known, reads in ((LINK, ["read"]), (NAME, ["read"]), (LINK, [])):
            trips.taken()
            assert await chat.says(known) == said
            assert trips.taken() == reads
    assert trips.taken() == ["write"], "the end of the program"
    assert [kind for kind, _, _ in requests(tmp_path)] == ["TrackLink", "TrackLink", "SongName", "TrackLink"]


async def test_the_settings_of_a_chat_are_read_once_and_its_history_is_written_with_the_requests(
    started: StartedBot, trips: Trips, tmp_path: Path
) -> None:
    here, person = Chat("test", "7"), Person("test", "7")
    async with started() as chat:
        await chat.says(LINK, chat=here, user=person)
        trips.taken()
        for _ in range(3):
            assert (await chat.says(LINK, chat=here, user=person)).startswith(SONG.title)
        assert trips.taken() == ["read"], "the song, which is kept in memory then"
    assert trips.taken() == ["write", "write"], "at the end of the program, and the limits"
    with sqlite3.connect(tmp_path / "jangreu.db") as database:
        kept = database.execute("SELECT platform, chat, person, track_id FROM history").fetchall()
    assert kept == [("test", "7", "7", SONG.id)] * 4


async def test_records_of_requests_wait_for_a_write_but_not_for_long(
    started: StartedBot, trips: Trips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_songs, "MOST_REQUESTS", 3)
    async with started() as chat:
        await chat.says(LINK)
        trips.taken()
        for _ in range(2):
            await chat.says(LINK)
        await eventually(lambda: len(requests(tmp_path)) == 3)
        assert trips.taken() == ["read", "write"]
        monkeypatch.setattr(known_songs, "WRITTEN_WITHIN", known_songs.WRITTEN_WITHIN * 0)
        await chat.says(LINK)
        for _ in range(1_000):
            if len(requests(tmp_path)) == 4:
                break
            await asyncio.sleep(0.01)
        assert len(requests(tmp_path)) == 4


async def test_ten_messages_at_once_share_their_writes(
    world: World, started: StartedBot, trips: Trips
) -> None:
    async with started() as chat:
        trips.taken()
        await asyncio.gather(*(chat.says(LINK) for _ in range(10)))
        assert trips.taken().count("write") <= 2
    assert len(world.reccobeats.requests) == 1


async def test_who_goes_away_while_news_is_written_takes_none_of_it_along(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started() as chat:
        known = chat.application.songs.known
        save, may_save = known._library.save, threading.Event()

        def held(*arguments: Any) -> object:  # noqa: ANN401 - whatever it is called with
            may_save.wait()
            return save(*arguments)

        monkeypatch.setattr(known._library, "save", held)
        known.told([SONG])
        writing = asyncio.create_task(known.write())
        while not known._in_flight.songs:  # noqa: ASYNC110 - it waits for a state, which no event tells
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        found = await known.by_id([SONG.id])
        may_save.set()
        assert found.keys() == {SONG.id}
        await known.write()
        assert (await known.named([NameSearch((NAME,), lambda found: (found, []))]))[0].certain


async def test_at_debug_each_answer_is_a_line_without_anyones_words(
    started: StartedBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot.songs")
    async with started() as chat:
        await chat.says(LINK)
        await chat.says("unheard of song of mine")
    assert f"TrackLink: answered, song {SONG.id}, genre " in caplog.text
    assert "SongName: NameNotFound, song None, genre None" in caplog.text
    assert "unheard of" not in caplog.text
