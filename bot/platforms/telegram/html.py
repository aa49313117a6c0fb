"""A reply's spans in Telegram's HTML; knows no network.

Telegram counts in UTF-16 units, after the markup is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from bot.messages.reply import Span
from bot.platforms.telegram.deep_links import deep_link

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

_WORD_JOINER = "\u2060"
_FOUND = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_])|:(?=//)|@(?=\w)")
"""What makes an address or the name of a chat: "a.example", "t.me/x", "tg://user", "@name"."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def unlinked(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in whose words Telegram finds no address and no @name: only `Span.link` is a link.

    What it would find is broken by a character that cannot be seen.
    """
    return tuple(
        replace(span, text=_FOUND.sub(rf"\g<0>{_WORD_JOINER}", span.text))
        if span.link is None and _FOUND.search(span.text)
        else span
        for span in spans
    )


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
