"""What a vote may rest on."""

from __future__ import annotations

from dataclasses import dataclass

from model.artist_context import ArtistContext
from model.features import AudioFeatures


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one song: its sound, its artist's other songs, and whether it is a Korean song.

    `features` is None where the song has no audio features, `context` where none of the artist's other songs
    has any. A Korean song is judged as listeners in Korea sort songs, where the model has learned that.
    """

    features: AudioFeatures | None
    context: ArtistContext | None = None
    korean: bool = False
