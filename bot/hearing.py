"""From what was heard to features and, where these are enough, to a genre.

With tempo, key, mode, loudness and length alone the vote is right for 25 tracks in 100, and naming the
commonest genre always is for 21 (scripts/measure_known_features.py): no genre is told then. An operator's
calibration (scripts/calibrate_audio.py) adds features, and says how far such votes can be trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.audio.heard import Heard
from bot.songs.song_genre import Certainty
from model.audio_mapping import AudioMapping
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures, audio_features
from model.voting import GenreVote

SONG_LENGTH: Final = 60.0
"""Seconds; a shorter file is a piece of a song, so its length is not the song's."""
Origin = Literal["file", "voice", "preview"]


@dataclass(frozen=True, slots=True)
class SoundGenre:
    """What was heard, the features that follow from it, and the vote where they are enough for one."""

    heard: Heard
    features: AudioFeatures
    vote: GenreVote | None
    certainty: Certainty | None


class Hearing:
    """Turns findings into features, and features into a vote that says honestly how sure it is."""

    def __init__(
        self, ensemble: GenreEnsemble, mapping: AudioMapping | None, today: Callable[[], date]
    ) -> None:
        self._ensemble = ensemble
        self._mapping = mapping
        self._today = today

    @property
    def tells_genres(self) -> bool:
        """Whether a sound is enough for a genre here."""
        return self._mapping is not None and self._mapping.tells_genres

    def features(self, heard: Heard, origin: Origin) -> AudioFeatures | None:
        """Return the features that follow from what was heard; None where nothing does.

        What was played to a microphone keeps its tempo and its key alone. A preview is a song's loudest half
        minute, so of its loudness only a calibration can tell the song's.
        """
        values: dict[str, object] = {"tempo": heard.tempo, "key": heard.key, "mode": heard.mode}
        if origin == "file":
            values["loudness"] = heard.loudness
            if heard.seconds >= SONG_LENGTH:
                values["duration_ms"] = round(heard.seconds * 1000)
        if self._mapping is not None and origin != "voice":
            fits = self._mapping.features
            values |= {name: None for name, fit in fits.items() if not fit.is_known}
            values |= self._mapping.estimated(heard.descriptors)
        source = "preview" if origin == "preview" else "audio"
        return audio_features(values, source=source, obtained_on=self._today())

    def genre(self, heard: Heard, origin: Origin) -> SoundGenre | None:
        """Return what a sound file or a voice message tells; None where that is nothing."""
        features = self.features(heard, origin)
        if features is None:
            return None
        if not self.tells_genres or origin == "voice":
            return SoundGenre(heard, features, None, None)
        vote = self._ensemble.vote(features)
        return SoundGenre(heard, features, vote, Certainty(self._ensemble.certainty(vote)))
