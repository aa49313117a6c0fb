from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot.sources import open_sources
from model.data.table_reader import read_table
from scripts import collect_tracks
from tests.scripts.running import done_by
from tests.standins.invented import invented_id
from tests.standins.policies import PATIENT, for_all
from tests.standins.stand_in import Fault
from tests.standins.world import World, stand_ins

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "collect_tracks.py"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with stand_ins() as started:
        for seed, numbers in (("blues", range(1, 14)), ("soul", range(11, 19))):
            started.spotify_api.genres[seed] = [invented_id(number) for number in numbers]
        yield started


@dataclass
class Script:
    """The script, whose services are the stand-ins."""

    world: World
    output: Path
    with_keys: bool = True

    def arguments(self, *options: str) -> list[str]:
        return ["--seeds", "blues,soul", *options, str(self.output)]

    async def start(self) -> asyncio.subprocess.Process:
        """Start it as a process of its own."""
        environment = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}},
            **self.world.settings_environment(with_keys=True),
            "NO_PROXY": "*",
        }
        return await asyncio.create_subprocess_exec(
            sys.executable, str(SCRIPT), *self.arguments(), env=environment, stdout=-1, stderr=-1
        )

    async def run(self, *options: str) -> tuple[int, str, str]:
        """Run it in this process, without rate limits."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.world.settings_environment(with_keys=self.with_keys).items():
                patch.setenv(name, value)
            unlimited = partial(open_sources, policies=for_all(PATIENT, {}))
            patch.setattr(collect_tracks, "open_sources", unlimited)
            done = await asyncio.to_thread(done_by, collect_tracks, *self.arguments(*options))
        return done.status, done.out, done.err

    def pairs(self) -> list[tuple[str, str]]:
        rows = read_table(self.output).to_pylist()
        return [(row["track_id"], row["track_genre"]) for row in rows]


@pytest.fixture
def script(world: World, tmp_path: Path) -> Script:
    return Script(world, tmp_path / "tracks.parquet")


ALL = [
    *((invented_id(number), "blues") for number in range(1, 14)),
    *((invented_id(number), "soul") for number in range(11, 19)),
]


async def test_killed_in_the_middle_it_goes_on_where_it_was(script: Script, world: World) -> None:
    world.reccobeats.fault = Fault.SLOW
    process = await script.start()
    while not world.reccobeats.requests:  # noqa: ASYNC110 - the stand-in has no such event
        await asyncio.sleep(0.02)
    process.kill()
    await process.communicate()
    assert not script.output.exists()

    world.reccobeats.fault = Fault.NONE
    before = len(world.spotify_api.requests)
    code, out, err = await script.run()
    assert (code, script.pairs()) == (0, ALL), err
    searched = [asked.query.get("q") for asked in world.spotify_api.requests[before:]]
    assert 'genre:"blues"' not in searched
    assert out == (
        "tracks.parquet: 21 rows. 2 of 2 seeds searched; 21 results are 18 tracks (3 under several seeds,"
        " 0 repeated by the search); 0 tracks without features, 0 not asked for yet.\n"
    )


async def test_a_quota_that_is_used_up_ends_it_politely_with_what_to_do(script: Script, world: World) -> None:
    assert (await script.run("--limit", "10"))[0] == 0
    world.spotify_api.quota_used_up = True
    code, out, err = await script.run()
    assert code == 75
    assert "Run the same command again tomorrow" in err
    assert "Traceback" not in err
    assert "tracks.parquet: 18 rows. 0 of 2 seeds searched" in out
    assert len(script.pairs()) == 18


async def test_without_keys_it_says_which_settings_it_needs(script: Script) -> None:
    script.with_keys = False
    code, _, err = await script.run()
    assert (code, err.count("\n")) == (1, 1)
    assert "SPOTIFY_CLIENT_ID" in err
    assert not list(script.output.parent.iterdir())


async def test_a_seed_that_is_not_kept_is_refused(script: Script) -> None:
    code, _, err = await script.run("--seeds", "soul,sleep")
    assert code == 2
    assert "sleep" in err


async def test_the_help_says_whose_decision_it_is(script: Script) -> None:
    code, out, _ = await script.run("--help")
    assert code == 0
    assert "Spotify's Developer Terms restrict" in out
    assert "to decide" in out
    assert len(out.splitlines()) < 40
