"""The shapes of text in a model card for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill


def prose(text: str) -> str:
    """Return a paragraph in lines."""
    return fill(text, 106, break_long_words=False, break_on_hyphens=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
