"""Replies' pictures, drawn to PNG; blocking, so called off the event loop.

All are dark cards: with a ground of their own they are readable in a light chat and in a dark one, and glare
in neither. They are 1080 pixels wide, three times what a small phone shows, and no letter is smaller than 30.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Final

from bot.picture_values import BarChart, GenreMix, Picture, SongCard, TrendChart
from bot.pictures.bars import draw_bars
from bot.pictures.canvas import Canvas
from bot.pictures.genre_mix import draw_genre_mix
from bot.pictures.song_card import draw_song_card
from bot.pictures.trend import draw_trend

__all__ = ["draw"]

_KEPT: Final = 64
"""So many of the last pictures are kept, some 100 KB each: one a chart, hour and language."""
_one_at_a_time = threading.Lock()  # Matplotlib is not made for threads; and who waits finds it drawn


def draw(picture: Picture) -> bytes:
    """Return the picture as a PNG of 1080 pixels' width; the same value is drawn once."""
    with _one_at_a_time:
        return _drawn(picture)


@lru_cache(_KEPT)
def _drawn(picture: Picture) -> bytes:
    if isinstance(picture, BarChart):
        return draw_bars(picture)
    if isinstance(picture, TrendChart):
        return draw_trend(picture)
    return canvas_of(picture).png(picture.alt_text)


def canvas_of(picture: SongCard | GenreMix) -> Canvas:
    """Draw a picture, which is not rendered yet."""
    match picture:
        case SongCard():
            return draw_song_card(picture)
        case GenreMix():
            return draw_genre_mix(picture)
