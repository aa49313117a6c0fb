from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from bot import pictures
from bot.messages.picture_values import Picture
from bot.pictures import canvas_of, draw
from bot.pictures.canvas import SMALLEST
from tests.bot.pictures.examples import EXAMPLES, LANGUAGES, song_card
from tests.bot.pictures.goldens import difference, golden, small
from tests.bot.pictures.seen import stays_inside, texts

TOLERANCE = 25
"""Of 255; the reduced colours of the kept copies cost ten at most, another language more than eighty."""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """Return what was rendered; it is counted instead."""
    pictures._drawn.cache_clear()
    found: list[Picture] = []

    def counted(picture: Picture) -> object:
        found.append(picture)
        return type("Drawn", (), {"png": lambda _, description: description.encode()})()

    monkeypatch.setattr(pictures, "canvas_of", counted)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_picture_looks_as_it_did_when_it_was_last_looked_at(name: str, language: str) -> None:
    now = small(EXAMPLES[name](language))
    assert difference(now, golden(name, language)) < TOLERANCE


def test_a_picture_that_looks_otherwise_is_noticed() -> None:
    card = song_card("en")
    assert difference(small(card), golden("song", "ko")) > TOLERANCE
    assert difference(small(replace(card, votes=card.votes[:2])), golden("song", "en")) > TOLERANCE
    assert difference(small(card), golden("song", "en").resize((10, 10))) == 255


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_letter_is_too_small_for_a_phone_and_nothing_leaves_the_card(name: str, language: str) -> None:
    canvas = canvas_of(EXAMPLES[name](language))
    root = ET.fromstring(canvas.svg())  # noqa: S314 - what we have written
    sizes = [float(each.get("font-size", "0")) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert min(sizes) >= SMALLEST
    assert stays_inside(canvas)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_picture_names_the_bot_and_its_day(name: str, language: str) -> None:
    picture = EXAMPLES[name](language)
    assert {"Jangreu 장르", picture.day} <= set(texts(canvas_of(picture)))
    assert picture.alt_text


def test_a_picture_is_a_png_as_wide_as_three_phones_with_its_text_inside() -> None:
    drawn = Image.open(io.BytesIO(draw(song_card("en"))))
    assert drawn.size == (1080, 1350)
    assert drawn.info["Description"] == "a song"


def test_the_same_picture_is_drawn_once(rendered: list[Picture]) -> None:
    assert draw(song_card("en")) == draw(song_card("en"))
    draw(song_card("ko"))
    assert len(rendered) == 2


def test_only_so_many_pictures_are_kept(rendered: list[Picture]) -> None:
    for number in range(1, 100):
        draw(replace(song_card("en"), title=str(number)))
    assert pictures._drawn.cache_info().currsize == pictures._KEPT
    assert len(rendered) == 99


async def test_many_threads_may_draw_at_once(rendered: list[Picture]) -> None:
    wanted = [replace(song_card("en"), alt_text=str(number % 3)) for number in range(12)]
    drawn = await asyncio.gather(*(asyncio.to_thread(draw, each) for each in wanted))
    assert drawn == [each.alt_text.encode() for each in wanted]
    assert len(rendered) == 3
