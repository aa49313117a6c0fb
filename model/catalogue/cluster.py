"""The steps of a run, carried out by the workers of a Dask cluster."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Self, TypeVar

import distributed

from model.catalogue.runners import RunnerLost
from model.catalogue.store import Store

T = TypeVar("T")
R = TypeVar("R")

_DASK: Final[Any] = distributed  # its functions have no types
_PATIENCE: Final = 30  # seconds for the scheduler to answer, and for a first worker
_TRIES: Final = 3


class Cluster:
    """The cluster whose scheduler has this address; its workers have this project and reach the store.

    A step of a worker that dies is taken by another one. Raises RunnerLost where no worker can be had.
    """

    def __init__(self, url: str, store: Store) -> None:
        try:
            self._client = _DASK.Client(url, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise RunnerLost(f"There is no scheduler at {url}: {problem}.") from problem
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            self._check(store)
        except TimeoutError as problem:
            self._client.close()
            raise RunnerLost(f"The scheduler at {url} has no worker.") from problem
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def run(self, step: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Take a step for each task, as many at a time as there are workers."""
        steps = self._client.map(step, tasks, pure=False, retries=_TRIES)
        try:
            for done in _DASK.as_completed(steps, loop=self._client.loop):
                yield done.result()
        except distributed.KilledWorker as problem:
            lost = "Several workers died at one step, perhaps for want of memory"
            raise RunnerLost(f"{lost}; the same command goes on from here.") from problem
        finally:
            self._client.cancel(steps)

    def _check(self, store: Store) -> None:
        mark = f"seen/{uuid.uuid4().hex}"
        store.write(mark, b"")
        blind = [worker for worker, sees in self._client.run(store.has, mark).items() if not sees]
        if blind:
            raise RunnerLost(
                f"The workers {', '.join(blind)} do not reach {store.url}; say with --work what all reach."
            )
