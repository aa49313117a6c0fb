"""A monitor asks, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.errors import CannotRun
from bot.operation import state
from bot.operation import status_server as module
from bot.operation.status_server import status_server
from bot.telemetry.metrics import names
from storage.errors import StorageError
from tests.bot.conftest import Chat as Talk
from tests.bot.conftest import StartedBot
from tests.standins.stand_in import Fault
from tests.standins.world import World

DASHBOARD = Path(__file__).resolve().parents[3] / "docs" / "grafana.json"


@asynccontextmanager
async def served(talk: Talk) -> AsyncIterator[aiohttp.ClientSession]:
    async with (
        status_server("127.0.0.1", 0, talk.application.states) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as monitor,
    ):
        yield monitor


async def got(monitor: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with monitor.get(path) as answer:
        return answer.status, await answer.text()


@pytest.fixture(autouse=True)
def _each_state_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "READ_AGAIN_AFTER", timedelta(0))
    monkeypatch.setattr(state, "COUNTED_AGAIN_AFTER", timedelta(0))


async def test_the_bot_is_alive_at_once_and_ready_while_a_platform_and_the_database_answer(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started() as talk, served(talk) as monitor:
        assert await got(monitor, "/health") == (200, "alive\n")
        assert await got(monitor, "/ready") == (503, "no chat platform is connected\n")
        talk.application.states.platforms.add("telegram")
        assert await got(monitor, "/ready") == (200, "ready\n")
        assert 'jangreu_platform_up{platform="telegram"} 1.0' in (await got(monitor, "/metrics"))[1]

        def full(*_: object) -> None:
            raise StorageError("The disk is full.")

        monkeypatch.setattr(state, "overview", full)
        assert await got(monitor, "/ready") == (503, "the database does not answer\n")
        assert await got(monitor, "/health") == (200, "alive\n")
        assert "jangreu_database_up 0.0" in (await got(monitor, "/metrics"))[1]


async def test_the_metrics_tell_of_answers_services_and_the_database_and_of_no_person(
    started: StartedBot, world: World
) -> None:
    async with started() as talk, served(talk) as monitor:
        await talk.says("/chart")
        world.melon.fault = Fault.ERROR
        await talk.says("something of a person 77123")
        text = (await got(monitor, "/metrics"))[1]
    assert re.search(
        r'jangreu_answers_total\{cache="miss",kind="chart",level="none",outcome="answered"\} [1-9]', text
    )
    assert re.search(r'jangreu_upstream_requests_total\{outcome="answered",service="Melon"\} [1-9]', text)
    assert 'jangreu_breaker_open{service="Melon"} 0.0' in text
    assert re.search(r'jangreu_database_seconds_count\{kind="write"\} [1-9]', text)
    assert re.search(r"jangreu_songs [1-9]", text)
    assert "jangreu_inbox_messages 0.0" in text
    assert "77123" not in text


async def test_what_is_no_question_of_a_monitor_is_refused_unread(started: StartedBot) -> None:
    async with started() as talk, served(talk) as monitor:
        async with monitor.post("/metrics", data=b"x" * 1_000_000) as answer:
            assert answer.status in {405, 413}
        async with monitor.request("GET", "/health", data=b"x" * 1_000) as answer:
            assert answer.status == 413
        async with monitor.delete("/health") as answer:
            assert answer.status == 405
        async with monitor.get("/health", headers={"X-Long": "x" * 10_000}) as answer:
            assert answer.status == 400
        assert (await got(monitor, "/"))[0] == 404
        assert (await got(monitor, "/health"))[0] == 200


async def test_a_connection_that_says_nothing_or_not_all_is_closed(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    async with started() as talk, status_server("127.0.0.1", 0, talk.application.states) as port:
        for said in (b"", b"GET /health HTTP/1.1\r\nX-Slow: "):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            assert await reader.read() is not None
            writer.close()


async def test_more_connections_than_monitors_need_are_turned_away(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_CONNECTIONS", 1)
    async with started() as talk, served(talk) as monitor:
        assert (await got(monitor, "/health"))[0] == 200
        async with aiohttp.ClientSession(str(monitor._base_url)) as other:
            assert (await got(other, "/health"))[0] == 503


async def test_a_port_that_is_taken_ends_the_start(started: StartedBot) -> None:
    async with started() as talk:
        states = talk.application.states
        async with status_server("127.0.0.1", 0, states) as port:
            with pytest.raises(CannotRun, match=f"STATUS_PORT \\(127.0.0.1:{port}\\) cannot be listened on"):
                async with status_server("127.0.0.1", port, states):
                    pass


def test_the_dashboard_is_one_that_grafana_loads() -> None:
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= board.keys()
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids)) > 10
    places: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        assert {"type", "title", "gridPos", "targets", "datasource"} <= panel.keys()
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & places, f"{panel['title']} lies on another panel"
        places |= cells


def test_every_metric_of_the_dashboard_is_one_that_the_bot_gives_and_the_other_way_round() -> None:
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    asked = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    shown = set(re.findall(r"\b(?:jangreu|process)_[a-z_]+", asked))
    assert shown <= names()
    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in names() if name.startswith("jangreu_")}
    assert families == {
        re.sub(r"_(bucket|sum|count)$", "", name) for name in shown if name.startswith("jangreu_")
    }
