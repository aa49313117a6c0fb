"""The cover of a song or a list: the picture that Spotify shows, or a drawn one."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from bot.pictures.canvas import MARGIN, WIDTH, Canvas, Type
from bot.pictures.letters import Weight, drawable

TOP: Final = 64
_SIDE: Final = 352
BESIDE: Final = MARGIN + _SIDE + 40
"""Where the texts beside a cover begin."""
ROOM: Final = WIDTH - MARGIN - BESIDE
"""How wide they may be."""
_BARS: Final = 9
_DARK: Final = "#191a24"


def draw_cover(canvas: Canvas, cover: bytes | None, name: str, colour: str) -> None:
    """Draw the cover, a JPEG; without one the first letter of a name before an equalizer in a colour."""
    if cover is not None:
        canvas.jpeg(MARGIN, TOP, _SIDE, cover)
        return
    canvas.fade(MARGIN, TOP, _SIDE, _SIDE, (colour, _DARK))
    step = (_SIDE - 64) / _BARS
    seed = crc32(name.encode())
    for number in range(_BARS):
        share = 0.14 + 0.36 * ((seed >> (3 * number)) & 7) / 7
        high = _SIDE * share
        x, y = MARGIN + 32 + number * step, TOP + _SIDE - 32 - high
        canvas.rect(x, y, step - 10, high, "#ffffff", corner=8, alpha=0.3)
    first = drawable(name)[:1].upper()
    canvas.text(MARGIN + 36, TOP + _SIDE * 0.46, first, Type(_SIDE * 0.4, Weight.EXTRA_BOLD))
