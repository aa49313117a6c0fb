"""What is offered below a chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.charts.genre_chart import Vocabulary
from bot.charts.replies import chart_reply
from bot.charts.requests import read_chart_request
from bot.charts.summary import (
    EarlierCharts,
    chart_summary,
)
from bot.language.words import Words
from bot.messages.reply import MOST_SAID
from tests.bot.charts.examples import (
    DAY,
    EN,
    IN_MELON,
    MELON,
    chart,
    classified,
    hundred,
    offered,
    shown,
)


def test_melons_words_are_offered_only_where_any_is_known() -> None:
    assert "In Melon's words" not in offered(chart_reply(shown(hundred()), EN))
    summary = chart_summary(hundred(), EarlierCharts(), Vocabulary.MELON)
    reply = chart_reply(shown(hundred(), request=IN_MELON, summary=summary), EN)
    assert reply.picture is None
    assert "I cannot tell yet what Melon would call these songs." in reply.plain()
    assert offered(reply)["In our genres"] == "/chart melon-top100"


def test_pages_of_ten_are_turned_back_and_on_within_the_genre() -> None:
    first = chart_reply(shown(hundred()), EN)
    assert offered(first)["11–20 ▶"] == "/chart melon-top100 p2"
    assert not [label for label in offered(first) if label.startswith("◀")]
    middle = offered(chart_reply(shown(hundred(), request=replace(MELON, page=5)), EN))
    assert middle["◀ 31–40"] == "/chart melon-top100 p4"
    assert middle["51–60 ▶"] == "/chart melon-top100 p6"
    last = chart_reply(shown(hundred(), request=replace(MELON, page=30)), EN)
    assert last.plain().splitlines()[-1].startswith("100. ")
    assert "◀ 81–90" in offered(last)
    few = chart_reply(shown(hundred(), request=replace(MELON, genre="alternative", page=2)), EN)
    assert not [label for label in offered(few) if "▶" in label or "◀" in label]


def test_the_commonest_genres_can_be_picked_and_all_of_them_again() -> None:
    current = classified(chart(1, 2, 3, 4), {1: "dance", 2: "dance", 3: "rock"})
    buttons = offered(chart_reply(shown(current), EN))
    assert buttons["dance 2"] == "/chart melon-top100 dance"
    assert buttons["rock 1"] == "/chart melon-top100 rock"
    picked = offered(chart_reply(shown(current, request=replace(MELON, genre="dance")), EN))
    assert picked["All genres"] == "/chart melon-top100"
    assert "dance 2" not in picked


def test_every_genre_of_a_chart_can_be_picked_and_there_is_a_way_back() -> None:
    named = dict(enumerate(["dance", "rock", "pop", "jazz", "soul"], start=1))
    current = classified(chart(1, 2, 3, 4, 5, 6), named | {6: "dance"})
    asked = offered(chart_reply(shown(current), EN))["More genres"]
    assert asked == "/chart melon-top100 all-genres"
    request = read_chart_request(asked.partition(" ")[2], DAY)
    assert request == replace(MELON, menu=True)
    buttons = offered(chart_reply(shown(current, request=request), EN))
    assert list(buttons) == ["dance 2", "jazz 1", "pop 1", "rock 1", "soul 1", "◀ Back"]
    assert buttons["soul 1"] == "/chart melon-top100 soul"
    assert buttons["◀ Back"] == "/chart melon-top100"
    few = offered(chart_reply(shown(classified(chart(1), {1: "dance"})), EN))
    assert "More genres" not in few


def test_the_first_and_the_last_page_are_one_press_away() -> None:
    middle = offered(chart_reply(shown(hundred(), request=replace(MELON, page=5)), EN))
    assert [label for label in middle if "–" in label] == ["⏮ 1–10", "◀ 31–40", "51–60 ▶", "91–100 ⏭"]
    assert middle["91–100 ⏭"] == "/chart melon-top100 p10"
    second = offered(chart_reply(shown(hundred(), request=replace(MELON, page=2)), EN))
    assert [label for label in second if "–" in label] == ["◀ 1–10", "21–30 ▶", "91–100 ⏭"]


def test_of_an_artist_with_a_long_name_no_button_says_more_than_it_can() -> None:
    for artist in ("Kite", "긴 이름을 가진 가수와 그 친구들의 노래 모음"):
        asked = chart_reply(shown(hundred(), request=replace(MELON, artist=artist)), EN)
        assert offered(asked)["The whole chart"] == "/chart melon-top100"
        assert all(len(choice.says.encode()) <= MOST_SAID for choice in asked.choices)


def test_yesterday_and_last_week_are_offered_where_they_are_kept() -> None:
    current = classified(chart(1), {1: "dance"})
    days = [DAY - timedelta(days=number) for number in (0, 1, 7, 30)]
    buttons = offered(chart_reply(shown(current, days=days), EN))
    assert buttons["◀ Yesterday"] == "/chart melon-top100 2026-11-21"
    assert buttons["◀ Last week"] == "/chart melon-top100 2026-11-15"
    assert "Now" not in buttons
    gaps = offered(chart_reply(shown(current, days=[DAY, DAY - timedelta(days=3)]), EN))
    assert gaps["◀ 2026-11-19"] == "/chart melon-top100 2026-11-19"
    weekly = offered(chart_reply(shown(current, days=[DAY, DAY - timedelta(days=7)]), EN))
    assert [label for label in weekly if "◀" in label] == ["◀ Last week"]
    none = offered(chart_reply(shown(current, days=[DAY]), EN))
    assert not [label for label in none if "◀" in label]


def test_below_an_old_chart_there_is_a_way_to_the_current_one_and_nothing_to_read_again() -> None:
    request = replace(MELON, genre="dance", day=DAY)
    buttons = offered(chart_reply(shown(classified(chart(1), {1: "dance"}), request=request), EN))
    assert buttons["Now"] == "/chart melon-top100 dance"
    assert "Read again" not in buttons
    current = offered(chart_reply(shown(classified(chart(1), {1: "dance"})), EN))
    assert current["Read again"] == "/chart melon-top100 again"
    assert current["Trend"] == "/trend melon-top100"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_button_has_a_row_and_no_row_is_too_wide_for_a_phone(language: str) -> None:
    days = [DAY - timedelta(days=number) for number in range(10)]
    request = replace(MELON, genre="singer-songwriter", day=DAY, page=3)
    for asked in (MELON, request, replace(MELON, page=4)):
        reply = chart_reply(shown(hundred(), request=asked, days=days), Words(language))
        rows = [[choice for choice in reply.choices if choice.row == row] for row in range(1, 6)]
        assert sum(map(len, rows)) == len(reply.choices)
        assert max(map(len, rows)) <= 4
        assert max(map(len, rows[1:])) <= 3
        assert all(len(choice.says.encode()) <= 64 for choice in reply.choices)


def test_the_way_back_from_all_genres_is_in_the_readers_language() -> None:
    current = classified(chart(1), {1: "dance"})
    reply = chart_reply(shown(current, request=replace(MELON, menu=True)), Words("ko"))
    assert reply.choices[-1].label == "◀ 뒤로"
