from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from distributed import LocalCluster

from model.catalogue.cluster import Cluster
from model.catalogue.runners import Runner, RunnerLost
from model.catalogue.store import Store
from tests.model.catalogue.tables import invented, put, read, run

T = TypeVar("T")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@contextmanager
def scheduler() -> Iterator[str]:
    with LocalCluster(n_workers=0, processes=True, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster.scheduler_address


@contextmanager
def workers(url: str, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start workers that are processes of their own, and that are not started again when they die."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", url, "--no-nanny", "--nthreads", "1"]
    started = [
        subprocess.Popen([*command, "--no-dashboard"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        for _ in range(count)
    ]
    try:
        yield started
    finally:
        for worker in started:
            worker.kill()
            worker.wait()


class KillingOne:
    """Kills a worker when the first step is done."""

    def __init__(self, runner: Cluster, worker: subprocess.Popen[bytes]) -> None:
        self._runner = runner
        self._worker = worker

    def run(self, step: Callable[[T], int], tasks: Sequence[T]) -> Iterator[int]:
        for rows in self._runner.run(step, tasks):
            self._worker.kill()
            yield rows


def classified(path: Path, out: Path, runner: Runner | None = None) -> list[dict[str, object]]:
    run(path, out, part_rows=3, **({"runner": runner} if runner else {}))  # type: ignore[arg-type]
    return read(out)


@pytest.mark.slow
def test_a_cluster_of_which_a_worker_is_killed_gives_what_one_machine_gives(tmp_path: Path) -> None:
    path = put(tmp_path / "in.parquet", invented(30))
    alone = classified(path, tmp_path / "alone")
    with scheduler() as url, workers(url, 2) as processes:
        with Cluster(url, Store(str(tmp_path / "out.work"))) as cluster:
            cluster._client.wait_for_workers(2)
            together = classified(path, tmp_path / "out", KillingOne(cluster, processes[0]))
        assert processes[0].wait() != 0
        assert processes[1].poll() is None
    assert together == alone


def test_without_a_scheduler_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.catalogue.cluster._PATIENCE", 0.1)
    with pytest.raises(RunnerLost, match="no scheduler at tcp"):
        Cluster("tcp://127.0.0.1:9", Store(str(tmp_path)))
