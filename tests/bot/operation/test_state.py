from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.operation import state as module
from bot.operation.state import StateReader, free_share
from bot.sources.call_record import ServiceState
from model.card import ARTIFACTS, SHIPPED_MODEL
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.music import Track
from storage.database import open_database
from storage.errors import StorageError
from storage.known_song import KnownSong
from storage.opinions import Opinion, Opinions
from storage.overview import Overview, overview
from storage.places import Person
from storage.service_checks import Outcome, ServiceCheck, ServiceChecks, ServiceCheckSummary
from storage.song_library import SongLibrary
from storage.song_notes import Request

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def ensemble() -> GenreEnsemble:
    return GenreEnsemble.load(ARTIFACTS / SHIPPED_MODEL, None)


class Bot:
    """A reader of states, its database and its clock."""

    def __init__(self, ensemble: GenreEnsemble) -> None:
        self.now = NOW
        self.engine: Engine = open_database("sqlite://")
        self.services = [ServiceState("Melon")]
        self.states = StateReader(self.engine, ensemble, lambda: self.services, lambda: self.now)

    def asks(self, number: int, energy: float | None, ensemble: GenreEnsemble) -> None:
        """Ask for a song, which is voted on if it has a sound."""
        features = energy is not None and AudioFeatures(
            energy=energy, source="x", obtained_on=date(2026, 1, 1)
        )
        song = KnownSong(Track(f"{number:022d}", "Lantern", ("Paper Moon Club",)), features or None)
        if song.features:
            song = KnownSong(song.track, song.features, ensemble.vote(song.features))
        request = Request("telegram", "TrackLink", "answered", self.now, song.track.id)
        SongLibrary(self.engine).save([song], self.now, requests=[request])


@asynccontextmanager
async def bot_of(ensemble: GenreEnsemble) -> AsyncIterator[Bot]:
    made = Bot(ensemble)
    yield made
    made.engine.dispose()


async def test_the_week_tells_the_share_without_features_the_drift_and_how_far_people_agree(
    ensemble: GenreEnsemble,
) -> None:
    async with bot_of(ensemble) as bot:
        bot.asks(1, 0.99, ensemble)
        bot.asks(2, 0.99, ensemble)
        bot.asks(3, None, ensemble)
        for number in range(5):
            opinion = Opinion(f"{1:022d}", "rock" if number else "dance", "dance", ensemble.name, NOW)
            Opinions(bot.engine).say(Person("telegram", str(number)), opinion)
        week = (await bot.states.read()).week
    assert week is not None
    assert (week.asked, week.without, week.songs) == (3, 1, 2)
    assert week.drift.keys() == {"energy"}
    assert week.likely in {0.0, 0.5, 1.0}
    assert week.expected == ensemble.card.thresholds[ensemble.voting_rule].likely_coverage
    assert (week.agreement["dance"].share, week.agreement["dance"].people) == (0.2, 5)


async def test_what_many_ask_for_at_once_is_read_once_and_read_again_after_a_while(
    ensemble: GenreEnsemble,
) -> None:
    async with bot_of(ensemble) as bot:
        first, second = await asyncio.gather(bot.states.read(), bot.states.read())
        assert first is second
        bot.services = [ServiceState("Melon", 60.0, "timeout")]
        bot.now += module.READ_AGAIN_AFTER
        assert (await bot.states.read()).services == (ServiceState("Melon", 60.0, "timeout"),)
        bot.now -= timedelta(days=1)
        assert (await bot.states.read()).at == bot.now, "a clock that is set back stops nothing"


async def test_where_the_database_does_not_answer_the_rest_is_told_with_the_reason(
    ensemble: GenreEnsemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise StorageError("The database file is damaged.")

    async with bot_of(ensemble) as bot:
        monkeypatch.setattr(module, "overview", damaged)
        found = await bot.states.read()
    assert (found.database, found.week, found.problem) == (None, None, "The database file is damaged.")
    assert (found.model, found.started) == (ensemble.name, NOW)


async def test_a_database_that_hangs_is_told_in_time_and_asked_by_one_thread(
    ensemble: GenreEnsemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asked = threading.Event(), []

    def hanging(engine: Engine, since: datetime) -> Overview:
        asked.append(since)
        go_on.wait()
        return overview(engine, since)

    async with bot_of(ensemble) as bot:
        monkeypatch.setattr(module, "overview", hanging)
        monkeypatch.setattr(module, "PATIENCE", 0.05)
        for _ in range(2):
            found = await bot.states.read()
            assert (found.database, found.problem) == (None, "It does not answer within 0.05 s.")
            bot.now += module.READ_AGAIN_AFTER
        monkeypatch.setattr(module, "PATIENCE", 60.0)
        go_on.set()
        assert (await bot.states.read()).database is not None
        assert len(asked) == 1


async def test_the_last_check_of_the_services_is_told(ensemble: GenreEnsemble) -> None:
    async with bot_of(ensemble) as bot:
        summary = ServiceCheckSummary(NOW, (ServiceCheck("Melon", Outcome.CHANGED, "title"),))
        ServiceChecks(bot.engine).save(summary)
        assert (await bot.states.read()).checks == summary


def test_the_free_share_of_a_disk_is_told_where_there_is_one(tmp_path: Path) -> None:
    share = free_share(tmp_path)
    assert share is not None
    assert 0 < share <= 1
    assert free_share(tmp_path / "nowhere") is None
