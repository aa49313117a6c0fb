"""What reaches Sentry: a server on loopback in its place reads all that a failing program sends."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.errors import CannotRun
from bot.telemetry.error_reports import report_errors, without_personal_data

CHECKOUT = Path(__file__).resolve().parents[3]
PROGRAM = """
import logging, sys
from bot.telemetry.error_reports import report_errors
from bot.telemetry.logs import set_up_logs

set_up_logs("INFO", "console")
report_errors(sys.argv[1])
log = logging.getLogger("bot.songs")

def answer(text, token="123456:SECRET"):
    raise ValueError(f"no such song: {text}")

try:
    answer("Private Words by Min")
except ValueError:
    log.exception("update %s of %s could not be answered", 4711, "telegram:77123")
log.error("the chat %s is gone", "telegram:77123")
logging.getLogger("asyncio").error("Task exception was never retrieved: Private")
log.warning("a warning about telegram:77123")
answer("More Private Words")
"""


class Sentry(HTTPServer):
    """Keeps the bodies that are posted to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[str] = []

    @property
    def dsn(self) -> str:
        return f"http://public@127.0.0.1:{self.server_port}/1"

    def events(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for body in self.bodies for line in body.splitlines()]
        return [line for line in lines if "platform" in line]


class _Handler(BaseHTTPRequestHandler):
    server: Sentry

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        packed = self.headers.get("Content-Encoding") == "gzip"
        self.server.bodies.append((gzip.decompress(body) if packed else body).decode())
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def sentry() -> Iterator[Sentry]:
    with Sentry() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_errors_reach_sentry_with_their_places_and_without_what_people_wrote(sentry: Sentry) -> None:
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PROGRAM, sentry.dsn], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    events = sentry.events()
    assert [event.get("logentry", {}).get("message") for event in events] == [
        "update %s of %s could not be answered",
        "the chat %s is gone",
        None,
        None,
    ]
    (raised,) = events[0]["exception"]["values"]
    assert raised["type"] == "ValueError"
    assert [frame["function"] for frame in raised["stacktrace"]["frames"]] == ["<module>", "answer"]
    everything = "".join(sentry.bodies)
    for secret in ("Private", "77123", "4711", "SECRET", "warning", str(CHECKOUT), sys.executable):
        assert secret not in everything
    assert "Private Words by Min" in ran.stderr, "the operator's own log has it"


def test_what_an_event_holds_beyond_its_places_is_left_out() -> None:
    frame = {"function": "answer", "lineno": 3, "vars": {"text": "secret"}, "abs_path": "/home/me"}
    event: Any = {
        "event_id": "1",
        "level": "error",
        "logger": "bot.run",
        "server_name": "host",
        "user": {"id": 5},
        "request": {"url": "x"},
        "breadcrumbs": {"values": ["x"]},
        "extra": {"chat": 5},
        "contexts": {"device": 1},
        "logentry": {"message": "of %s", "formatted": "of 5", "params": [5]},
        "exception": {"values": [{"type": "E", "value": "secret", "stacktrace": {"frames": [frame]}}]},
        "threads": {"values": [{"stacktrace": None}]},
    }
    assert without_personal_data(event, {}) == {
        "event_id": "1",
        "level": "error",
        "logger": "bot.run",
        "logentry": {"message": "of %s"},
        "exception": {
            "values": [{"type": "E", "stacktrace": {"frames": [{"function": "answer", "lineno": 3}]}}]
        },
        "threads": {"values": [{"stacktrace": {"frames": []}}]},
    }


def test_an_address_that_is_none_and_a_missing_library_end_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRun, match="SENTRY_DSN is no address"):
        report_errors("nonsense")
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(CannotRun, match="not installed"):
        report_errors("http://public@127.0.0.1:1/1")
