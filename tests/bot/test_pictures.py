from __future__ import annotations

import io

import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image

from bot import pictures
from bot.pictures import GENRE_COLOURS, draw
from bot.reply import BarChart
from bot.words import GENRES, Words


def chart(*bars: tuple[str, str, int]) -> BarChart:
    return BarChart("장르로 보는 멜론 Top 100", "2026년 11월 22일 13시", bars, "100곡 중 65곡", "alt text")


def image(picture: BarChart) -> Image.Image:
    return Image.open(io.BytesIO(draw(picture)))


def test_a_picture_is_as_wide_as_a_phone_shows_and_grows_with_its_bars() -> None:
    few, many = image(chart(("dance", "댄스", 3))), image(chart(*[(genre, genre, 1) for genre in GENRES]))
    assert few.width == many.width == 1080
    assert few.height < many.height


def test_a_picture_carries_its_description() -> None:
    assert image(chart(("dance", "댄스", 3))).info["Description"] == "alt text"


def test_a_bar_has_its_genres_colour_and_length() -> None:
    picture = image(chart(("dance", "댄스", 30), ("jazz", "재즈", 10))).convert("RGB")
    counted = {
        rgb: number for number, rgb in picture.getcolors(maxcolors=picture.width * picture.height) or []
    }
    dance, jazz = (counted[_rgb(GENRE_COLOURS[genre])] for genre in ("dance", "jazz"))
    assert dance / jazz == pytest.approx(3, rel=0.04)


def test_every_genre_has_a_colour_of_its_own() -> None:
    assert set(GENRE_COLOURS) == set(GENRES)
    assert len(set(GENRE_COLOURS.values())) == len(GENRE_COLOURS)


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_of_every_genre_in_every_language(bold: bool) -> None:  # noqa: FBT001
    font = FT2Font(pictures._font(12, bold=bold).get_file())
    texts = [Words(language).genre(genre) for language in ("en", "ko") for genre in GENRES]
    texts += ["장르로 보는 멜론 Top 100", "봄날 방탄소년단 뷁", "▲▼…–"]
    missing = {letter for letter in "".join(texts) if letter != " " and not font.get_char_index(ord(letter))}
    assert not missing


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
