"""Replies' pictures, drawn to PNG; blocking, so called off the event loop.

All are dark cards of one family: with a ground of their own they are readable in a light chat and in a dark
one. They are 1080 pixels wide, three times what a small phone shows, and no letter is smaller than 30.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Final

from bot.messages.picture_values import ChartPicture, CollectionCard, GenreMix, Picture, SongCard, TrendChart
from bot.pictures.canvas import Canvas
from bot.pictures.chart import draw_chart
from bot.pictures.collection_card import draw_collection_card
from bot.pictures.genre_mix import draw_genre_mix
from bot.pictures.song_card import draw_song_card
from bot.pictures.trend import draw_trend

__all__ = ["canvas_of", "draw"]

_KEPT: Final = 64
"""So many of the last pictures are kept, some 150 KB each: one a chart, hour and language."""
_one_at_a_time = threading.Lock()  # each takes a processor for a while; and who waits finds it drawn


def draw(picture: Picture) -> bytes:
    """Return the picture as a PNG of 1080 pixels' width; the same value is drawn once."""
    with _one_at_a_time:
        return _drawn(picture)


def canvas_of(picture: Picture) -> Canvas:
    """Draw a picture, which is not rendered yet."""
    match picture:
        case SongCard():
            return draw_song_card(picture)
        case GenreMix():
            return draw_genre_mix(picture)
        case ChartPicture():
            return draw_chart(picture)
        case CollectionCard():
            return draw_collection_card(picture)
        case TrendChart():
            return draw_trend(picture)


@lru_cache(_KEPT)
def _drawn(picture: Picture) -> bytes:
    return canvas_of(picture).png(picture.alt_text)
