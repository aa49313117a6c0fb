from __future__ import annotations

from dataclasses import replace

import pytest

from bot.messages.picture_values import SongSection
from bot.pictures.chart import draw_chart
from bot.pictures.colours import GENRE_COLOURS
from bot.pictures.frame import HEIGHT, SQUARE
from tests.bot.pictures.examples import LANGUAGES, chart, digest, genre_songs
from tests.bot.pictures.seen import boxes, stays_inside, texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_has_its_headline_five_songs_and_what_moved(language: str) -> None:
    picture = chart(language)
    shown = texts(draw_chart(picture))
    assert {*picture.headline, picture.known, "52", "▲35"} <= set(shown)
    assert [text for text in shown if text in {"1", "2", "3", "4", "5"}] == ["1", "2", "3", "4", "5"]
    assert {box.title for box in picture.boxes} <= set(shown)


def test_where_nothing_moved_there_is_room_for_more_songs() -> None:
    shown = texts(draw_chart(chart("en", compared=False)))
    assert "6" in shown
    assert "Moved most" not in shown


def test_a_digest_shows_gains_and_losses_to_both_sides() -> None:
    canvas = draw_chart(digest("en"))
    (lost,), (won,) = (
        [box for box in boxes(canvas, GENRE_COLOURS[genre]) if box.height == 36]
        for genre in ("metal", "dance")
    )
    assert lost.x + lost.width < won.x
    assert lost.width / won.width == pytest.approx(9 / 6, rel=0.02)
    assert {"▼9", "▲6", "Newly in", "Up", "Down"} <= set(texts(canvas))


def test_of_many_songs_as_many_are_drawn_as_have_room() -> None:
    canvas = draw_chart(genre_songs("en"))
    assert stays_inside(canvas)
    assert len(boxes(canvas, GENRE_COLOURS["dance"])) >= 2


@pytest.mark.parametrize(("songs", "height"), [(1, SQUARE), (8, SQUARE), (9, HEIGHT), (18, HEIGHT)])
def test_few_songs_make_a_square_that_they_fill(songs: int, height: int) -> None:
    picture = genre_songs("en")
    canvas = draw_chart(replace(picture, sections=(SongSection("", picture.sections[0].songs[:songs]),)))
    assert canvas.height == height
    assert stays_inside(canvas)


def test_a_chart_without_anything_still_has_its_frame() -> None:
    bare = replace(chart("en"), genres=None, known="", sections=(), boxes=())
    assert texts(draw_chart(bare)) == ["Jangreu 장르", bare.day, bare.kicker, *bare.headline]
