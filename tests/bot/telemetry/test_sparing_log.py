"""A log of what happens often: one line a kind, and the number of those that were left out."""

from __future__ import annotations

import logging

import pytest

from bot.telemetry.sparing_log import SAID_AGAIN_AFTER, SparingLog


@pytest.fixture
def time() -> list[float]:
    return [0.0]


@pytest.fixture
def log(time: list[float]) -> SparingLog:
    return SparingLog(logging.getLogger("sparing"), logging.WARNING, lambda: time[0])


def test_a_kind_is_said_once_and_other_kinds_are_said_too(
    log: SparingLog, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(100):
        log.say("a", "%s failed", "A")
        log.say("b", "%s failed", "B")
    assert [record.getMessage() for record in caplog.records] == ["A failed", "B failed"]


def test_what_was_left_out_is_counted_in_the_next_line(
    log: SparingLog, time: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(100):
        log.say("a", "%s failed", "A")
    time[0] = SAID_AGAIN_AFTER
    log.say("a", "%s failed", "A")
    time[0] = 2 * SAID_AGAIN_AFTER
    log.say("a", "%s failed", "A")
    assert [record.getMessage() for record in caplog.records[1:]] == [
        "A failed (99 more times since the last such line)",
        "A failed",
    ]


def test_many_kinds_fill_no_memory_without_a_bound(log: SparingLog) -> None:
    for number in range(1000):
        log.say(number, "failed")
    assert len(log._kinds) == 200
