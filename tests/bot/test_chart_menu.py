from __future__ import annotations

import pytest

from bot.chart_menu import CHART_MENU, MELON_TOP_100, chart_kind
from bot.charts.vocabulary import chart_called
from bot.language.words import words_for


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("melon", "melon-top100"),
        ("멜론", "melon-top100"),
        ("daily", "melon-daily"),
        ("일간", "melon-daily"),
        ("weekly", "melon-weekly"),
        ("주간", "melon-weekly"),
        ("BUGS", "bugs-realtime"),
        ("벅스", "bugs-realtime"),
        ("Genie", "genie-top100"),
        ("지니", "genie-top100"),
        ("vibe", "vibe-top100"),
        ("바이브", "vibe-top100"),
        ("flo", "flo-top100"),
        ("플로", "flo-top100"),
        ("circle", "circle-weekly"),
        ("gaon", "circle-weekly"),
        ("써클", "circle-weekly"),
        ("가온", "circle-weekly"),
        ("billboard", "billboard-hot100"),
        ("빌보드", "billboard-hot100"),
        ("Circle-Weekly", "circle-weekly"),
        ("melon daily", "melon-daily"),
        ("멜론 주간", "melon-weekly"),
    ],
)
def test_a_word_in_either_language_asks_for_a_chart(typed: str, name: str) -> None:
    kind = chart_called(typed)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize("typed", ["", "spotify", "the", "댄스", "melon dance", "bugs weekly"])
def test_another_word_asks_for_none(typed: str) -> None:
    assert chart_called(typed) is None


def test_no_word_asks_for_two_charts() -> None:
    typed = [word for kind in CHART_MENU for word in (kind.name, *kind.typed)]
    assert len(set(typed)) == len(typed)
    assert all(word == word.casefold() for word in typed)


def test_the_first_is_meant_where_none_is_named() -> None:
    assert CHART_MENU[0].name == MELON_TOP_100


def test_every_title_is_another_one_in_both_languages() -> None:
    for language in ("en", "ko"):
        words = words_for(language, "en")
        assert len({words.text(kind.title) for kind in CHART_MENU}) == len(CHART_MENU)
    assert words_for("ko", "en").text(CHART_MENU[-1].title) == "빌보드 핫 100"


def test_a_chart_that_is_not_on_the_menu_has_no_kind() -> None:
    assert chart_kind("study-2021") is None
    weekly = {kind.name for kind in CHART_MENU if kind.weekly}
    assert weekly == {"melon-weekly", "circle-weekly", "billboard-hot100"}
