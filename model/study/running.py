"""Carrying out the fits that are not on disk yet, in this process or in several."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Final

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
    ranges: Ranges
    effort: Effort
    seed: int

    @property
    def identity(self) -> dict[str, object]:
        """What a result depends on; a result of anything else is another result."""
        with self.dataset.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {
            "format": _FORMAT,
            "dataset": digest,
            "ranges": {name: tuple(ends) for name, ends in self.ranges.items()},
            "effort": self.effort,
            "seed": self.seed,
            "versions": VERSIONS,
        }

    def material(self) -> Material:
        """Read the songs; raises BadDataset."""
        return read_material(self.dataset, self.ranges, self.effort, self.seed)


def carry_out(
    fits: Sequence[Fit | FinalFit],
    assignment: Assignment,
    material: Material,
    results: Results,
    *,
    jobs: int,
    progress: Progress,
) -> None:
    """Carry out the fits that have no result yet, `jobs` at a time, and keep each result as it comes."""
    missing = [fit for fit in fits if fit not in results]
    done = len(fits) - len(missing)
    outcomes = _here(missing, assignment, material) if jobs == 1 else _elsewhere(missing, assignment, jobs)
    for number, (fit, result) in enumerate(outcomes, start=done + 1):
        results.keep(fit, result)
        progress(number, len(fits), fit.name, result.seconds)


Outcome = tuple[Fit | FinalFit, FoldScore | SongGenres]


def _here(fits: Sequence[Fit | FinalFit], assignment: Assignment, material: Material) -> Iterator[Outcome]:
    for fit in fits:
        yield fit, _result(fit, assignment, material)


def _elsewhere(fits: Sequence[Fit | FinalFit], assignment: Assignment, jobs: int) -> Iterator[Outcome]:
    """Fresh processes, since a forked one inherits the libraries' threads in whatever state they are in."""
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_prepare, initargs=(assignment,)
    )
    try:
        waiting: dict[Future[FoldScore | SongGenres], Fit | FinalFit] = {
            pool.submit(_result_there, fit): fit for fit in fits
        }
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _result(fit: Fit | FinalFit, assignment: Assignment, material: Material) -> FoldScore | SongGenres:
    if isinstance(fit, Fit):
        return score_fold(fit, material, assignment.effort, assignment.seed)
    return judge_songs(fit, material, assignment.effort, assignment.seed)


_prepared: dict[str, tuple[Assignment, Material]] = {}  # of a process that was started for the fits


def _prepare(assignment: Assignment) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _prepared["songs"] = assignment, assignment.material()


def _result_there(fit: Fit | FinalFit) -> FoldScore | SongGenres:
    return _result(fit, *_prepared["songs"])


def _end_with_parent() -> None:
    """End when the parent does: a parent that was killed tells no child, and they would wait for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
