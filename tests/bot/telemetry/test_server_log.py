from __future__ import annotations

import pytest
from aiohttp.http_exceptions import BadHttpMessage, LineTooLong

from bot.telemetry.server_log import SERVER_LOG


@pytest.mark.parametrize(
    ("problem", "said"), [(BadHttpMessage("x"), 0), (LineTooLong(b"x", 8190), 0), (ValueError("a bug"), 1)]
)
def test_a_bug_is_logged_and_what_is_no_http_is_not(
    caplog: pytest.LogCaptureFixture, problem: Exception, said: int
) -> None:
    SERVER_LOG.error("Error handling request from %s", "127.0.0.1", exc_info=problem)
    assert len(caplog.records) == said
