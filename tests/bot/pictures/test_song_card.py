from __future__ import annotations

from dataclasses import replace

import pytest

from bot.pictures.canvas import Canvas
from bot.pictures.colours import GENRE_COLOURS
from bot.pictures.song_card import draw_song_card
from tests.bot.pictures.examples import LANGUAGES, song_card
from tests.bot.pictures.seen import boxes, stays_inside, texts


def drawn(**changes: object) -> Canvas:
    return draw_song_card(replace(song_card("en"), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_names_the_song_its_genre_and_each_vote(language: str) -> None:
    card = song_card(language)
    shown = texts(draw_song_card(card))
    assert {card.title, card.artist, card.genre.label, card.likely, *card.averages} <= set(shown)
    assert {f"{round(100 * vote.share)}%" for vote in card.votes} <= set(shown)


def test_a_bar_is_as_long_as_its_share() -> None:
    canvas = drawn(bars=())
    long, short = (box.width for box in boxes(canvas, GENRE_COLOURS["hip-hop"])[:2])
    assert short < long
    assert boxes(canvas, GENRE_COLOURS["dance"])


def test_a_song_whose_sound_is_not_known_has_a_sentence_in_the_place_of_the_bars() -> None:
    canvas = drawn(bars=(), bars_title="Estimated by the artist's other songs")
    assert "Estimated by the artist's other songs" in texts(canvas)
    assert "82" not in texts(canvas)


@pytest.mark.parametrize("text", ["x", "아주 긴 제목 " * 40, "W" * 300, "🌸", ""])
def test_any_title_stays_inside(text: str) -> None:
    assert stays_inside(drawn(title=text, artist=text))


def test_a_cover_is_in_the_place_of_the_drawn_one() -> None:
    assert b"data:image/jpeg;base64,anBlZw==" in drawn(cover=b"jpeg").svg()
    assert b"<image" not in drawn().svg()
