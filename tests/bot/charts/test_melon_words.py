from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from bot.charts import melon_words
from bot.charts.melon_words import FAILURES_IN_A_ROW, MelonWords
from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.songs.known_songs import KnownSongs
from bot.songs.voter import SongVoter
from bot.sources.foreign_song import ForeignSong
from model.ensemble import GenreEnsemble
from model.music import Chart, ChartEntry, ServiceGenres, Track
from storage.database import Engine, open_database
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from storage.song_pages import SongPages
from tests.bot.conftest import StartedBot
from tests.model.shipped import FOLDER
from tests.standins.world import World

pytestmark = pytest.mark.usefixtures("known_songs")

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TRACK = Track("a" * 22, "노래 1", ("하은",))
CHART = Chart(
    "melon-top100",
    date(2026, 11, 20),
    13,
    NOW,
    tuple(ChartEntry(rank, f"노래 {rank}", ("하은",), str(rank)) for rank in range(1, 7)),
)


@dataclass
class Pages:
    """Melon's song pages: words by song, and what cannot be had; `asked` are the songs in order."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def linked(self, link: SongLink) -> ForeignSong | None:
        self.asked.append(link.song_id)
        if self.hold:
            await self.hold.wait()
        if link.song_id in self.broken:
            raise SourceUnavailable("Melon", Trouble.BROKEN)
        genres = self.words.get(link.song_id, ())
        return ForeignSong("Melon", "노래", ("하은",), genres=genres) if link.song_id != "6" else None


@pytest.fixture
def engine() -> Engine:
    return open_database("sqlite://")


@pytest.fixture
def library(engine: Engine) -> SongLibrary:
    opened = SongLibrary(engine)
    opened.save([KnownSong(TRACK, None, None)], NOW)
    return opened


@pytest.fixture
def known(library: SongLibrary) -> KnownSongs:
    return KnownSongs(library, SongVoter(GenreEnsemble.load(FOLDER)), lambda: NOW)


@pytest.fixture
def words_from(engine: Engine, known: KnownSongs) -> Callable[[Pages | None], MelonWords]:
    return lambda pages: MelonWords(pages, SongPages(engine), known, lambda: NOW)


async def ended(words: MelonWords) -> None:
    reader = words._reader
    if reader is not None:
        await reader


async def test_each_song_is_read_once_and_the_next_chart_has_its_words(
    words_from: Callable[[Pages | None], MelonWords], known: KnownSongs
) -> None:
    pages = Pages({"1": ("발라드",), "2": ("댄스", "아이돌")})
    words = words_from(pages)
    assert await words.filled(CHART) == CHART
    await words.read_later(CHART, {"1": TRACK})
    await ended(words)
    assert (await known.by_id([TRACK.id]))[TRACK.id].said == ServiceGenres("melon", ("발라드",))
    filled = await words.filled(CHART)
    assert [entry.genres for entry in filled.entries] == [("발라드",), ("댄스", "아이돌"), (), (), (), ()]
    for again in (words, words_from(pages)):
        await again.read_later(CHART, {"1": TRACK})
        await ended(again)
    assert pages.asked == ["1", "2", "3", "4", "5", "6"]


async def test_a_song_that_has_words_is_not_read_and_keeps_them(
    words_from: Callable[[Pages | None], MelonWords],
) -> None:
    pages = Pages({"1": ("발라드",)})
    words = words_from(pages)
    await words.read_later(CHART, {})
    await ended(words)
    said = replace(CHART, entries=(replace(CHART.entries[0], genres=("OST",)), *CHART.entries[1:]))
    assert (await words.filled(said)).entries[0].genres == ("OST",)
    pages.asked.clear()
    await words.read_later(replace(CHART, entries=said.entries[:1]), {})
    assert not pages.asked


async def test_no_page_is_read_for_another_services_chart_or_where_it_is_turned_off(
    words_from: Callable[[Pages | None], MelonWords],
) -> None:
    pages = Pages()
    words = words_from(pages)
    await words.read_later(replace(CHART, name="bugs-realtime"), {})
    await words_from(None).read_later(CHART, {})
    await ended(words)
    assert not pages.asked


async def test_a_page_that_cannot_be_had_is_left_for_another_time_and_the_others_are_read(
    words_from: Callable[[Pages | None], MelonWords],
) -> None:
    pages = Pages({"2": ("댄스",)}, broken={"1"})
    words = words_from(pages)
    await words.read_later(CHART, {})
    await ended(words)
    assert (await words.filled(CHART)).entries[1].genres == ("댄스",)
    pages.asked.clear()
    await words.read_later(CHART, {})
    await ended(words)
    assert pages.asked == ["1"]


async def test_a_service_that_is_out_of_order_is_left_alone(
    words_from: Callable[[Pages | None], MelonWords],
) -> None:
    pages = Pages(broken={"1", "2", "3", "4", "5"})
    words = words_from(pages)
    await words.read_later(CHART, {})
    await ended(words)
    assert len(pages.asked) == FAILURES_IN_A_ROW
    await words.read_later(CHART, {})
    assert words._reader is not None
    await ended(words)


async def test_charts_that_are_read_meanwhile_join_the_queue(
    words_from: Callable[[Pages | None], MelonWords],
) -> None:
    pages = Pages(hold=asyncio.Event())
    words = words_from(pages)
    await words.read_later(CHART, {})
    await words.read_later(replace(CHART, entries=(ChartEntry(1, "x", ("y",), "9"),)), {})
    assert pages.hold
    pages.hold.set()
    await ended(words)
    assert pages.asked == ["1", "2", "3", "4", "5", "6", "9"]


async def test_closing_ends_the_reading(words_from: Callable[[Pages | None], MelonWords]) -> None:
    pages = Pages(hold=asyncio.Event())
    words = words_from(pages)
    await words.close()
    await words.read_later(CHART, {})
    reader = words._reader
    assert reader is not None
    await words.close()
    assert reader.cancelled()


async def test_a_bug_is_logged_and_ends_nothing_else(
    words_from: Callable[[Pages | None], MelonWords],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(melon_words, "SongLink", lambda *_: 1 / 0)
    words = words_from(Pages())
    with caplog.at_level(logging.ERROR):
        await words.read_later(CHART, {})
        await ended(words)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("setting", ["yes", "no"])
async def test_the_bot_reads_the_pages_of_a_charts_songs_after_the_answer_unless_told_not_to(
    setting: str, world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = world.settings_environment() | {"MELON_SONG_PAGES": setting}
    monkeypatch.setattr(type(world), "settings_environment", lambda *_, **__: environment)
    for song in world.melon.entries:
        world.melon.songs[song.song_id] = (song.title, song.artists)

    def pages() -> set[str]:
        return {asked.query["songId"] for asked in world.melon.requests if asked.path == "/song/detail.htm"}

    async with started(with_keys=True) as chat:
        assert await chat.says("/chart")
        while setting == "yes" and not pages():  # noqa: ASYNC110 - the stand-in has no event
            await asyncio.sleep(0.01)
    assert bool(pages()) == (setting == "yes")
    assert pages() <= {song.song_id for song in world.melon.entries}
