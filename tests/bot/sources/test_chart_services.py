"""A chart is one file and its line in the tuple: CONTRIBUTING's recipe, followed on a copy of the code."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import PIPE
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.sources.addresses import ADDRESSES
from bot.sources.chart_services import CHART_SERVICES
from storage.chart_history import ChartHistory, ChartSong
from storage.database import open_database
from tests.standins.chart_service import ChartService, data
from tests.standins.invented import invented_chart, invented_id
from tests.standins.world import World

ROOT = Path(__file__).parents[3]
CHART_FILE = '''
"""The chart of Moonwave, a service that does not exist."""

from datetime import UTC

from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import ranked, existing_page
from bot.sources.chart_service import KOREA, ChartKind, ChartService
from bot.sources.json_values import at, rows, unescaped_name, whole_number
from bot.language.words import N_
from model.music import Chart, ChartEntry

SERVICE = N_("Moonwave")
_KIND = ChartKind("moonwave-top100", N_("Moonwave Top 100"), ("moonwave", "달물결"))


async def fetch(client, now):
    body = await existing_page(SERVICE, client.get_json("/top100"))
    entries = ranked(SERVICE, map(_entry, rows(body, "songs") or ()))
    return Chart(_KIND.name, now().astimezone(KOREA).date(), None, now().astimezone(UTC), entries)


def _entry(row):
    rank, title = whole_number(at(row, "rank")), unescaped_name(at(row, "title"))
    return ChartEntry(rank, title, (at(row, "artist"),), str(rank))


MOONWAVE = ChartService(
    name=SERVICE,
    setting="moonwave_url",
    address="https://moonwave.example",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
'''


class Moonwave(ChartService):
    """moonwave.example."""

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/top100", self._chart)]

    def page(self) -> str:
        return data(
            {
                "songs": [
                    {"rank": entry.rank, "title": entry.title, "artist": ", ".join(entry.artists)}
                    for entry in self.entries
                ]
            }
        )


@pytest.fixture
def copy_with_moonwave(tmp_path: Path) -> Path:
    """Return a copy of what runs, with one file more and its line in the tuple."""
    copy = tmp_path / "jangreu"
    for package in ("bot", "storage", "model"):
        skipped = shutil.ignore_patterns("artifacts", "__pycache__")
        shutil.copytree(ROOT / package, copy / package, ignore=skipped)
    (copy / "model" / "artifacts").symlink_to(ROOT / "model" / "artifacts")
    (copy / "bot" / "sources" / "moonwave.py").write_text(CHART_FILE, encoding="utf-8")
    services = copy / "bot" / "sources" / "chart_services.py"
    text = services.read_text(encoding="utf-8")
    text = text.replace("    BILLBOARD,\n", "    BILLBOARD,\n    MOONWAVE,\n")
    text = text.replace(
        "from bot.sources.vibe", "from bot.sources.moonwave import MOONWAVE\nfrom bot.sources.vibe", 1
    )
    services.write_text(text, encoding="utf-8")
    return copy


@pytest.mark.usefixtures("known_songs")
async def test_one_file_and_its_line_add_a_chart(
    copy_with_moonwave: Path, tmp_path: Path, world: World
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'jangreu.db'}")
    found = [ChartSong(str(rank), invented_id(rank), datetime.now(UTC)) for rank in range(1, 101)]
    ChartHistory(engine).resolve("moonwave", found)
    engine.dispose()
    async with Moonwave(invented_chart()) as service:
        environment = {
            **os.environ,
            **world.settings_environment(with_keys=True),
            "MOONWAVE_URL": service.url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'jangreu.db'}",
            "TELEGRAM_BOT_TOKEN": "",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            cwd=copy_with_moonwave,
            env=environment,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        typed = "/chart moonwave\n/chart 달물결 yesterday\n/trend moonwave\n/chart nothing\n"
        said, logged = (stream.decode() for stream in await process.communicate(typed.encode()))
        asked = [request.path for request in service.requests]
    assert process.returncode == 0
    assert "Traceback" not in logged
    assert asked == ["/top100"]  # at the address of the setting, and nowhere else
    assert "Moonwave Top 100 by genre" in said
    assert "The first Moonwave Top 100 that I have kept is of" in said
    assert "of Moonwave Top 100 I have one so far" in said
    assert "billboard, moonwave)" in said  # the help lists it


def test_each_chart_s_file_names_its_address_and_the_setting_for_it() -> None:
    for service in CHART_SERVICES:
        assert ADDRESSES[service.setting] == service.address
        assert service.setting == f"{service.kind.service}_url"
        assert service.address.startswith("https://")


def test_the_name_of_a_chart_is_one_word_that_begins_with_its_service() -> None:
    for service in CHART_SERVICES:
        assert service.kind.name.split() == [service.kind.name]
        assert service.kind.name.startswith(f"{service.kind.service}-")
    assert len({service.kind.service for service in CHART_SERVICES}) == len(CHART_SERVICES)
