"""The colours of all pictures: one a genre, the same everywhere."""

from __future__ import annotations

from typing import Final

CARD: Final = "#17181f"
INK: Final = "#f6f6f4"
FAINT: Final = "#b4b5c0"
RULE: Final = "#33353f"
UP: Final = "#5ee08c"
DOWN: Final = "#ff8d85"
NEW: Final = "#ffd84d"

GENRE_COLOURS: Final = {
    "acoustic": "#f9b597",
    "alternative": "#6f7fd6",
    "blues": "#1f72e8",
    "chill": "#86ecf0",
    "classical": "#dcedc6",
    "club": "#cc35e4",
    "country": "#c98a1b",
    "dance": "#ff6f9c",
    "disco": "#d01d5e",
    "drum-and-bass": "#6a4dff",
    "electronic": "#4cb5ff",
    "folk": "#8f8038",
    "funk": "#ff3dbb",
    "gospel": "#d9a0ff",
    "hip-hop": "#ff8c33",
    "indie": "#58d68d",
    "jazz": "#1f9488",
    "metal": "#9a9aa3",
    "new-age": "#2cc5c2",
    "opera": "#b5606f",
    "pop": "#ffd84d",
    "punk": "#c6f135",
    "r-n-b": "#9a6cff",
    "reggae": "#22a52c",
    "rock": "#f2382b",
    "rock-n-roll": "#b0651c",
    "singer-songwriter": "#a9b02c",
    "soul": "#b04f99",
}
_OTHERS: Final = "#7d7f8c"


def colour_of(genre: str) -> str:
    """Return a genre's colour; grey for the others together, and for one of another model's."""
    return GENRE_COLOURS.get(genre, _OTHERS)
