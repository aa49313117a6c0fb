from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chart_menu import CHART_MENU
from bot.charts.genre_chart import Vocabulary
from bot.charts.replies.title import chart_name, chart_title, moment
from bot.language.words import Words
from model.study_sample import STUDY_CHART
from tests.bot.charts.examples import EN, chart


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_chart_has_another_name_in_each_vocabulary(language: str) -> None:
    names = [
        chart_name(kind.name, Words(language), vocabulary) for kind in CHART_MENU for vocabulary in Vocabulary
    ]
    assert len(set(names)) == len(names)
    assert chart_title("melon-top100", Words(language)) in names[0]


def test_the_studys_sample_says_that_it_is_one() -> None:
    assert chart_name(STUDY_CHART, EN) == "The study's sample of the Melon Top 100"
    assert moment(replace(chart(1), name=STUDY_CHART), EN) == "late 2021"


def test_a_moment_has_an_hour_or_is_a_day_or_a_week() -> None:
    assert moment(chart(1), EN) == "2026-11-22 09:00 KST"
    assert moment(replace(chart(1), hour=None), EN) == "2026-11-22"
    assert moment(replace(chart(1), hour=None, name="melon-weekly"), EN) == "week of 2026-11-22"
    assert moment(replace(chart(1), hour=0), Words("ko")) == "2026년 11월 22일 00시"


def test_a_chart_that_is_not_on_the_menu_is_called_by_its_own_name() -> None:
    assert chart_title("list", EN) == "list"
