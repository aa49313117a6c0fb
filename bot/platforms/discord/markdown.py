"""A reply's spans in Discord's Markdown; knows no network.

Discord counts what it is sent, markup included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final
from urllib.parse import quote

from bot.language.plain_text import units
from bot.messages.reply import Span
from bot.platforms.text_pieces import pieces, truncated

MESSAGE_LIMIT: Final = 2000
EMBED_LIMIT: Final = 4096

# What is markup, and what makes an address: of those, too, only `Span.link` is one.
_SPECIAL: Final = re.compile(
    r"[\\*_~`|\[\]<@]|:(?=//)|(?<=discord\.gg)/|(?<=discord\.com)/|(?<=discordapp\.com)/", re.IGNORECASE
)
_LINE_START: Final = re.compile(r"^(\s*)(?:(\d{1,10})\.|(-#|#{1,3}|[-+]|>{1,3}))(?=\s)", re.MULTILINE)
_LONGEST_LINK: Final = 512
_SHARES: Final = (1, 0.75, 0.5, 0.25, 0.12)


def to_markdown(spans: Sequence[Span], preview: str | None = None) -> str:
    """Return the spans as Discord's Markdown; only web addresses become links.

    Discord shows no page below the text but `preview`.
    """
    alike = groupby(spans, key=lambda span: (span.bold, span.link))
    marked = "".join(
        _marked("".join(span.text for span in some), preview, bold=bold, link=link)
        for (bold, link), some in alike
    )
    return _LINE_START.sub(_escaped_start, marked)


def in_pieces(spans: Sequence[Span], limit: int, preview: str | None = None) -> list[str]:
    """Split the spans into pieces of at most `limit` units of Markdown, at line ends if possible."""
    for share in _SHARES:
        found = [to_markdown(piece, preview) for piece in pieces(spans, int(limit * share))]
        if all(units(piece) <= limit for piece in found):
            return found
    return [to_markdown((Span(span.text),)) for piece in pieces(spans, limit // 2) for span in piece]


def cut(spans: Sequence[Span], limit: int) -> str:
    """Return what fits into `limit` units of Markdown, with an ellipsis where something was left off."""
    tried = (to_markdown(truncated(spans, int(limit * share))) for share in _SHARES)
    plain = to_markdown([Span(span.text) for span in truncated(spans, limit // 2)])
    return next((found for found in tried if units(found) <= limit), plain)


def _marked(text: str, preview: str | None, *, bold: bool, link: str | None) -> str:
    if not text.strip():
        return text
    marked = _SPECIAL.sub(r"\\\g<0>", text)
    if link is not None and link.startswith(("https://", "http://")) and len(link) <= _LONGEST_LINK:
        address = quote(link, safe="/:?&=#%,;+@!$'*~")
        if text.strip() == link:  # Discord takes no address for the words of a link
            marked = f"<{address}>"
        else:
            marked = f"[{marked}]({address})" if link == preview else f"[{marked}](<{address}>)"
    if not bold:
        return marked
    inner = marked.strip()
    return marked.replace(inner, f"**{inner}**", 1)


def _escaped_start(found: re.Match[str]) -> str:
    """Escape what would begin a list, a heading or a quotation, which Discord numbers or styles itself."""
    return f"{found[1]}{found[2]}\\." if found[2] else f"{found[1]}\\{found[3]}"
