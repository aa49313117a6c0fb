"""The colours of all pictures: one a genre, the same everywhere."""

from __future__ import annotations

from typing import Final

GROUND: Final = "#101116"
PANEL: Final = "#1c1d26"
"""A box on the ground."""
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
    "metal": "#93a7d9",
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
_MELON_COLOURS: Final = {
    "발라드": GENRE_COLOURS["acoustic"],
    "댄스": GENRE_COLOURS["dance"],
    "랩/힙합": GENRE_COLOURS["hip-hop"],
    "R&B/Soul": GENRE_COLOURS["r-n-b"],
    "록/메탈": GENRE_COLOURS["rock"],
    "인디음악": GENRE_COLOURS["indie"],
    "포크/블루스": GENRE_COLOURS["folk"],
    "성인가요/트로트": GENRE_COLOURS["country"],
    "POP": GENRE_COLOURS["pop"],
    "일렉트로니카": GENRE_COLOURS["electronic"],
    "재즈": GENRE_COLOURS["jazz"],
}
"""Melon's genres have the colours of ours that they are like."""
_COLOURS: Final = {**GENRE_COLOURS, **_MELON_COLOURS}
OTHERS: Final = "#7d7f8c"


def colour_of(genre: str) -> str:
    """Return the colour of a genre, ours or Melon's; grey for the others together and for unknown ones."""
    return _COLOURS.get(genre, OTHERS)
