"""How an answer knows what it says: from the song's own measured sound, or from less."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What a vote rests on, the strongest first."""

    MEASURED = "measured"  # Spotify's own values
    ARTIST = "artist"  # the votes on the artist's other songs
