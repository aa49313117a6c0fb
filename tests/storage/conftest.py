"""Databases to test on, made-up songs, and other processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from model.features import AudioFeatures
from model.music import Track
from model.voting import GenreVote, MemberVote
from storage.database import open_database
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from tests.postgresql import DatabaseMaker, database_maker

CHECKOUT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")
NOW = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def postgresql() -> Iterator[DatabaseMaker]:
    with database_maker() as maker:
        yield maker


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Open an empty database: in memory, or on the server the one that tests of a process take in turn."""
    in_memory = request.param == "sqlite"
    address = "sqlite://" if in_memory else request.getfixturevalue("postgresql").emptied()
    engine = open_database(address)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=ENGINES)
def shared_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    yield from opened(request)


@pytest.fixture(scope="module", params=ENGINES)
def empty_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    yield from opened(request)


def opened(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Open a new database of the engine that the test is run on, in memory or on the server."""
    maker = None if request.param == "sqlite" else request.getfixturevalue("postgresql")
    address = "sqlite://" if maker is None else maker.migrated()
    engine = open_database(address)
    yield engine
    engine.dispose()
    if maker is not None:
        maker.drop(address)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database that several engines and processes may open."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jangreu.db'}"
        return
    maker: DatabaseMaker = request.getfixturevalue("postgresql")
    address = maker.migrated()
    yield address
    maker.drop(address)


@pytest.fixture
def library(engine: Engine) -> SongLibrary:
    return SongLibrary(engine)


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'jangreu.db'}"


@pytest.fixture
def song() -> Callable[..., KnownSong]:
    """Return a maker of whole songs: a track, features and a vote."""

    def make(number: int = 1, **changes: object) -> KnownSong:
        song = KnownSong(_track(number), _features(number), _vote())
        return KnownSong(**{"track": song.track, "features": song.features, "vote": song.vote} | changes)

    return make


@pytest.fixture
def python(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a starter of other Python processes; all that are left are killed in the end.

    `wait_for_go()` in their code returns when the file `go` appears in `tmp_path`: so they race.
    """
    started: list[subprocess.Popen[str]] = []
    head = (
        "from datetime import *\nimport sys, time\nfrom pathlib import Path\n"
        "def wait_for_go():\n    print('ready', flush=True)\n"
        f"    while not Path({str(tmp_path / 'go')!r}).exists(): pass\n"
    )

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", head + code, *arguments]
        process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)  # noqa: S603
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def race(tmp_path: Path, python: Callable[..., subprocess.Popen[str]]) -> Callable[..., list[list[str]]]:
    """Return a function that runs the same code in several processes at once; what they print comes back."""

    def run(code: str, *arguments: str, processes: int = 2) -> list[list[str]]:
        racers = [python(code, *arguments, str(number)) for number in range(processes)]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        (tmp_path / "go").touch()
        printed = [racer.communicate(timeout=240)[0].split("\n")[:-1] for racer in racers]
        assert [racer.returncode for racer in racers] == [0] * processes
        return printed

    return run


def _track(number: int) -> Track:
    return Track(f"{number:022d}", f"Lantern {number}", ("Paper Moon Club", "하늘다리"), 200_000 + number)


def _features(number: int) -> AudioFeatures:
    return AudioFeatures(
        danceability=0.5,
        energy=number % 100 / 100,
        tempo=120.5,
        source="reccobeats",
        obtained_on=date(2026, 11, 1),
    )


def _vote() -> GenreVote:
    members = (MemberVote("predict1", "dance", 0.61, 1.5), MemberVote("predict2", "rock", 0.2, 1.0))
    return GenreVote("dance", members, {"dance": 0.6, "rock": 0.25, "folk": 0.15}, "study", "trio@0123abcd")
