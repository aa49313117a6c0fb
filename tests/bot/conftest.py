"""The whole bot in this process, with stand-ins for all foreign services around it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import sources
from bot.answering.deadline import Deadline
from bot.chart_menu import CHART_MENU
from bot.charts.reader import ChartReader
from bot.conversation import Conversation
from bot.messages.chat_platform import Chats
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.sources import open_sources
from bot.sources.call_policy import CallPolicy, Rate
from bot.start import bootstrap as start
from bot.start.bootstrap import Application
from bot.start.settings import Settings, load_settings
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures, audio_features
from storage.chart_history import ChartHistory, ChartSong
from storage.database import open_database
from storage.song_library import SongLibrary
from tests.standins.invented import invented_chart, invented_features, invented_id, invented_track
from tests.standins.policies import PATIENT, for_all
from tests.standins.world import World, stand_ins


@dataclass
class Chat:
    """A person who talks to the bot."""

    application: Application
    progress: list[str]

    @property
    def conversation(self) -> Conversation:
        return self.application.conversation

    async def reply(
        self,
        text: str,
        *,
        links: tuple[str, ...] = (),
        private: bool = True,
        language: str = "en",
        **fields: Any,  # noqa: ANN401 - the other fields of a message
    ) -> Reply | None:
        async def heard(line: str) -> None:
            self.progress.append(line)

        return await self.conversation.answer(
            Message(text, links, private, language, "test", **fields), heard
        )

    async def answer(self, text: str, **how: Any) -> Reply:  # noqa: ANN401 - as above
        """Return the reply, which there must be."""
        reply = await self.reply(text, **how)
        assert reply is not None
        return reply

    async def says(self, text: str, **how: object) -> str:
        reply = await self.reply(text, **how)  # type: ignore[arg-type]
        return reply.plain() if reply else ""


StartedBot = Callable[..., AbstractAsyncContextManager[Chat]]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with stand_ins() as services:
        yield services


@pytest.fixture(scope="session")
def invented_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database that knows the invented songs with their features, and where they stand on charts."""
    path = tmp_path_factory.mktemp("library") / "jangreu.db"
    engine = open_database(f"sqlite:///{path}")
    SongLibrary(engine).add((invented_track(number), _sound(number)) for number in range(1, 101))
    found = [
        ChartSong(entry.song_id, invented_id(entry.rank), datetime(2026, 1, 1, tzinfo=UTC))
        for entry in invented_chart()
    ]
    for service in {kind.service for kind in CHART_MENU}:
        ChartHistory(engine).resolve(service, found)
    engine.dispose()
    return path


def _sound(number: int) -> AudioFeatures:
    sound = audio_features(invented_features(number), source="dataset", obtained_on=date(2026, 1, 1))
    assert sound is not None
    return sound


@pytest.fixture
def known_songs(invented_library: Path, tmp_path: Path) -> None:
    """Let the bot know all invented songs before it starts: for tests in which no look-up is tried."""
    shutil.copyfile(invented_library, tmp_path / "jangreu.db")


@pytest.fixture
def patience() -> CallPolicy:
    """Return how services are called; a file of tests with slow services has its own."""
    return PATIENT


@pytest.fixture
def rates() -> Mapping[str, Rate] | None:
    """Return the rate limits by service, or None for those of each service: by default none at all."""
    return {}


@pytest.fixture(scope="session", autouse=True)
def _models_are_read_once() -> Iterator[None]:
    """Let all bots of the session share the models, which do not change."""
    load, known = start._ensemble, {}

    def ensemble(settings: Settings) -> GenreEnsemble:
        wanted = settings.model_folder, settings.voting_rule
        return known.get(wanted) or known.setdefault(wanted, load(settings))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(start, "_ensemble", ensemble)
        yield


@pytest.fixture
def started(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    patience: CallPolicy,
    rates: Mapping[str, Rate] | None,
) -> StartedBot:
    """Return what starts the bot on this test's database; started again it remembers."""

    @asynccontextmanager
    async def bot(
        *,
        with_keys: bool = False,
        chats: Chats | None = None,
        policy: CallPolicy = patience,
        deadline: Deadline | None = None,
    ) -> AsyncIterator[Chat]:
        monkeypatch.setattr(start, "open_sources", partial(open_sources, policies=for_all(policy, rates)))
        for name, value in world.settings_environment(with_keys=with_keys).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'jangreu.db'}")
        opened = start.build(
            load_settings(),
            dict.fromkeys(("telegram", "discord", "test"), chats) if chats else None,
            deadline=deadline,
        )
        try:
            yield Chat(opened, [])
        finally:
            await opened.close()

    return bot


@asynccontextmanager
async def chart_reader(
    world: World, monkeypatch: pytest.MonkeyPatch, url: str, *, with_keys: bool
) -> AsyncIterator[tuple[ChartReader, list[datetime]]]:
    """Start the bot on a database and give its reader of charts, with a clock in a list that can be set."""
    clock = [datetime.now(UTC)]
    monkeypatch.setattr(start, "_now", lambda: clock[0])
    monkeypatch.setattr(sources, "_now", lambda: clock[0])
    monkeypatch.setattr(start, "open_sources", partial(open_sources, policies=for_all(PATIENT, {})))
    for name, value in world.settings_environment(with_keys=with_keys).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", url)
    opened = start.build(load_settings())
    try:
        yield opened.charts, clock
    finally:
        await opened.close()
