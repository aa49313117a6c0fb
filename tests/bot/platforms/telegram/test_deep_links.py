"""What a link to the private chat says there."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.platforms.telegram.deep_links import said_by_start, start_parameter


def coded(says: str) -> str:
    return "said_" + base64.urlsafe_b64encode(says.encode(errors="replace")).decode().rstrip("=")


@pytest.mark.parametrize(
    "says",
    [
        "/chart",
        "/chart melon-top100 r-n-b 2026-11-20 p3 text",
        "/trend bugs-realtime",
        "/songs spotify:album:1a2B 11",
        "spotify:track:" + "a" * 22,
        "/similar spotify:track:" + "a" * 22,
        "/genre 신호등 이무진",
        "/chart 멜론",
        "/artist (G)I-DLE",
    ],
)
def test_what_a_link_says_is_what_was_meant(says: str) -> None:
    words = start_parameter(says)
    assert words is not None
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", words)
    assert said_by_start(f"/start {words}") == says


@given(st.text() | st.builds(coded, st.text() | st.from_regex(r"/[a-z]{1,11} .{1,20}")))
@example(coded("/forget spotify:track:" + "a" * 22))
@example(coded("/subscribe melon"))
@example("said_a")
@example("said_" + base64.urlsafe_b64encode(b"/genre \xff\xff").decode())
def test_a_link_says_only_what_changes_nothing(words: str) -> None:
    said = said_by_start(f"/start {words}")
    assert said == f"/start {words}" or said.startswith(
        (
            "/chart",
            "/trend",
            "/songs",
            "/versions",
            "/why",
            "/similar",
            "/wrong",
            "/card",
            "/genre ",
            "/artist ",
            "spotify:track:",
        )
    )


@pytest.mark.parametrize(
    "says",
    [
        "/unsubscribe 3",
        "/subscribe melon",
        "/language ko",
        "/genre 신호등\n/unsubscribe 3",
        "/chart " + "x" * 70,
        "butter",
        "",
    ],
)
def test_what_changes_something_or_does_not_fit_has_no_link(says: str) -> None:
    assert start_parameter(says) is None
