"""The ten songs whose audio features the study of 2021 published: enough to answer without a network.

The study took them from the Melon Top 100 of late 2021. The ids were read off scanned slides; those of
"Sticker", "I can't run away" and "How can we become friends who we loved" could not be confirmed.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from model.features import FEATURE_NAMES, AudioFeatures, audio_features
from model.music import Chart, ChartEntry, Track

STUDY_SOURCE: Final = "study-2021"
STUDY_CHART: Final = "study-2021"
STUDY_DAY: Final = date(2021, 12, 1)
"""The slides say "late 2021" and no day; where a day is shown it is shown as "late 2021"."""

_FILE: Final = Path(__file__).with_name("study_sample.csv")


def study_songs() -> list[tuple[Track, AudioFeatures]]:
    """Return the ten songs in the order of the slides."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return [(_track(row), _features(row)) for row in csv.DictReader(file)]


def study_chart() -> Chart:
    """Return the sample as a chart; the ranks are the order of the slides, no chart's ranks."""
    entries = tuple(
        ChartEntry(rank=rank, title=track.title, artists=track.artists, song_id=track.id)
        for rank, (track, _) in enumerate(study_songs(), start=1)
    )
    moment = datetime(STUDY_DAY.year, STUDY_DAY.month, STUDY_DAY.day, tzinfo=UTC)
    return Chart(name=STUDY_CHART, day=STUDY_DAY, hour=None, fetched_at=moment, entries=entries)


def _track(row: dict[str, str]) -> Track:
    titles = [title for title in (row["korean_title"], row["title"]) if title]
    singer = row["korean_artists"]
    return Track(
        id=row["id"],
        title=row["title"],
        artists=(row["artists"],),
        duration_ms=int(row["duration_ms"]),
        other_names=tuple(dict.fromkeys([*titles[:-1], *(f"{title} {singer}" for title in titles)])),
    )


def _features(row: dict[str, str]) -> AudioFeatures:
    values = {name: float(row[name]) for name in FEATURE_NAMES}
    features = audio_features(values, source=STUDY_SOURCE, obtained_on=STUDY_DAY)
    if features is None:
        raise ValueError(f"{_FILE.name}: {row['id']} has no features")
    return features
