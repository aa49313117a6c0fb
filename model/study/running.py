"""Carrying out the fits that are not on disk yet, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from model.catalogue.runners import Processes
from model.data.whole_files import digest_of
from model.study.fitting import VERSIONS, FoldScore, SongGenres, judge_songs, score_fold
from model.study.plan import Effort, FinalFit, Fit
from model.study.results import Results
from model.study.songs import Material, Ranges, read_material

Progress = Callable[[int, int, str, float], None]  # fits done, fits in all, the fit's name, its seconds

_FORMAT: Final = 1  # another number, when the same fit comes to mean something else


@dataclass(frozen=True, slots=True)
class Assignment:
    """What all fits of a run have in common; enough for another process to read the songs itself."""

    dataset: Path
    ranges: Ranges = field(hash=False)
    effort: Effort
    seed: int

    @property
    def identity(self) -> dict[str, object]:
        """What a result depends on; a result of anything else is another result."""
        return {
            "format": _FORMAT,
            "dataset": digest_of(self.dataset),
            "ranges": {name: tuple(ends) for name, ends in self.ranges.items()},
            "effort": self.effort,
            "seed": self.seed,
            "versions": VERSIONS,
        }

    def material(self) -> Material:
        """Return the songs, which a process reads once; raises BadDataset."""
        return _material(self)


def carry_out(
    fits: Sequence[Fit | FinalFit], assignment: Assignment, results: Results, *, jobs: int, progress: Progress
) -> None:
    """Carry out the fits that have no result yet, `jobs` at a time, and keep each result as it comes.

    Raises RunnerLost where a process that carries them out is killed.
    """
    missing = [_Task(fit, assignment, results) for fit in fits if fit not in results]
    done = len(fits) - len(missing)
    with Processes(jobs) as processes:
        for number, (name, seconds) in enumerate(processes.run(_carried_out, missing), start=done + 1):
            progress(number, len(fits), name, seconds)


@dataclass(frozen=True, slots=True)
class _Task:
    fit: Fit | FinalFit
    assignment: Assignment
    results: Results


def _carried_out(task: _Task) -> tuple[str, float]:
    """Keep the result of a fit; return its name and the seconds that it took."""
    material, effort, seed = task.assignment.material(), task.assignment.effort, task.assignment.seed
    fit = task.fit
    if isinstance(fit, Fit):
        result: FoldScore | SongGenres = score_fold(fit, material, effort, seed)
    else:
        result = judge_songs(fit, material, effort, seed)
    task.results.keep(fit, result)
    return fit.name, result.seconds


@lru_cache(maxsize=1)
def _material(assignment: Assignment) -> Material:
    return read_material(assignment.dataset, assignment.ranges, assignment.effort, assignment.seed)
