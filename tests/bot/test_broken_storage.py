"""The whole bot while its database fails: it answers, and says of no change that it was made.

Each failure really happens. A full disk is a small file system, which only root may make; a server that has
failed over to another one that follows it is one that ends all connections and takes no more writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, make_url

from bot.sources import open_sources
from bot.start import bootstrap as start
from bot.start.settings import load_settings
from tests.bot.town import Platform, Town
from tests.postgresql import DatabaseMaker, database_maker
from tests.small_disk import fill, small_disk
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import PATIENT, for_all
from tests.standins.world import World

pytestmark = pytest.mark.slow

KNOWN = f"https://open.spotify.com/track/{invented_id(1)}"
NEW = f"https://open.spotify.com/track/{invented_id(2)}"
CHANGES = (
    "/subscribe bugs",
    "/unsubscribe 1",
    "/language ko",
    "/settings history off",
    "/follow ive",
    "/unfollow aespa",
    "/forget yes",
    f"/is {invented_id(1)} pop",
)
NOTHING_CHANGED = (
    "My memory does not work right now, so nothing was changed.",
    "I could not note that just now.",
)

Failure = Callable[[Engine, Path], Iterator[None]]
"""Breaks the database in a file, or on a server, until it is continued."""


def on_each_connection(engine: Engine, statement: str) -> None:
    event.listen(engine, "connect", lambda connection, _: connection.execute(statement))
    engine.dispose()


def may_only_be_read(engine: Engine, _: Path) -> Iterator[None]:
    on_each_connection(engine, "PRAGMA query_only = 1")
    yield


def locked(engine: Engine, file: Path) -> Iterator[None]:
    on_each_connection(engine, "PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def damaged(engine: Engine, file: Path) -> Iterator[None]:
    engine.dispose()
    file.write_bytes(file.read_bytes()[:8_192] + b"\x5a" * (file.stat().st_size - 8_192))
    yield


def deleted(_: Engine, file: Path) -> Iterator[None]:
    for each in file.parent.glob("jangreu.db*"):
        each.unlink()
    yield
    assert not file.exists()


def disk_full(disk: Path) -> Iterator[None]:
    rest = fill(disk)
    yield
    rest.unlink()


@asynccontextmanager
async def town_on(address: str, world: World, patch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Start the whole bot on a database."""
    patch.setattr(start, "open_sources", partial(open_sources, policies=for_all(PATIENT, {})))
    for name, value in world.settings_environment().items():
        patch.setenv(name, value)
    patch.setenv("DATABASE_URL", address)
    platform = Platform()
    application = start.build(load_settings(), {"test": platform})
    try:
        yield Town(application, platform)
    finally:
        await application.close()


async def goes_on_without_memory(town: Town, breaking: Iterator[None], log: pytest.LogCaptureFixture) -> None:
    for said in ("/subscribe melon", "/follow aespa"):
        assert await town.say(said)
    assert invented_track(1).title in await town.say(KNOWN, links=(KNOWN,))
    next(breaking)
    for said in CHANGES:
        assert (await town.say(said)).startswith(NOTHING_CHANGED), said
    assert invented_track(2).title in await town.say(NEW, links=(NEW,))
    assert "Bugs real-time chart by genre" in await town.say("/chart bugs")
    assert any(record.levelname == "ERROR" and "database" in record.message for record in log.records)
    assert not [record for record in log.records if record.exc_info], (
        "a failure of the database is a sentence"
    )
    assert next(breaking, None) is None


@pytest.mark.parametrize("failure", [may_only_be_read, locked, damaged, deleted])
async def test_a_failing_file_changes_nothing_is_said_so_and_costs_no_answer(
    failure: Failure,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = tmp_path / "jangreu.db"
    async with town_on(f"sqlite:///{file}", world, monkeypatch) as town:
        await goes_on_without_memory(town, failure(town.engine, file), caplog)


async def test_a_full_disk_changes_nothing_and_when_there_is_room_again_all_is_there(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        await _fills_up(disk, world, monkeypatch, caplog)


async def _fills_up(
    disk: Path, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with town_on(f"sqlite:///{disk / 'jangreu.db'}", world, monkeypatch) as town:
        await goes_on_without_memory(town, disk_full(disk), caplog)
        assert "The disk is full" in caplog.text
        assert [each.terms.chart for each in town.all] == ["melon-top100", "alerts"]
        assert "Subscribed: Bugs" in await town.say("/subscribe bugs")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[DatabaseMaker]:
    with database_maker() as maker:
        yield maker


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
        ("ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"),
    ],
    ids=["failed over", "stopped"],
)
async def test_a_server_that_fails_changes_nothing_and_when_it_is_back_all_is_there(
    postgresql: DatabaseMaker,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    there: str,
    back: str,
) -> None:
    address = postgresql.migrated()
    name = make_url(address).database

    def failing() -> Iterator[None]:
        for change in (there, back):
            postgresql.execute(f"ALTER DATABASE {name} {change}")
            postgresql.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
            )
            if change is there:
                yield

    async with town_on(address, world, monkeypatch) as town:
        await goes_on_without_memory(town, failing(), caplog)
        assert [each.terms.chart for each in town.all] == ["melon-top100", "alerts"]
        assert "Subscribed: Bugs" in await town.say("/subscribe bugs")
    postgresql.drop(address)
