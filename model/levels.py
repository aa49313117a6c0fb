"""How an answer knows what it says: from the song's own measured sound, or from less."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """What a vote rests on, the strongest first."""

    MEASURED = "measured"  # Spotify's own values
    AUDIO = "audio"  # values estimated from the song's audio
    ARTIST = "artist"  # the votes on the artist's other songs


AUDIO_SOURCES: Final = frozenset({"audio", "preview"})
"""The sources whose features are estimated from audio; all others pass on Spotify's values."""


def level_of(source: str) -> Level:
    """Return the level of features from this source."""
    return Level.AUDIO if source in AUDIO_SOURCES else Level.MEASURED
