"""What Telegram's server makes of HTML in a message: a strict reading of the subset that it knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:=\"[^\"<>]*\")?)*)\s*>|&([^;\s&<]*);|<|>|&|[^<>&]+"
)
_SIMPLE = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "code",
    "pre",
    "blockquote",
    "tg-spoiler",
}
_ENTITY = re.compile(r"lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+")
_HREF = re.compile(r'\s+href="([^"]+)"')


class CannotParse(Exception):  # noqa: N818
    """Telegram would answer 400, can't parse entities."""


@dataclass(frozen=True)
class Parsed:
    """The text that people see, and the addresses behind its links."""

    text: str
    links: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()


@dataclass
class _Reading:
    text: str = ""
    links: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    open_tags: list[tuple[str, int]] = field(default_factory=list)


def parse_html(source: str) -> Parsed:
    """Return the text of Telegram's HTML; raises CannotParse for whatever Telegram would refuse."""
    reading = _Reading()
    for token in _TOKEN.finditer(source):
        if token[2]:
            _tag(reading, closing=bool(token[1]), name=token[2].lower(), attributes=token[3])
        elif token[4] is not None:
            reading.text += _character(token[4])
        elif token[0] in "<>&":
            raise CannotParse(f'unexpected "{token[0]}" at offset {token.start()}')
        else:
            reading.text += token[0]
    if reading.open_tags:
        raise CannotParse(f'can\'t find end tag corresponding to start tag "{reading.open_tags[-1][0]}"')
    return Parsed(reading.text, tuple(reading.links), tuple(reading.bold))


def _character(name: str) -> str:
    if not _ENTITY.fullmatch(name):
        raise CannotParse(f"unknown entity &{name};")
    return unescape(f"&{name};")


def _tag(reading: _Reading, *, closing: bool, name: str, attributes: str) -> None:
    if closing:
        _close(reading, name)
        return
    if name == "a":
        href = _HREF.fullmatch(attributes)
        if not href:
            raise CannotParse("tag a needs exactly an href")
        reading.links.append(unescape(href[1]))
    elif name not in _SIMPLE or attributes:
        raise CannotParse(f'unsupported start tag "{name}{attributes}"')
    reading.open_tags.append((name, len(reading.text)))


def _close(reading: _Reading, name: str) -> None:
    if not reading.open_tags or reading.open_tags[-1][0] != name:
        raise CannotParse(f'unexpected end tag "{name}"')
    _, start = reading.open_tags.pop()
    if start == len(reading.text):
        raise CannotParse(f'empty "{name}"')  # Telegram takes it; no program should send it
    if name in {"b", "strong"}:
        reading.bold.append(reading.text[start:])


def utf16_length(text: str) -> int:
    """Return the length that Telegram's limits are about."""
    return len(text.encode("utf-16-le")) // 2
