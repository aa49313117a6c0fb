from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scripts import check_services
from storage.database import open_database
from storage.service_checks import Outcome, ServiceChecks
from tests.scripts.running import run_script
from tests.standins.stand_in import Fault
from tests.standins.well_known import know_what_is_well_known
from tests.standins.world import World, stand_ins


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    async with stand_ins() as started:
        know_what_is_well_known(started)
        environment = started.settings_environment() | {
            "NO_PROXY": "127.0.0.1,localhost",
            "DATABASE_URL": f"sqlite:///{tmp_path}/jangreu.db",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield started


async def test_each_service_is_a_line_with_what_follows_and_the_result_is_kept(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.flo.fault = Fault.REFUSED
    assert await asyncio.to_thread(run_script, check_services) == 1
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("FLO Top 100"))
    assert lines[at].split() == ["FLO", "Top", "100", "refused", "403"]
    assert lines[at + 1].strip().startswith("-> the last chart that was read is shown")
    assert "1 refused" in lines[-1]
    kept = ServiceChecks(open_database(f"sqlite:///{tmp_path}/jangreu.db")).latest()
    assert kept is not None
    assert [check.service for check in kept.checks if check.outcome is Outcome.REFUSED] == ["FLO Top 100"]


async def test_without_a_network_it_says_so_and_that_the_result_was_not_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for service in world.services:
        service.fault = Fault.CLOSED
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/jangreu.db")
    assert await asyncio.to_thread(run_script, check_services) == 1
    said = capsys.readouterr()
    assert "Not one service answered: is there a network" in said.out
    assert "understood" not in said.out
    assert said.err.startswith("The result was not kept: ")
    assert said.err.count("\n") == 1


def test_a_bad_setting_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_TIME", "noon")
    assert run_script(check_services) == 2
    assert "DIGEST_TIME" in capsys.readouterr().err
