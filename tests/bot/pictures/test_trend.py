from __future__ import annotations

from itertools import pairwise

import pytest

from bot.pictures.colours import GENRE_COLOURS
from bot.pictures.trend import _BOTTOM, _LABEL_HEIGHT, _TOP, _apart, _ceiling, _dates
from tests.bot.pictures.examples import pixels, trend


def test_the_bands_of_a_trend_have_the_size_of_their_shares() -> None:
    found = pixels(trend(3, "dance", "pop"))
    assert found[GENRE_COLOURS["dance"]] / found[GENRE_COLOURS["pop"]] == pytest.approx(1, rel=0.03)


@pytest.mark.parametrize(
    ("share", "most"), [(0.0, 0.1), (0.04, 0.1), (0.1, 0.2), (0.55, 0.6), (0.96, 1.0), (1.0, 1.0)]
)
def test_the_scale_of_one_genre_ends_at_the_next_tenth(share: float, most: float) -> None:
    assert _ceiling(share) == most


def test_labels_that_would_touch_are_moved_apart_and_stay_in_the_picture() -> None:
    far = [800.0, 600.0, 400.0]
    assert _apart(far) == far
    for middles in ([850.0] * 8, [260.0] * 8, [868.0, 867.0, 866.0, 300.0]):
        placed = _apart(middles)
        assert all(below - above >= _LABEL_HEIGHT - 1e-6 for below, above in pairwise(placed))
        assert placed[-1] >= _TOP
        assert placed[0] <= _BOTTOM + 24


@pytest.mark.parametrize(("days", "marks"), [(2, [0, 1]), (3, [0, 0.5, 1]), (200, [0, 0.5, 1])])
def test_the_first_and_the_last_day_are_named_and_one_between(days: int, marks: list[float]) -> None:
    assert _dates(trend(days, "dance").days) == marks


def test_a_line_has_its_genres_colour() -> None:
    found = pixels(trend(3, "jazz"))
    assert GENRE_COLOURS["jazz"] in found
    assert GENRE_COLOURS["pop"] not in found
