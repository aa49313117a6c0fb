"""A song's card: cover, title, genre, the three votes, and how the song sounds beside others."""

from __future__ import annotations

from typing import Final

from bot.messages.picture_values import FeatureBar, SongCard
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import FAINT, INK, RULE, colour_of
from bot.pictures.covers import BESIDE, ROOM, TOP, draw_cover
from bot.pictures.frame import HEIGHT, LABEL, SMALL, draw_panel, framed
from bot.pictures.letters import Weight

_VOTES_FROM: Final = 600
_ROW: Final = 54
_PAD: Final = 32
_LABELS: Final = 280
_BARS_FROM: Final = MARGIN + _PAD + _LABELS + 20
_LONGEST: Final = WIDTH - MARGIN - _PAD - 110 - _BARS_FROM
_TITLE: Final = Type(68, Weight.EXTRA_BOLD)
_ARTIST: Final = Type(42, Weight.MEDIUM, FAINT)
_GENRE: Final = Type(88, Weight.EXTRA_BOLD)


def draw_song_card(card: SongCard) -> Canvas:
    """Draw the picture."""
    colour = colour_of(card.genre.genre)
    canvas = framed(HEIGHT, colour, card)
    draw_cover(canvas, card.cover, card.title, colour)
    canvas.text(BESIDE, TOP + 186, card.genre.label, _GENRE.inked(colour), ROOM)
    canvas.text(BESIDE, TOP + 256, card.likely, Type(44, Weight.BOLD), ROOM)
    canvas.text(MARGIN, 504, card.title, _TITLE, INNER)
    canvas.text(MARGIN, 564, card.artist, _ARTIST, INNER)
    _draw_votes(canvas, card, _VOTES_FROM)
    _draw_features(canvas, card, _VOTES_FROM + 108 + _ROW * len(card.votes), colour)
    return canvas


def _draw_votes(canvas: Canvas, card: SongCard, top: float) -> None:
    draw_panel(canvas, MARGIN, top, INNER, 88 + _ROW * len(card.votes))
    canvas.text(MARGIN + _PAD, top + 52, card.votes_title, SMALL, INNER - 2 * _PAD)
    for number, vote in enumerate(card.votes):
        middle = top + 96 + _ROW * number
        _draw_bar(canvas, middle, vote.label, vote.share, colour_of(vote.genre))
        _draw_number(canvas, middle, f"{round(100 * vote.share)}%")


def _draw_features(canvas: Canvas, card: SongCard, top: float, colour: str) -> None:
    if not card.bars:
        draw_panel(canvas, MARGIN, top, INNER, 96)
        canvas.text(MARGIN + _PAD, top + 58, card.bars_title, SMALL, INNER - 2 * _PAD)
        return
    draw_panel(canvas, MARGIN, top, INNER, 88 + _ROW * len(card.bars))
    used = canvas.text(MARGIN + _PAD, top + 52, card.bars_title, SMALL, 260)
    _draw_legend(canvas, card, top + 52, INNER - 3 * _PAD - used)
    for number, bar in enumerate(card.bars):
        middle = top + 96 + _ROW * number
        _draw_bar(canvas, middle, bar.label, bar.value, colour)
        _draw_averages(canvas, middle, bar)
        _draw_number(canvas, middle, str(round(100 * bar.value)))


def _draw_averages(canvas: Canvas, middle: float, bar: FeatureBar) -> None:
    if bar.of_chart is not None:
        _draw_chart_mark(canvas, _BARS_FROM + _LONGEST * bar.of_chart, middle)
    if bar.of_genre is not None:
        canvas.rect(_BARS_FROM + _LONGEST * bar.of_genre - 4, middle - 22, 8, 44, INK, corner=4)


def _draw_chart_mark(canvas: Canvas, x: float, middle: float) -> None:
    canvas.circle(x, middle, 13, INK)
    canvas.circle(x, middle, 8, RULE)


def _draw_legend(canvas: Canvas, card: SongCard, baseline: float, room: float) -> None:
    of_genre, of_chart = card.averages
    right = float(WIDTH - MARGIN - _PAD)
    if of_chart:
        right -= canvas.text(right, baseline, of_chart, SMALL.ending(), room / 2 - 50) + 24
        _draw_chart_mark(canvas, right, baseline - 11)
        right -= 34
    left = WIDTH - MARGIN - _PAD - room + 30
    right -= canvas.text(right, baseline, of_genre, SMALL.ending(), right - left) + 18
    canvas.rect(right - 4, baseline - 31, 8, 40, INK, corner=4)


def _draw_bar(canvas: Canvas, middle: float, label: str, share: float, colour: str) -> None:
    canvas.text(MARGIN + _PAD, middle + 12, label, LABEL, _LABELS)
    for long, ink in ((_LONGEST, RULE), (max(_LONGEST * share, 12), colour)):
        canvas.rect(_BARS_FROM, middle - 12, long, 24, ink, corner=12)


def _draw_number(canvas: Canvas, middle: float, number: str) -> None:
    canvas.text(WIDTH - MARGIN - _PAD, middle + 12, number, LABEL.ending(), 100)
