"""A reply's spans in Telegram's HTML; knows no network.

Telegram counts in UTF-16 units, after the markup is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.messages.reply import Span
from bot.platforms.telegram.deep_links import deep_link

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def to_html(spans: Sequence[Span], username: str = "") -> str:
    """Return the spans as Telegram's HTML; only web addresses become links.

    Words that can be picked lead to the private chat of the bot of this name, and say there what they say.
    """
    return "".join(_span_html(span, username) for span in spans)


def _span_html(span: Span, username: str) -> str:
    marked = escape(_LONE_SURROGATE.sub("\ufffd", span.text))
    if not marked:
        return ""
    link = span.link or (deep_link(span.says, username) if span.says and username else None)
    if link is not None and link.startswith(("https://", "http://")):
        marked = f'<a href="{escape(_LONE_SURROGATE.sub("", link))}">{marked}</a>'
    return f"<b>{marked}</b>" if span.bold else marked
