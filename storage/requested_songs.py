"""The songs that were asked for since a moment: how they sound, and how sure the votes on them are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, or_, select

from model.features import AudioFeatures
from storage.database import reading
from storage.song_rows import read_features, read_votes
from storage.tables import REQUESTS

MOST: Final = 5_000
"""So many requests are looked at, the latest."""
_NO_FEATURES: Final = ("NoAudioFeatures", "NotOnSpotify")
"""The outcomes of requests for one song whose audio features no source has."""


@dataclass(frozen=True, slots=True)
class RequestedSongs:
    """A song was asked for `asked` times, `without` audio features in so many of them.

    A song counts once among `features` and `confidences`, however often it was asked for.
    """

    asked: int
    without: int
    features: tuple[AudioFeatures, ...]
    confidences: tuple[float, ...]


def requested_songs(engine: Engine, since: datetime, model: str, rule: str) -> RequestedSongs:
    """Return the songs that were asked for since then, with the votes of a model; raises `StorageError`."""
    of_a_song = or_(REQUESTS.c.track_id.is_not(None), REQUESTS.c.outcome.in_(_NO_FEATURES))
    asked = (
        select(REQUESTS.c.track_id)
        .where(REQUESTS.c.at >= since, of_a_song)
        .order_by(REQUESTS.c.id.desc())
        .limit(MOST)
    )
    with reading(engine) as connection:
        ids = list(connection.execute(asked).scalars())
        songs = dict.fromkeys(track_id for track_id in ids if track_id)
        features = read_features(connection, songs)
        votes = read_votes(connection, songs, model, rule)
        confidences = tuple(vote.confidence for vote in votes.values())
    without = sum(track_id not in features for track_id in ids)
    return RequestedSongs(len(ids), without, tuple(features.values()), confidences)
