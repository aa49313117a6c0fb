"""An album, a playlist or an artist: cover, mix of genres, the most typical and the oddest song."""

from __future__ import annotations

from typing import Final

from bot.picture_values import CollectionCard
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import FAINT, colour_of
from bot.pictures.covers import draw_cover
from bot.pictures.frame import HEIGHT, KICKER, SMALL, framed
from bot.pictures.genre_bars import draw_bars, draw_share_bar
from bot.pictures.letters import Weight
from bot.pictures.song_rows import BOX, draw_boxes

_COVER: Final = 352
_TOP: Final = 64
_BESIDE: Final = MARGIN + _COVER + 40
_ROWS: Final = 5
_BOTTOM: Final = HEIGHT - 118


def draw_collection_card(card: CollectionCard) -> Canvas:
    """Draw the picture."""
    leading = card.genres.counts[0] if card.genres.counts else None
    colour = colour_of(leading.genre if leading else "")
    canvas = framed(HEIGHT, colour, card)
    draw_cover(canvas, MARGIN, _TOP, _COVER, card.cover, card.title, colour)
    room = WIDTH - MARGIN - _BESIDE
    canvas.text(_BESIDE, _TOP + 66, card.kicker, KICKER, room)
    if leading:
        canvas.text(_BESIDE, _TOP + 176, leading.label, Type(84, Weight.EXTRA_BOLD, colour), room)
    for number, line in enumerate(card.known.split(", ")[:2]):
        canvas.text(_BESIDE, _TOP + 236 + 42 * number, line, SMALL, room)
    canvas.text(MARGIN, 496, card.title, Type(64, Weight.EXTRA_BOLD), INNER)
    canvas.text(MARGIN, 552, card.by, Type(38, Weight.MEDIUM, FAINT), INNER)
    draw_share_bar(canvas, MARGIN, 590, INNER, 48, card.genres)
    draw_bars(canvas, 662, card.genres, _ROWS)
    draw_boxes(canvas, _BOTTOM - BOX, card.boxes)
    return canvas
