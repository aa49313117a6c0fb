from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from pyarrow import parquet

from bot.sources import open_sources
from bot.start import bootstrap
from model.taxonomy import taxonomy
from scripts import classify_chart
from tests.scripts.running import Done, done_by
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import PATIENT, for_all
from tests.standins.stand_in import Fault
from tests.standins.world import World, stand_ins

COLUMNS = [
    "rank",
    "song",
    "artist",
    "id",
    "predict1",
    "predict2",
    "predict3",
    "voting",
    "probability",
    "level",
    "without",
]


Run = Callable[..., Awaitable[Done]]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with stand_ins() as services:
        yield services


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs the command among the stand-ins, on this test's database."""
    for name, value in world.settings_environment(with_keys=True).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'jangreu.db'}")
    monkeypatch.setattr(bootstrap, "open_sources", partial(open_sources, policies=for_all(PATIENT, {})))

    async def call(*arguments: object) -> Done:
        return await asyncio.to_thread(done_by, classify_chart, *arguments)

    return call


async def test_a_chart_becomes_the_studys_table(run: Run) -> None:
    done = await run("벅스", "--format", "csv")
    assert done.status == 0, done.err
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert list(rows[0]) == [*COLUMNS, *(f"p_{genre}" for genre in taxonomy().genres)]
    assert [int(row["rank"]) for row in rows] == list(range(1, 101))
    first = rows[0]
    assert (first["song"], first["id"]) == (invented_track(1).title, invented_id(1))
    assert {first["predict1"], first["predict2"], first["predict3"], first["voting"]} <= set(
        taxonomy().genres
    )
    assert first["level"] == "measured"
    assert float(first[f"p_{first['voting']}"]) == float(first["probability"]) > 0
    assert "60 of 100 songs\n" in done.err
    assert "100 of 100 songs have a genre\n" in done.err


async def test_what_is_no_chart_is_refused_in_one_sentence(run: Run) -> None:
    done = await run("songs.csv", "--format", "parquet", "--output", "votes.parquet")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "scripts/classify_catalogue.py" in done.err


@pytest.mark.usefixtures("known_songs")
async def test_a_chart_is_written_as_parquet_or_for_people(world: World, run: Run, tmp_path: Path) -> None:
    done = await run("bugs", "--output", tmp_path / "votes.parquet")
    assert (done.status, done.out) == (0, "")
    table = parquet.read_table(tmp_path / "votes.parquet").to_pylist()
    assert (table[0]["song"], table[0]["id"]) == (invented_track(1).title, invented_id(1))
    del world.songs[invented_id(100)]
    shown = await run("bugs", "--format", "text")
    assert shown.out.splitlines()[0].split() == [*COLUMNS[:3], *COLUMNS[4:9]]


async def test_a_chart_that_cannot_be_read_is_an_error_and_an_old_one_is_said_to_be_old(
    world: World, run: Run
) -> None:
    world.genie.fault = Fault.REFUSED
    refused = await run("genie-top100")
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    world.melon.fault = Fault.REFUSED
    sample = await run("melon")
    assert sample.status == 0
    assert "This is not the current chart but one of 2021-12-01: Melon" in sample.err
    assert "Savage" in sample.out


async def test_a_table_that_cannot_be_written_is_said(world: World, run: Run, tmp_path: Path) -> None:
    world.melon.fault = Fault.REFUSED  # so that it is the sample of the study, which costs no look-up
    nowhere = await run("melon", "--output", tmp_path / "nowhere" / "votes.csv")
    assert (nowhere.status, "nowhere" in nowhere.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "usage"),
        (["melon", "--format", "parquet"], 2, "--output"),
        (["--help"], 0, "billboard-hot100"),
    ],
)
def test_wrong_usage_is_told_and_the_help_names_charts(arguments: list[str], status: int, told: str) -> None:
    done = done_by(classify_chart, *arguments)
    assert done.status == status
    assert told in done.out + done.err
