"""What a collection has learnt so far, on disk line by line, so that it goes on wherever it was killed."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Self

from model.features import FEATURE_NAMES, AudioFeatures
from model.features import audio_features as features_from
from model.music import Track

_LISTS: Final = ("artists", "other_names", "artist_ids")  # of a track; the last is not in older journals


class JournalProblem(Exception):  # noqa: N818 - a fact about a file
    """The journal cannot be used; the message is one sentence for the operator."""


@dataclass(slots=True)
class SeedProgress:
    """What was found for one genre seed: tracks by id, how many came twice, how many results are passed."""

    tracks: dict[str, Track] = field(default_factory=dict)
    repeated: int = 0
    passed: int = 0
    ended: bool = False


class CollectionJournal:
    """One file with a line for each answer; `with` opens it, for one process at a time.

    A line that was not finished when the process died is cut off. `seeds` and `features` are what the lines
    say; features of None were asked for and are not known.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.seeds: dict[str, SeedProgress] = {}
        self.features: dict[str, AudioFeatures | None] = {}

    def __enter__(self) -> Self:
        """Read the file; raises JournalProblem where it is none of ours or another process holds it."""
        try:
            self._file = self._path.open("a+b")
        except OSError as error:
            raise JournalProblem(f"{self._path.name} cannot be opened: {error.strerror}.") from error
        try:
            self._take_up()
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def progress(self, seed: str) -> SeedProgress:
        """Return what is known of a seed."""
        return self.seeds.setdefault(seed, SeedProgress())

    def keep_page(self, seed: str, page: Iterable[Track], step: int) -> None:
        """Write one page of search results, and that so many results are passed; no track: the end."""
        entry = {"seed": seed, "step": step, "tracks": [asdict(track) for track in page]}
        self._append(entry)
        self._read_page(entry)

    def keep_features(self, asked: Iterable[str], found: Mapping[str, AudioFeatures]) -> None:
        """Write the answer to one batch of ids."""
        entry = {"features": {track_id: _plain(found.get(track_id)) for track_id in asked}}
        self._append(entry)
        self._read_features(entry)

    def _take_up(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise JournalProblem(f"Another collection is at work on {self._path.name}.") from None
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file, start=1):
            if line.endswith(b"\n"):
                self._read(line, number)
                whole += len(line)
        self._file.truncate(whole)

    def _read(self, line: bytes, number: int) -> None:
        try:
            entry = json.loads(line)
            (self._read_page if "seed" in entry else self._read_features)(entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise JournalProblem(
                f"Line {number} of {self._path.name} is damaged; move the file away to start again."
            ) from None

    def _read_page(self, entry: Mapping[str, object]) -> None:
        tracks = entry["tracks"]
        progress = self.progress(str(entry["seed"]))
        progress.passed += int(str(entry["step"]))
        progress.ended = not tracks
        for values in tracks if isinstance(tracks, list) else []:
            track = _track(values)
            progress.repeated += track.id in progress.tracks
            progress.tracks.setdefault(track.id, track)

    def _read_features(self, entry: Mapping[str, object]) -> None:
        answers = entry["features"]
        for track_id, values in answers.items() if isinstance(answers, dict) else ():
            self.features[track_id] = _features(values) if values else None

    def _append(self, entry: Mapping[str, object]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _track(values: Mapping[str, object]) -> Track:
    known = dict(values)
    return Track(**(known | {name: tuple(known.get(name, ())) for name in _LISTS}))  # type: ignore[arg-type]


def _plain(features: AudioFeatures | None) -> dict[str, object] | None:
    if features is None:
        return None
    values = {name: getattr(features, name) for name in FEATURE_NAMES}
    return values | {"source": features.source, "obtained_on": features.obtained_on.isoformat()}


def _features(values: Mapping[str, object]) -> AudioFeatures | None:
    obtained_on = date.fromisoformat(str(values["obtained_on"]))
    return features_from(values, source=str(values["source"]), obtained_on=obtained_on)
