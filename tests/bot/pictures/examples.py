"""Invented charts and trends to draw, and how to look at what was drawn."""

from __future__ import annotations

import io
from datetime import date, timedelta

from PIL import Image

from bot.picture_values import Bar, BarChart, Move, Picture, TrendChart, TrendLine
from bot.pictures import draw
from bot.words import Words

MOVES = (
    Move("봄날 – 방탄소년단", 12, "pop"),
    Move("Déjà Vu – TXT", -9, "dance"),
    Move("새 노래", None, None),
)


def chart(*counts: tuple[str, int], moves: tuple[Move, ...] = (), chosen: str | None = None) -> BarChart:
    shown = tuple(Bar(genre, Words("ko").genre(genre), count, 1) for genre, count in counts)
    return BarChart(
        "장르로 보는 멜론 Top 100",
        "2026년 11월 22일 13시",
        shown,
        "100곡 중 65곡",
        "alt text",
        "많이 움직인 곡",
        moves,
        chosen,
    )


def trend(days: int, *genres: str) -> TrendChart:
    first = date(2026, 5, 1)
    lines = tuple(TrendLine(genre, genre, (1 / len(genres),) * days) for genre in genres)
    moments = tuple(first + timedelta(days=number) for number in range(days))
    return TrendChart("Genres of the Melon Top 100", "May", moments, lines, "shares", "alt text")


def image(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(draw(picture)))


def pixels(picture: Picture) -> dict[str, int]:
    """Return how many pixels there are of each colour."""
    drawn = image(picture).convert("RGB")
    return {
        "#{:02x}{:02x}{:02x}".format(*rgb): number
        for number, rgb in drawn.getcolors(maxcolors=drawn.width * drawn.height) or []
    }
