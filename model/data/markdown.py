"""Pages in Markdown: tables, paragraphs, and texts in files of their own whose gaps are filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from textwrap import fill


def filled(path: Path, **values: object) -> str:
    """Return the text of a file with a value for each `$name` in it, and no line end behind it."""
    return Template(path.read_text(encoding="utf-8")).substitute(values).strip()


def prose(text: str) -> str:
    """Return a paragraph in lines."""
    return fill(text, 106, break_long_words=False, break_on_hyphens=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
