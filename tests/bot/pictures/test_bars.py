from __future__ import annotations

import pytest

from bot.picture_values import Move
from bot.pictures import bars, draw
from bot.pictures.colours import DOWN, FAINT, GENRE_COLOURS, UP
from tests.bot.pictures.examples import MOVES, chart, image, pixels


def test_a_picture_grows_with_its_bars_and_moves() -> None:
    few, more = image(chart(("dance", 3))), image(chart(("dance", 3), ("pop", 2)))
    assert few.height < more.height < image(chart(("dance", 3), ("pop", 2), moves=MOVES)).height


def test_a_bar_has_its_genres_colour_and_length() -> None:
    found = pixels(chart(("dance", 30), ("jazz", 10)))
    assert found[GENRE_COLOURS["dance"]] / found[GENRE_COLOURS["jazz"]] == pytest.approx(3, rel=0.04)


def test_a_chosen_genre_alone_has_its_colour() -> None:
    found = pixels(chart(("dance", 30), ("jazz", 10), chosen="jazz"))
    assert GENRE_COLOURS["jazz"] in found
    assert GENRE_COLOURS["dance"] not in found


@pytest.mark.parametrize(("gained", "mark", "colour"), [(0, "=", FAINT), (3, "▲3", UP), (-12, "▼12", DOWN)])
def test_a_change_has_a_sign_and_a_colour(gained: int, mark: str, colour: str) -> None:
    assert bars._mark(gained) == (mark, colour)


def test_a_song_whose_name_cannot_be_drawn_has_no_line() -> None:
    song = Move("夜に駆ける – YOASOBI", 3, "pop")
    assert draw(chart(("dance", 3), moves=(song,))) == draw(chart(("dance", 3)))
