"""The charts that can be asked for: our names for them, their titles, and what people type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.words import N_


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart: our `name` for it, its `title` (to be translated), and the words that ask for it."""

    name: str
    title: str
    typed: tuple[str, ...]


MELON_TOP_100: Final = "melon-top100"
CHART_MENU: Final = (ChartKind(MELON_TOP_100, N_("Melon Top 100"), ("melon", "top100", "멜론")),)
"""The first is meant where none is named."""


def chart_typed(word: str) -> ChartKind | None:
    """Return the chart that a word asks for; its case does not matter, and our names for charts count."""
    said = word.casefold()
    return next((kind for kind in CHART_MENU if said in (kind.name, *kind.typed)), None)


def chart_kind(name: str) -> ChartKind | None:
    """Return the chart of our name; None for one that is not on the menu, such as the study's sample."""
    return next((kind for kind in CHART_MENU if kind.name == name), None)
