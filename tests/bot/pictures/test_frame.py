from __future__ import annotations

import pytest

from bot.pictures.canvas import Canvas
from bot.pictures.colours import DOWN, FAINT, NEW, UP
from bot.pictures.frame import draw_chip, draw_headline, framed, mark_of
from tests.bot.pictures.examples import song_card
from tests.bot.pictures.seen import boxes, texts


def test_every_picture_says_whose_it_is_and_of_when() -> None:
    assert texts(framed(1350, "#ffffff", song_card("en"))) == ["Jangreu 장르", "2026-11-22", "@jangreu_bot"]


def test_a_headline_has_two_lines_at_most() -> None:
    canvas = Canvas(1350)
    low = draw_headline(canvas, "kicker", ["one", "two", "three"], "#ffffff")
    assert texts(canvas) == ["kicker", "one", "two"]
    assert draw_headline(Canvas(1350), "kicker", ["one"], "#ffffff") < low


@pytest.mark.parametrize("label", ["댄스", "a very long name of a genre that nothing has room for"])
def test_a_chip_is_as_wide_as_its_name_and_no_wider_than_its_room(label: str) -> None:
    canvas = Canvas(1350)
    wide = draw_chip(canvas, 1000, 500, label, "#abcdef", 260)
    (chip,) = boxes(canvas, "#abcdef")
    assert chip.x + chip.width == pytest.approx(1000, abs=0.1)
    assert chip.width == pytest.approx(wide, abs=0.1)
    assert wide <= 260


@pytest.mark.parametrize(
    ("gained", "new", "mark"),
    [
        (0, False, ("–", FAINT)),
        (3, False, ("▲3", UP)),
        (-12, False, ("▼12", DOWN)),
        (None, True, ("NEW", NEW)),
        (None, False, ("", FAINT)),
    ],
)
def test_a_change_has_a_sign_and_a_colour(gained: int | None, new: bool, mark: tuple[str, str]) -> None:  # noqa: FBT001
    assert mark_of(gained, new=new) == mark
