"""How the steps of a run are carried out: in this process, or by as many others as there are processors."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import Protocol, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

RowsDone = Callable[[int], None]
"""Is told how many rows are done, each time that some are."""


class RunnerLost(Exception):  # noqa: N818 - a fact about the machine
    """What carried the steps out is gone; the message says what to do."""


class Runner(Protocol):
    """Carries out steps; each is a function of a module, so that another process finds it by its name."""

    def run(self, step: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Take a step for each task; yields what each returns as soon as it is done. Raises RunnerLost."""


def take_step(runner: Runner, step: Callable[[T], int], tasks: Sequence[T], done: RowsDone) -> None:
    """Take a step for each task and tell of its rows; raises RunnerLost."""
    for rows in runner.run(step, tasks):
        done(rows)


class Processes:
    """Takes the steps in processes that are started for them once; each keeps to one processor."""

    def __init__(self, count: int | None = None) -> None:
        self._count = count or os.cpu_count()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, step: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Take a step for each task, several at a time; where only one can be, in this process."""
        if len(tasks) == 1 or self._count == 1:
            yield from map(step, tasks)
            return
        steps = [self._started().submit(step, task) for task in tasks]
        try:
            for done in as_completed(steps):
                yield done.result()
        except BrokenProcessPool as problem:
            lost = "A process of the run was killed, perhaps for want of memory"
            raise RunnerLost(f"{lost}; the same command goes on from here.") from problem

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
                os.environ.setdefault(name, "1")  # or their own threads would fight over the processors
            context = multiprocessing.get_context("spawn")  # forked ones would inherit the libraries' threads
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_end_with_parent)
        return self._pool


def _end_with_parent() -> None:
    """End when the parent does: a parent that was killed tells no child, and they would wait for ever."""

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
