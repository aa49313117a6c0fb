"""The cover of a song or a list: the picture that Spotify shows, or a drawn one."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from bot.pictures.canvas import Canvas, Type
from bot.pictures.letters import Weight, drawable

_BARS: Final = 9
_DARK: Final = "#191a24"


def draw_cover(
    canvas: Canvas, x: float, y: float, side: float, cover: bytes | None, name: str, colour: str
) -> None:
    """Draw the cover, a JPEG; without one the first letter of a name before an equalizer in a colour."""
    if cover is not None:
        canvas.jpeg(x, y, side, cover)
        return
    canvas.fade(x, y, side, side, (colour, _DARK))
    step = (side - 64) / _BARS
    seed = crc32(name.encode())
    for number in range(_BARS):
        share = 0.14 + 0.36 * ((seed >> (3 * number)) & 7) / 7
        high = side * share
        canvas.rect(
            x + 32 + number * step, y + side - 32 - high, step - 10, high, "#ffffff", corner=8, alpha=0.3
        )
    first = drawable(name)[:1].upper()
    canvas.text(x + 36, y + side * 0.46, first, Type(side * 0.4, Weight.EXTRA_BOLD))
