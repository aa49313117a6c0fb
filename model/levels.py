"""How an answer knows what it says: from the song's own measured sound, its artist's other songs, or less."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What an answer is based on, the strongest first; the first three are those of a vote."""

    SOUND_AND_ARTIST = "sound and artist"  # the song's audio features, and the artist's other songs
    MEASURED = "measured"  # the song's audio features alone
    ARTIST = "artist"  # the artist's other songs alone
    SERVICE = "service"  # no vote: a music service's own word
    UNKNOWN = "unknown"  # no vote and no word
