"""Mixes of genres beside each other: a person's and a chat's, of a week and of all that are kept."""

from __future__ import annotations

from typing import Final

from bot.messages.picture_values import GenreMix, MixPanel
from bot.pictures.canvas import INNER, MARGIN, Canvas, Type
from bot.pictures.colours import INK, colour_of
from bot.pictures.frame import HEIGHT, LABEL, SMALL, SQUARE, draw_headline, draw_panel, framed
from bot.pictures.genre_bars import draw_share_bar, folded, percent_of
from bot.pictures.letters import Weight

_GAP: Final = 24
_PAD: Final = 30
_ROW: Final = 50
_FOOT: Final = 124
_TITLE: Final = Type(36, Weight.EXTRA_BOLD)


def draw_genre_mix(mix: GenreMix) -> Canvas:
    """Draw the picture."""
    accent = next(
        (colour_of(panel.genres.counts[0].genre) for panel in mix.panels if panel.genres.counts), INK
    )
    canvas = framed(HEIGHT if len(mix.panels) > 1 else SQUARE, accent, mix)
    top = draw_headline(canvas, mix.title, mix.headline, accent)
    columns = 2 if len(mix.panels) > 2 else 1  # noqa: PLR2004 - two fit below each other
    rows = -(-len(mix.panels) // columns)
    wide = (INNER - _GAP * (columns - 1)) / columns
    high = (canvas.height - _FOOT - top - _GAP * (rows - 1)) / rows
    for number, panel in enumerate(mix.panels):
        row, column = divmod(number, columns)
        _draw(canvas, MARGIN + column * (wide + _GAP), top + row * (high + _GAP), (wide, high), panel)
    return canvas


def _draw(canvas: Canvas, x: float, y: float, size: tuple[float, float], panel: MixPanel) -> None:
    wide, high = size
    draw_panel(canvas, x, y, wide, high)
    room = wide - 2 * _PAD
    canvas.text(x + _PAD, y + 58, panel.title, _TITLE, room)
    if not panel.genres.counts:
        canvas.text(x + _PAD, y + 116, panel.empty, SMALL, room)
        return
    canvas.text(x + _PAD, y + 102, panel.songs, SMALL, room)
    draw_share_bar(canvas, x + _PAD, y + 126, room, 40, panel.genres)
    large, small = folded(panel.genres.counts, max(int((high - 210) / _ROW) - 1, 1))
    rows = [(each.label, colour_of(each.genre), each.count) for each in large]
    if small:
        rows.append((panel.genres.others, "", sum(each.count for each in small)))
    for number, (label, colour, count) in enumerate(rows):
        baseline = y + 222 + _ROW * number
        if colour:
            canvas.circle(x + _PAD + 11, baseline - 11, 11, colour)
        canvas.text(x + _PAD + 36, baseline, label, LABEL, room - 36 - 100)
        canvas.text(x + wide - _PAD, baseline, percent_of(count, panel.genres.known), LABEL.ending(), 100)
