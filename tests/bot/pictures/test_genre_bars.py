from __future__ import annotations

import pytest

from bot.messages.picture_values import GenreCount, GenreCounts
from bot.pictures.canvas import Canvas
from bot.pictures.colours import GENRE_COLOURS
from bot.pictures.genre_bars import draw_bars, draw_share_bar, folded
from tests.bot.pictures.seen import boxes, texts


def counts(*of: tuple[str, int], unknown: int = 0) -> GenreCounts:
    return GenreCounts(
        tuple(GenreCount(genre, genre.title(), count) for genre, count in of), unknown, "Others", "Not known"
    )


def drawn(genres: GenreCounts, rows: int = 4) -> Canvas:
    canvas = Canvas(1350)
    draw_bars(canvas, 0, genres, rows)
    return canvas


def width_of(canvas: Canvas, genre: str) -> float:
    return sum(box.width for box in boxes(canvas, GENRE_COLOURS[genre]))


def test_lengths_are_songs_so_that_half_of_38_is_not_half_of_100() -> None:
    few = drawn(counts(("dance", 20), ("pop", 18), unknown=62))
    all_of_them = drawn(counts(("dance", 53), ("pop", 47)))
    assert "53%" in texts(few)
    assert "53%" in texts(all_of_them)
    assert width_of(few, "dance") < 0.4 * width_of(all_of_them, "dance")
    assert "Not known" in texts(few)
    assert "62" in texts(few)


def test_a_bar_is_as_long_as_its_songs() -> None:
    canvas = drawn(counts(("dance", 30), ("jazz", 10)))
    assert width_of(canvas, "dance") / width_of(canvas, "jazz") == pytest.approx(3, rel=0.02)


def test_small_genres_share_a_row_in_which_each_keeps_its_colour() -> None:
    canvas = drawn(counts(("dance", 30), ("pop", 20), ("jazz", 3), ("soul", 2), ("funk", 1)), rows=2)
    assert [text for text in texts(canvas) if text.isalpha()] == ["Dance", "Pop", "Others"]
    assert all(width_of(canvas, genre) > 0 for genre in ("jazz", "soul", "funk"))
    assert "6" in texts(canvas)


def test_one_small_genre_alone_is_no_others() -> None:
    genres = counts(("dance", 3), ("pop", 2), ("jazz", 1)).counts
    assert folded(genres, 2) == (genres, ())
    assert folded(genres, 1) == (genres[:1], genres[1:])


def test_one_bar_of_all_songs_has_no_gap_for_what_is_not_known() -> None:
    canvas = Canvas(1350)
    draw_share_bar(canvas, 100, 0, 800, 40, counts(("dance", 3), ("pop", 1), unknown=4))
    assert width_of(canvas, "dance") == pytest.approx(300, abs=5)
    last = max(box.x + box.width for box in boxes(canvas) if box.width < 1080)
    assert last == pytest.approx(900, abs=6)
