"""Carrying out the trials that are not on disk yet, fold by fold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.chart_songs import read_chart_tracks
from model.data.dataset import MINIMUM_ROWS, read_dataset
from model.data.korean_songs import KoreanSongs, read_korean_songs
from model.data.recordings import Recordings
from model.data.whole_files import digest_of, write_whole
from model.derived_features import Matrix
from model.evaluation.cross_validation_folds import TrueGenres, folds_by_artist, true_genres
from model.study.fitting import VERSIONS
from model.study.results import results_for
from model.training.recipes import RECIPES
from model.trials.fold import Effort, Fold, Opinions
from model.trials.plan import Training

Progress = Callable[[str], None]

_FORMAT: Final = 2  # another number, when the same trial comes to mean something else


@dataclass(frozen=True, slots=True)
class Files:
    """The data set, songs with Melon's genres, and Korean tracks to learn from."""

    dataset: Path
    songs: Path
    tracks: Path


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """The recordings and songs of a run, and the folder of what was measured on exactly these."""

    recordings: Recordings
    korean: KoreanSongs
    tracks: Matrix
    effort: Effort
    seed: int
    folder: Path

    @classmethod
    def of(cls, files: Files, effort: Effort, seed: int, cache: Path) -> Trials:
        """Read the files; raises BadDataset."""
        korean = read_korean_songs(files.songs)
        tracks = read_chart_tracks(files.tracks, korean.ids)
        recordings = read_dataset(files.dataset, MINIMUM_ROWS if effort.recordings is None else 1).recordings
        if effort.recordings is not None and effort.recordings < len(recordings):
            chosen = np.random.default_rng(seed).permutation(len(recordings))[: effort.recordings]
            recordings = recordings.take(np.sort(chosen))
        folder = results_for(cache, _identity(files, effort, seed)).folder
        return cls(recordings, korean, tracks, effort, seed, folder)

    def true_genres(self) -> TrueGenres:
        """Return the genres of the recordings."""
        return true_genres(self.recordings)

    def rows(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the rows to learn from and to be asked about, for as many folds as are run."""
        return list(folds_by_artist(self.recordings, self.seed))[: self.effort.folds]

    def opinions(self, training: Training, number: int) -> Opinions | None:
        """Return what a training said in a fold, or None if it is not there or not readable."""
        try:
            content = io.BytesIO(self._path(training, number).read_bytes())
            with np.load(content, allow_pickle=False) as archive:
                return Opinions(archive["fold"].astype(np.float64), archive["korean"].astype(np.float64))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def carry_out(self, trainings: Sequence[Training], progress: Progress) -> None:
        """Carry out what is missing."""
        for number, (learnt, asked) in enumerate(self.rows()):
            missing = [training for training in trainings if self.opinions(training, number) is None]
            if not missing:
                continue
            features = self.recordings.features[asked]
            known = self.recordings.take(learnt)
            fold = Fold(known, features, self.korean.features, self.tracks, self.effort, self.seed)
            for training in missing:
                self._keep(training, number, training.carry_out(fold))
                progress(f"fold {number + 1} of {self.effort.folds}: {training.says}")

    def _keep(self, training: Training, number: int, opinions: Opinions) -> None:
        """Write opinions; a process that is killed meanwhile leaves none, not half of them."""
        content = io.BytesIO()
        np.savez_compressed(
            content, fold=opinions.fold.astype(np.float32), korean=opinions.korean.astype(np.float32)
        )
        write_whole(self._path(training, number), content.getvalue())

    def _path(self, training: Training, number: int) -> Path:
        return self.folder / f"{training.name}-{number}.npz"


def _identity(files: Files, effort: Effort, seed: int) -> dict[str, object]:
    """Return what an opinion depends on; it does not on the number of folds."""
    return {
        "format": _FORMAT,
        "files": [digest_of(path) for path in (files.dataset, files.songs, files.tracks)],
        "effort": [effort.recordings, effort.rounds],
        "seed": seed,
        "recipes": RECIPES,
        "versions": VERSIONS,
    }
