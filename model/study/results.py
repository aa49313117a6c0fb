"""What has been measured already, on disk: one small file a fit, so that a run that was killed goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from model.data.whole_files import write_whole
from model.strict_json import WrongShape, plain, read_as
from model.study.fitting import FoldScore, SongGenres
from model.study.plan import FinalFit, Fit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Results:
    """The results that belong to one data set, effort, seed and set of library versions."""

    folder: Path

    def fold(self, fit: Fit) -> FoldScore | None:
        """Return the score of a fit, or None if it is not there or not readable."""
        return self._read(FoldScore, fit.name)

    def folds(self, fits: Iterable[Fit]) -> Sequence[FoldScore] | None:
        """Return the scores of all these fits, or None if one is missing."""
        scores = [self.fold(fit) for fit in fits]
        known = [score for score in scores if score is not None]
        return known if len(known) == len(scores) else None

    def songs(self, fit: FinalFit) -> SongGenres | None:
        """Return the genres of the published songs, or None if they are not there or not readable."""
        return self._read(SongGenres, fit.name)

    def __contains__(self, fit: Fit | FinalFit) -> bool:
        return (self.fold(fit) if isinstance(fit, Fit) else self.songs(fit)) is not None

    def keep(self, fit: Fit | FinalFit, result: FoldScore | SongGenres) -> None:
        """Write a result; a process that is killed meanwhile leaves none, not half of one."""
        write_whole(self.folder / f"{fit.name}.json", json.dumps(plain(result)).encode("utf-8"))

    def _read(self, kind: type[T], name: str) -> T | None:
        try:
            text = (self.folder / f"{name}.json").read_text(encoding="utf-8")
            return read_as(kind, json.loads(text), name)
        except (OSError, ValueError, WrongShape):
            return None


def results_for(cache: Path, identity: Mapping[str, object]) -> Results:
    """Return the results in the cache that are about exactly this."""
    text = json.dumps(plain(identity), sort_keys=True)
    return Results(cache / hashlib.sha256(text.encode("utf-8")).hexdigest()[:16])
