"""What all pictures share: the tinted ground, the headline, and the line that says whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.messages.picture_values import Picture
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import DOWN, FAINT, GENRE_COLOURS, GROUND, NEW, PANEL, UP
from bot.pictures.letters import Weight

HEIGHT: Final = 1350
"""Of four to five, the highest that a chat shows whole."""
BOTTOM: Final = HEIGHT - 118
"""What stands above the last line of a high picture ends here."""
SQUARE: Final = 1080
NAME: Final = "Jangreu 장르"
KICKER: Final = Type(34, Weight.BOLD, FAINT)
HEADLINE: Final = Type(76, Weight.EXTRA_BOLD)
SECOND_LINE: Final = Type(56, Weight.BOLD)
LABEL: Final = Type(34, Weight.BOLD)
SMALL: Final = Type(30, Weight.MEDIUM, FAINT)
_MARK: Final = ("dance", "pop", "indie", "electronic")
_MARK_HEIGHTS: Final = (22, 38, 28, 14)


def framed(height: int, accent: str, picture: Picture) -> Canvas:
    """Return a card that glows in a colour and says whose it is, and of when."""
    canvas = Canvas(height)
    canvas.glow(WIDTH - 120, -60, 720, accent, 0.5)
    canvas.glow(0, height, 620, accent, 0.16)
    base = height - 56
    for number, (genre, high) in enumerate(zip(_MARK, _MARK_HEIGHTS, strict=True)):
        canvas.rect(MARGIN + 13 * number, base + 2 - high, 8, high, GENRE_COLOURS[genre], corner=4)
    left: float = MARGIN + 66
    left += canvas.text(left, base, NAME, Type(34, Weight.EXTRA_BOLD)) + 18
    used = canvas.text(WIDTH - MARGIN, base, picture.day, SMALL.ending(), INNER / 2)
    canvas.text(left, base, picture.bot, SMALL, WIDTH - MARGIN - used - 18 - left)
    return canvas


def draw_headline(canvas: Canvas, kicker: str, headline: Sequence[str], accent: str) -> float:
    """Write what the picture is of, and the news in one or two lines; return how far down they reach."""
    canvas.text(MARGIN, 104, kicker, KICKER, INNER)
    y = 104.0
    for number, line in enumerate(headline[:2]):
        type_ = SECOND_LINE if number else HEADLINE.inked(accent)
        y += 76 if number else 92
        canvas.text(MARGIN, y, line, type_, INNER)
    return y + 36


def draw_panel(canvas: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """Draw a box on the ground."""
    canvas.rect(x, y, wide, high, PANEL, corner=28, alpha=0.92)


def draw_chip(
    canvas: Canvas, right: float, middle: float, label: str, colour: str, most: float = 300
) -> float:
    """Draw a genre's name on its colour, ending at `right`, and return how wide the chip is."""
    type_ = Type(30, Weight.BOLD, GROUND)
    wide = canvas.width_of(label, type_, most - 40) + 40
    canvas.rect(right - wide, middle - 25, wide, 50, colour, corner=25)
    canvas.text(right - 20, middle + 11, label, type_.ending(), most - 40)
    return wide


def mark_of(gained: int | None, *, new: bool = False) -> tuple[str, str]:
    """Return how a change is written, and its colour."""
    if new:
        return "NEW", NEW
    if gained is None:
        return "", FAINT
    if gained == 0:
        return "–", FAINT
    return (f"▲{gained}", UP) if gained > 0 else (f"▼{-gained}", DOWN)
