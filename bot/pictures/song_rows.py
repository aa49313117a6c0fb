"""Songs as rows with rank, movement and genre, and single songs in boxes beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.messages.picture_values import RankedSong, SongSection
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import FAINT, colour_of
from bot.pictures.frame import LABEL, SMALL, draw_chip, draw_panel, mark_of
from bot.pictures.letters import Weight

ROW: Final = 76
TITLE: Final = 52
BOX: Final = 148
_GAP: Final = 24
_PAD: Final = 28
_MARK_AT: Final = 76
_SONG_AT: Final = 176
_LARGEST: Final = 1.6
"""So many times the size of a row is that of the one song that is there."""
_CHIP: Final = 310
_RANK: Final = Type(46, Weight.EXTRA_BOLD)
_SONG: Final = Type(36, Weight.BOLD)


def height_of(sections: Sequence[SongSection]) -> float:
    """Return how much room all songs of these sections take at least."""
    shown = [section for section in sections if section.songs]
    return sum(ROW * len(section.songs) + (TITLE if section.title else 0) for section in shown)


def draw_sections(canvas: Canvas, top: float, bottom: float, sections: Sequence[SongSection]) -> float:
    """Draw as many songs of each section as have room above `bottom`, evenly; return where they end.

    Few songs are drawn larger, and in the middle of what room is left then.
    """
    shown = [section for section in sections if section.songs]
    titles = TITLE * sum(bool(section.title) for section in shown)
    rows = [len(section.songs) for section in shown]
    if not rows:
        return top
    while sum(rows) * ROW + titles > bottom - top and max(rows, default=0) > 1:
        rows[rows.index(max(rows))] -= 1
    room = bottom - top - titles
    scale = min(max(room / (ROW * sum(rows)), 1.0), _LARGEST)
    y = top + max(room - ROW * scale * sum(rows), 0) / 2
    for section, count in zip(shown, rows, strict=True):
        y = _draw_section(canvas, y, section, count, scale)
    return y


def draw_boxes(canvas: Canvas, top: float, boxes: Sequence[SongSection]) -> None:
    """Draw the first song of each section in a box of its own, beside each other."""
    shown = [box for box in boxes if box.songs][:2]
    wide = (INNER - _GAP * (len(shown) - 1)) / max(len(shown), 1)
    for number, box in enumerate(shown):
        _draw_box(canvas, MARGIN + number * (wide + _GAP), top, wide, box)


def _draw_section(canvas: Canvas, top: float, section: SongSection, count: int, scale: float) -> float:
    y = top
    if section.title:
        used = canvas.text(MARGIN, y + 36, section.title, SMALL, INNER / 2)
        canvas.text(MARGIN + used + 18, y + 36, section.more, SMALL, INNER - used - 18)
        y += TITLE
    moved = any(song.is_new or song.gained is not None for song in section.songs)
    left = MARGIN + scale * (_SONG_AT if moved else _MARK_AT)
    for song in section.songs[:count]:
        _draw_row(canvas, y, song, left, scale)
        y += ROW * scale
    return y


def _draw_row(canvas: Canvas, y: float, song: RankedSong, left: float, scale: float) -> None:
    canvas.text(MARGIN, y + 50 * scale, str(song.rank), _RANK.scaled(scale), 70 * scale)
    mark, colour = mark_of(song.gained, new=song.is_new)
    mark_at = MARGIN + _MARK_AT * scale
    canvas.text(mark_at, y + 48 * scale, mark, Type(30, Weight.BOLD, colour).scaled(scale), 92 * scale)
    right = float(WIDTH - MARGIN)
    if song.mark is not None:
        label, ink = song.mark.label, colour_of(song.mark.genre)
        right -= draw_chip(canvas, right, y + 36 * scale, label, ink, _CHIP) + 24
    canvas.text(left, y + 31 * scale, song.title, _SONG.scaled(scale), right - left)
    canvas.text(left, y + 64 * scale, song.artist, SMALL.scaled(scale), right - left)


def _draw_box(canvas: Canvas, x: float, y: float, wide: float, box: SongSection) -> None:
    song = box.songs[0]
    colour = colour_of(song.mark.genre) if song.mark else FAINT
    draw_panel(canvas, x, y, wide, BOX)
    canvas.rect(x, y + 28, 8, BOX - 56, colour, corner=4)
    room = wide - 2 * _PAD
    used = canvas.text(x + _PAD, y + 46, box.title, SMALL, room)
    canvas.text(x + wide - _PAD, y + 46, box.more, LABEL.inked(FAINT).ending(), room - used - 16)
    mark, ink = mark_of(song.gained) if song.gained else ("", FAINT)
    used = canvas.text(x + _PAD, y + 92, mark, Type(36, Weight.EXTRA_BOLD, ink), 120)
    left = x + _PAD + (used + 14 if mark else 0)
    canvas.text(left, y + 92, song.title, _SONG, x + wide - _PAD - left)
    canvas.text(x + _PAD, y + 128, song.artist, SMALL, room)
