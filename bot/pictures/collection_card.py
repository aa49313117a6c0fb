"""An album, a playlist or an artist: cover, mix of genres, the most typical and the oddest song."""

from __future__ import annotations

from typing import Final

from bot.messages.picture_values import CollectionCard
from bot.pictures.canvas import INNER, MARGIN, Canvas, Type
from bot.pictures.colours import FAINT, colour_of
from bot.pictures.covers import BESIDE, ROOM, TOP, draw_cover
from bot.pictures.frame import BOTTOM, HEIGHT, KICKER, SMALL, framed
from bot.pictures.genre_bars import draw_bars, draw_share_bar
from bot.pictures.letters import Weight
from bot.pictures.song_rows import BOX, draw_boxes

_ROWS: Final = 5


def draw_collection_card(card: CollectionCard) -> Canvas:
    """Draw the picture."""
    leading = card.genres.counts[0] if card.genres.counts else None
    colour = colour_of(leading.genre if leading else "")
    canvas = framed(HEIGHT, colour, card)
    draw_cover(canvas, card.cover, card.title, colour)
    canvas.text(BESIDE, TOP + 66, card.kicker, KICKER, ROOM)
    if leading:
        canvas.text(BESIDE, TOP + 176, leading.label, Type(84, Weight.EXTRA_BOLD, colour), ROOM)
    for number, line in enumerate(card.known.split(", ")[:2]):
        canvas.text(BESIDE, TOP + 236 + 42 * number, line, SMALL, ROOM)
    canvas.text(MARGIN, 496, card.title, Type(64, Weight.EXTRA_BOLD), INNER)
    canvas.text(MARGIN, 552, card.by, Type(38, Weight.MEDIUM, FAINT), INNER)
    draw_share_bar(canvas, MARGIN, 590, INNER, 48, card.genres)
    draw_bars(canvas, 662, card.genres, _ROWS)
    draw_boxes(canvas, BOTTOM - BOX, card.boxes)
    return canvas
