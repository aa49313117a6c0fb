from __future__ import annotations

import asyncio

import pytest

from bot import pictures
from bot.picture_values import Picture
from bot.pictures import draw
from bot.words import GENRES
from tests.bot.pictures.examples import MOVES, chart, image, trend

EVERYTHING = (
    chart(("dance", 3)),
    chart(*[(genre, 3) for genre in GENRES], moves=MOVES),
    trend(2, "dance"),
    trend(200, *list(GENRES)[:8]),
)


@pytest.mark.parametrize("picture", EVERYTHING, ids=["sparse", "crowded", "two days", "200 days"])
def test_a_picture_is_as_wide_as_a_phone_shows(picture: Picture) -> None:
    drawn = image(picture)
    assert drawn.width == 1080
    assert drawn.height <= 3 * drawn.width
    assert drawn.info["Description"] == "alt text"


def test_the_same_picture_is_the_same_file_and_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures._drawn.cache_clear()
    first = draw(EVERYTHING[0])
    pictures._drawn.cache_clear()
    assert draw(EVERYTHING[0]) == first
    monkeypatch.setattr(pictures, "draw_bars", None)
    assert draw(chart(("dance", 3))) is not None
    with pytest.raises(TypeError):
        draw(chart(("dance", 4)))


def test_only_so_many_pictures_are_kept() -> None:
    for number in range(1, 100):
        draw(chart(("dance", number)))
    assert pictures._drawn.cache_info().currsize == pictures._KEPT


async def test_many_threads_may_draw_at_once() -> None:
    pictures._drawn.cache_clear()
    wanted = [chart(("dance", number % 3 + 1), ("pop", 1)) for number in range(12)]
    drawn = await asyncio.gather(*(asyncio.to_thread(draw, each) for each in wanted))
    assert len(set(drawn)) == 3
    assert drawn == [draw(each) for each in wanted]
