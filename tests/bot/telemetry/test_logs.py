"""The log as an operator or a machine reads it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.telemetry.logs import set_up_logs
from tests.scripts.running import logs_as_before


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with logs_as_before():
        yield


WORDS = "what a person wrote"


def fail(words: str) -> None:
    if words:
        raise ValueError("broken")


def test_a_line_says_when_with_the_offset_and_for_which_update_and_chat(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("INFO", "console")
    with structlog.contextvars.bound_contextvars(update=5, chat=-100):
        logging.getLogger("bot.x").warning("%s failed", "멜론")
    logged = capsys.readouterr().err
    assert "멜론 failed" in logged
    assert "chat=-100 update=5" in logged
    assert logged[19] in "+-"


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO", "json")
    with structlog.contextvars.bound_contextvars(update=5, chat=-100):
        logging.getLogger("bot.x").warning("%s failed", "멜론")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("멜론 failed", "warning", "bot.x")
    assert (line["update"], line["chat"]) == (5, -100)


@pytest.mark.parametrize("kind", ["console", "json"])
def test_a_traceback_shows_no_values_of_variables(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    set_up_logs("INFO", kind)
    try:
        fail(WORDS)
    except ValueError:
        logging.getLogger("bot.x").exception("a bug")
    logged = capsys.readouterr().err
    assert "ValueError: broken" in logged
    assert WORDS not in logged


def test_libraries_that_log_whole_addresses_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("DEBUG", "console")
    logging.getLogger("httpx").info("GET https://api.example/bot123:secret/getMe")
    assert capsys.readouterr().err == ""
