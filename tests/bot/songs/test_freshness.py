from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.songs.freshness import is_due, is_fresh
from model.features import AudioFeatures
from model.music import Track
from storage.song_notes import MissingFeatures

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def features(source: str, days: int) -> AudioFeatures:
    return AudioFeatures(energy=0.5, source=source, obtained_on=(NOW - days * DAY).date())


def track(isrc: str | None = None) -> Track:
    return Track("x" * 22, "Lantern", ("Kite",), isrc=isrc)


@pytest.mark.parametrize(
    ("source", "days", "fresh"),
    [
        ("reccobeats", 0, True),
        ("reccobeats", 364, True),
        ("reccobeats", 366, False),
        ("spotify", 366, False),
        ("dataset", 3660, True),
        ("study-2021", 3660, True),
    ],
)
def test_features_of_a_service_are_good_for_a_year_and_others_for_ever(
    source: str,
    days: int,
    fresh: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert is_fresh(features(source, days), NOW) is fresh
    assert not is_fresh(None, NOW)


@pytest.mark.parametrize(
    ("isrc", "known_for", "again_after"),
    [
        (None, 0 * DAY, 6 * HOUR),
        (None, 13 * DAY, 6 * HOUR),
        ("KRA382600001", 13 * DAY, 6 * HOUR),
        ("kr-a38-25-00001", 13 * DAY, 6 * HOUR),
        ("no ISRC at all", 13 * DAY, 6 * HOUR),
        ("KRA382400001", 0 * DAY, DAY),
        ("KRA389900001", 0 * DAY, DAY),
        (None, 15 * DAY, DAY),
        ("KRA382600001", 89 * DAY, DAY),
        (None, 91 * DAY, 7 * DAY),
    ],
)
def test_missing_features_are_asked_for_again_the_sooner_the_newer_the_song_is(
    isrc: str | None, known_for: timedelta, again_after: timedelta
) -> None:
    silence = MissingFeatures(NOW - known_for, NOW - again_after)
    assert is_due(track(isrc), silence, NOW)
    assert not is_due(
        track(isrc), MissingFeatures(silence.since, silence.asked_at + timedelta(minutes=1)), NOW
    )
    assert is_due(track(isrc), None, NOW)
