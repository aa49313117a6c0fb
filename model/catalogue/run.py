"""A whole run: from files of tracks to the same rows with their votes, taken up where it was interrupted."""

from __future__ import annotations

from dataclasses import dataclass

from model.catalogue.missing import Find, Progress, look_up
from model.catalogue.plan import Wanted, take
from model.catalogue.results import Output
from model.catalogue.runners import RowsDone, Runner, take_step
from model.catalogue.stages import hear, judge, read_songs
from model.catalogue.store import Store


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
        plan = take(wanted, store, _counted(progress, "reading", None))
        take_step(runner, read_songs, plan.part_tasks(), _counted(progress, "understanding", plan.rows))
        if find is not None:
            look_up(plan, find, progress)
        take_step(runner, hear, plan.part_tasks(), _counted(progress, "listening", plan.rows))
        take_step(runner, judge, plan.bucket_tasks(), _counted(progress, "voting", plan.rows))
        rejected = output.write_rejected(plan)
        rows, voted = output.write(plan, runner, _counted(progress, "writing", plan.rows))
        store.remove()
        return Done(rows, voted, rejected)


def _counted(progress: Progress, stage: str, total: int | None) -> RowsDone:
    """Return what adds up the rows of a stage and tells of their sum."""
    done = 0

    def add(rows: int) -> None:
        nonlocal done
        done += rows
        progress(stage, done, total)

    return add
