"""The page about a data set: its pictures, the glossary, and the slides' figures beside ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.markdown import filled, table
from model.data.whole_files import write_whole
from model.exploration.drawing.figures import (
    boxes_picture,
    chart_picture,
    correlation_picture,
    genres_picture,
    seeds_picture,
)
from model.exploration.glossary import GLOSSARY
from model.exploration.statistics import Exploration
from model.features import FEATURE_NAMES
from model.study_sample import study_songs

REPORT_FILE: Final = "dataset.md"
_TEMPLATE: Final = Path(__file__).with_name("report_template.txt")
_HALF: Final = (len(FEATURE_NAMES) + 1) // 2
# As charted on the slides; the sizes of the other genres are not legible.
_PUBLISHED_SIZES: Final[Mapping[str, int]] = {
    "acoustic": 920,
    "alternative": 929,
    "blues": 459,
    "chill": 462,
    "classical": 405,
    "club": 100,
    "country": 457,
    "dance": 841,
    "disco": 456,
    "drum-and-bass": 469,
    "electronic": 4725,
    "folk": 462,
    "funk": 517,
    "gospel": 468,
}
_PUBLISHED_CORRELATIONS: Final = (
    ("energy", "loudness", 0.76),
    ("energy", "acousticness", -0.73),
    ("loudness", "acousticness", -0.58),
    ("danceability", "valence", 0.44),
    ("instrumentalness", "duration_ms", 0.27),
    ("instrumentalness", "valence", -0.25),
)


@dataclass(frozen=True, slots=True)
class ExplorationReport:
    """One data set's page; `ranges` are those of `charted` chart songs, `command` is how it is made again."""

    exploration: Exploration
    ranges: Mapping[str, Sequence[float]]
    charted: int
    command: str

    def write(self, folder: Path) -> Path:
        """Write the page and its pictures into a folder; returns the path of the text."""
        for name, content in self.pictures().items():
            write_whole(folder / name, content)
        path = folder / REPORT_FILE
        write_whole(path, self.text().encode("utf-8"))
        return path

    def pictures(self) -> Mapping[str, bytes]:
        """Return the pictures by the names under which the page shows them."""
        songs = np.array([features.row() for _, features in study_songs()])
        boxes = "장르별 오디오 특성 Audio features by genre"
        return {
            "dataset-seeds.png": seeds_picture(self.exploration),
            "dataset-genres.png": genres_picture(self.exploration),
            "dataset-features-1.png": boxes_picture(self.exploration, FEATURE_NAMES[:_HALF], f"{boxes}, 1/2"),
            "dataset-features-2.png": boxes_picture(self.exploration, FEATURE_NAMES[_HALF:], f"{boxes}, 2/2"),
            "dataset-correlation.png": correlation_picture(self.exploration),
            "dataset-chart.png": chart_picture(self.exploration, self.ranges, songs, self.charted),
        }

    def text(self) -> str:
        """Return the page as Markdown."""
        page = filled(
            _TEMPLATE,
            command=self.command,
            rows=f"{self.exploration.rows:,}",
            tracks=f"{len(self.exploration.features):,}",
            kept_rows=f"{sum(self.exploration.per_seed.values()):,}",
            seeds=len(self.exploration.per_seed),
            genres=len(self.exploration.per_genre),
            charted=f"{self.charted:,}",
            glossary=_glossary(),
            sizes=self._sizes(),
            correlations=self._correlations(),
        )
        return f"{page}\n"

    def _sizes(self) -> str:
        tracks = len(self.exploration.features)
        rows = [
            (genre, f"{size:,}", f"{len(own):,}", f"{size / 26_470:.1%}", f"{len(own) / tracks:.1%}")
            for genre, size in _PUBLISHED_SIZES.items()
            for own in [self.exploration.per_genre[genre]]
        ]
        return table(("genre", "slides", "here", "slides, share", "here, share"), rows)

    def _correlations(self) -> str:
        found = self.exploration.correlation
        rows = [
            (one, other, f"{published:+.2f}", f"{ours:+.2f}")
            for one, other, published in _PUBLISHED_CORRELATIONS
            for ours in [found[FEATURE_NAMES.index(one), FEATURE_NAMES.index(other)]]
        ]
        return table(("feature", "feature", "slides", "here"), rows)


def _glossary() -> str:
    rows = [(name, words.korean_name, words.korean, words.english) for name, words in GLOSSARY.items()]
    return table(("feature", "이름", "설명", "meaning"), rows)
