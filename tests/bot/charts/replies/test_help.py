"""What is said where no chart can be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.charts.replies import nothing_stored, unreadable
from bot.charts.requests import Unclear, UnreadableRequest
from bot.language.words import GENRES, MELON_WORDS, Words
from tests.bot.charts.examples import (
    DAY,
    EN,
    MELON,
    YESTERDAY,
    offered,
)


@pytest.mark.parametrize("why", list(Unclear))
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_was_not_understood_is_named_with_what_works(why: Unclear, language: str) -> None:
    said = unreadable(UnreadableRequest("zzz" * 50, why), "chart", Words(language)).plain()
    assert "zzz" in said
    assert "zzz" * 20 not in said
    assert "/chart" in said
    assert "billboard" in said
    assert all(Words(language).genre(genre) in said for genre in (*GENRES, *MELON_WORDS))
    assert "2026-11-20" in said


def test_a_day_before_all_charts_leads_to_the_first_one() -> None:
    request = replace(MELON, day=date(2020, 1, 1))
    reply = nothing_stored(request, [DAY, YESTERDAY], EN)
    assert reply.plain() == "The first Melon Top 100 that I have kept is of 2026-11-21."
    assert list(offered(reply).values()) == ["/chart melon-top100 2026-11-21", "/chart melon-top100"]
    assert "no earlier chart of Melon Top 100" in nothing_stored(request, [], EN).plain()
