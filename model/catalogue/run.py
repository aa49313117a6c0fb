"""A whole run: from files of tracks to the same rows with their votes, taken up where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from model.catalogue.missing import Find, look_up
from model.catalogue.plan import Wanted, take
from model.catalogue.results import Output
from model.catalogue.runners import Runner
from model.catalogue.stages import hear, judge, read_songs
from model.catalogue.store import Store

T = TypeVar("T")

Progress = Callable[[str, int, int | None], None]
"""Is told the stage, and how many rows of how many it has done; None where that is unknown."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many rows the result has, how many of them have a vote, and how many others were rejected."""

    rows: int
    voted: int
    rejected: int


def classify(
    wanted: Wanted,
    output: Output,
    store: Store,
    runner: Runner,
    progress: Progress,
    find: Find | None = None,
) -> Done:
    """Write the rows of all files with their votes; the store is removed at the end.

    `find` looks for the songs that have no audio features; without it they are voted on by their artists'
    other songs, if at all. Raises BadDataset, BadModel, RunnerLost, StoreHeld and what `find` raises; the
    store then stays for the next try.
    """
    output.check()
    with store.held():
        return _classify(wanted, output, store, runner, progress, find)


def _classify(
    wanted: Wanted, output: Output, store: Store, runner: Runner, progress: Progress, find: Find | None
) -> Done:
    counted = _Count(progress)
    plan = take(wanted, store, counted.stage("reading", None))
    _take_step(runner, read_songs, plan.part_tasks(), counted.stage("understanding", plan.rows))
    if find is not None:
        look_up(plan, find, progress)
    _take_step(runner, hear, plan.part_tasks(), counted.stage("listening", plan.rows))
    _take_step(runner, judge, plan.bucket_tasks(), counted.stage("voting", plan.rows))
    rejected = output.write_rejected(plan)
    rows, voted = output.write(plan, runner, counted.stage("writing", plan.rows))
    store.remove()
    return Done(rows, voted, rejected)


def _take_step(
    runner: Runner, step: Callable[[T], int], tasks: Sequence[T], done: Callable[[int], None]
) -> None:
    rows: Iterable[int] = runner.run(step, tasks)
    for count in rows:
        done(count)


class _Count:
    """Adds up what a stage has done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def stage(self, name: str, total: int | None) -> Callable[[int], None]:
        done = 0

        def add(rows: int) -> None:
            nonlocal done
            done += rows
            self._progress(name, done, total)

        return add
