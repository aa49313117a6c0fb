"""How long what we know, and what no service knew, is good for; pure.

Features that no service has yet are asked for again, by how new the song is. New is a song in its first two
weeks with us, unless its ISRC says that it was recorded before last year.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from model.features import AudioFeatures
from model.music import Track
from storage.song_notes import MissingFeatures

MEASURED_AGAIN_AFTER: Final = timedelta(days=365)
"""About one song in fifty is measured again; features from a service are asked for again after this long."""
TOLD_AGAIN_AFTER: Final = timedelta(days=30)
"""Title, artists and ISRC of a track, which a service told, are asked for again after this long."""
SERVICES: Final = frozenset({"reccobeats", "spotify"})

NEW_FOR: Final = timedelta(days=14)
YOUNG_FOR: Final = timedelta(days=90)
ASK_AGAIN_AFTER: Final = {"new": timedelta(hours=6), "young": timedelta(days=1), "old": timedelta(days=7)}
"""What no service had: while the song is new, until it is known to us for three months, and then."""
_ISRC: Final = re.compile(r"[A-Z]{2}-?[A-Z0-9]{3}-?([0-9]{2})-?[0-9]{5}", re.ASCII | re.IGNORECASE)


def is_fresh(features: AudioFeatures | None, now: datetime) -> bool:
    """Tell whether there is nothing to ask for."""
    if features is None:
        return False
    return features.source not in SERVICES or features.obtained_on > (now - MEASURED_AGAIN_AFTER).date()


def is_outdated(told_at: datetime | None, now: datetime) -> bool:
    """Tell whether what a service told of a track is to be asked for again; never where none was asked."""
    return told_at is not None and told_at < now - TOLD_AGAIN_AFTER


def is_due(track: Track, missing: MissingFeatures | None, now: datetime) -> bool:
    """Tell whether features that no service had (when, `missing` says) are to be asked for now."""
    if missing is None:
        return True
    known_for = now - missing.since
    if known_for < NEW_FOR and not _is_older(track.isrc, now.year - 1):
        age = "new"
    else:
        age = "young" if known_for < YOUNG_FOR else "old"
    return now - missing.asked_at >= ASK_AGAIN_AFTER[age]


def _is_older(isrc: str | None, year: int) -> bool:
    """Tell whether an ISRC, which holds two digits of its year, is certainly of a year before this one."""
    found = _ISRC.fullmatch(isrc or "")
    return found is not None and (year - int(found[1])) % 100 in range(1, 50)
