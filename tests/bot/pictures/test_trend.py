from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.messages.picture_values import TrendLine
from bot.pictures.trend import _LABEL_HEIGHT, apart, ceiling, draw_trend, marks
from tests.bot.pictures.examples import DAY, LANGUAGES, trend, trend_of_one
from tests.bot.pictures.seen import texts


@pytest.mark.parametrize(
    ("share", "most"), [(0.0, 0.1), (0.04, 0.1), (0.1, 0.2), (0.55, 0.6), (0.96, 1.0), (1.0, 1.0)]
)
def test_the_scale_of_one_genre_ends_at_the_next_tenth(share: float, most: float) -> None:
    assert ceiling(share) == most


def test_labels_that_would_touch_are_moved_apart_and_stay_in_the_picture() -> None:
    far = [1000.0, 800.0, 600.0]
    assert apart(far, 300, 1100) == far
    for middles in ([1050.0] * 8, [360.0] * 8, [1068.0, 1067.0, 1066.0, 400.0]):
        placed = apart(middles, 300, 1100)
        assert all(below - above >= _LABEL_HEIGHT - 1e-6 for below, above in pairwise(placed))
        assert placed[-1] >= 300
        assert placed[0] <= 1100


@pytest.mark.parametrize(("days", "named"), [(2, [0, 1]), (3, [0, 0.5, 1]), (200, [0, 0.5, 1])])
def test_the_first_and_the_last_day_are_named_and_one_between(days: int, named: list[float]) -> None:
    assert marks([DAY - timedelta(days=days - 1), DAY]) == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_ends_with_its_genre_its_share_and_the_change(language: str) -> None:
    chart = trend(language)
    shown = texts(draw_trend(chart))
    assert {line.label for line in chart.lines} <= set(shown)
    assert {"35%", "+15", "20%", "−4"} <= set(shown)


def test_the_line_of_one_genre_says_where_it_began_and_which_songs_changed_it() -> None:
    shown = texts(draw_trend(trend_of_one("en")))
    assert {"20%", "35%", "+15", "Newly in", "+4", "Gone"} <= set(shown)


@pytest.mark.parametrize("shares", [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.02, 0.02)])
def test_any_line_of_two_days_can_be_drawn(shares: tuple[float, float]) -> None:
    line = TrendLine("dance", "Dance", shares)
    picture = replace(trend_of_one("en"), days=(DAY - timedelta(days=1), DAY), lines=(line,))
    assert f"{round(100 * shares[0])}%" in texts(draw_trend(picture))
