"""A long text in pieces that a chat platform takes, cut between characters and never in markup; pure.

The plain text of the spans is counted, in UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.plain_text import units, within_units
from bot.messages.reply import Span

ELLIPSIS = "…"


def pieces(spans: Sequence[Span], limit: int) -> list[tuple[Span, ...]]:
    """Split the spans into pieces of at most `limit` units, at line ends if possible; blank ones go."""
    rest = _stripped(tuple(spans))
    found: list[tuple[Span, ...]] = []
    while rest:
        piece, rest = _first_piece(rest, limit)
        found.append(piece)
    return found


def truncated(spans: Sequence[Span], limit: int) -> tuple[Span, ...]:
    """Return what fits into `limit` units; an ellipsis on a last line tells that something was left off."""
    whole = _stripped(tuple(spans))
    if units(_plain(whole)) <= limit:
        return whole
    head, _ = _first_piece(whole, limit - units("\n" + ELLIPSIS))
    return (*head, Span("\n" + ELLIPSIS))


def _plain(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


def _first_piece(spans: tuple[Span, ...], limit: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Cut off a first piece of at most `limit` units; both parts are stripped, the first is not empty."""
    text = _plain(spans)
    fitting = len(within_units(text, limit))
    if fitting == len(text):
        return spans, ()
    cut = _cut_position(text, fitting)
    return _stripped(_slice(spans, 0, cut)), _stripped(_slice(spans, cut, len(text)))


def _cut_position(text: str, fitting: int) -> int:
    """Prefer the last line end, then the last space, then the last character that fits."""
    head = text[: fitting + 1]  # a break that stands right behind what fits is as good
    return next((found for sign in "\n \t" if (found := head.rfind(sign)) > 0), max(fitting, 1))


def _slice(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple(_sliced(spans, start, end))


def _sliced(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    offset = 0
    for span in spans:
        text = span.text[max(start - offset, 0) : max(end - offset, 0)]
        offset += len(span.text)
        if text:
            yield span if text == span.text else replace(span, text=text)


def _stripped(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Telegram strips a message; a piece that is nothing but blanks cannot be sent at all."""
    text = _plain(spans)
    return _slice(spans, len(text) - len(text.lstrip()), len(text.rstrip()))
