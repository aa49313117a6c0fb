"""A reply's spans in Telegram's HTML; knows no network.

Telegram counts in UTF-16 units, after the markup is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.reply import Span

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def to_html(spans: Sequence[Span]) -> str:
    """Return the spans as Telegram's HTML; only web addresses become links."""
    return "".join(_span_html(span) for span in spans)


def _span_html(span: Span) -> str:
    marked = escape(_LONE_SURROGATE.sub("\ufffd", span.text))
    if not marked:
        return ""
    if span.link is not None and span.link.startswith(("https://", "http://")):
        marked = f'<a href="{escape(_LONE_SURROGATE.sub("", span.link))}">{marked}</a>'
    return f"<b>{marked}</b>" if span.bold else marked
