from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.messages.picture_values import SongSection
from bot.pictures.canvas import Canvas
from bot.pictures.song_rows import ROW, TITLE, draw_boxes, draw_sections
from tests.bot.pictures.examples import ranked
from tests.bot.pictures.seen import boxes, texts


def test_a_row_has_rank_movement_title_artist_and_genre() -> None:
    canvas = Canvas(1350)
    draw_sections(canvas, 0, 1000, [SongSection("", ranked("en", 2))])
    assert texts(canvas) == ["3", "▲35", "R&B", "Déjà Vu ♥", "Kite & The Strings"]


def test_a_song_without_a_genre_has_no_chip() -> None:
    canvas = Canvas(1350)
    draw_sections(canvas, 0, 1000, [SongSection("", ranked("en", 4))])
    assert texts(canvas) == ["5", "파도", "솔트"]


def test_the_room_is_shared_so_that_each_section_keeps_a_song() -> None:
    sections = [SongSection("new", ranked("en", *range(6))), SongSection("up", ranked("en", 0, 1))]
    canvas = Canvas(1350)
    end = draw_sections(canvas, 0, 2 * TITLE + 4 * ROW, sections)
    assert end == 2 * TITLE + 4 * ROW
    assert [text for text in texts(canvas) if text.isdigit()] == ["1", "2", "1", "2"]
    small = Canvas(1350)
    draw_sections(small, 0, 10, sections)
    assert [text for text in texts(small) if text.isdigit()] == ["1", "1"]


def test_a_section_without_songs_has_no_title() -> None:
    canvas = Canvas(1350)
    assert draw_sections(canvas, 0, 1000, [SongSection("new", ())]) == 0
    assert texts(canvas) == []


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_boxes_stand_beside_each_other_and_two_at_most(count: int) -> None:
    canvas = Canvas(1350)
    box = SongSection("Moved most", ranked("en", 2), "+3")
    draw_boxes(canvas, 0, [replace(box, title=str(number)) for number in range(count)])
    panels = [box for box in boxes(canvas) if 300 < box.width < 1080]
    assert len(panels) == min(count, 2)
    assert all(one.x + one.width < other.x for one, other in pairwise(panels))


def test_of_a_box_the_first_song_is_shown_and_how_many_more_there_are() -> None:
    canvas = Canvas(1350)
    draw_boxes(canvas, 0, [SongSection("Moved most", ranked("en", 2, 0), "+1")])
    assert texts(canvas) == ["Moved most", "+1", "▲35", "Déjà Vu ♥", "Kite & The Strings"]
