import os
import signal
import subprocess
import sys

import psutil
import pytest

from model.catalogue.runners import Processes, RunnerLost


def doubled(number: int) -> int:
    return 2 * number


def process_number(_: int) -> int:
    return os.getpid()


def killed(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_steps_are_taken_in_processes_and_a_single_one_here() -> None:
    with Processes(2) as processes:
        assert list(processes.run(doubled, [3])) == [6]
        assert list(processes.run(process_number, [0])) == [os.getpid()]
        assert sorted(processes.run(doubled, [1, 2])) == [2, 4]
        own = {*processes.run(process_number, range(20)), *processes.run(process_number, range(20))}
        assert own.isdisjoint({os.getpid()})
        assert len(own) <= 2


def test_processes_end_with_a_parent_that_is_killed() -> None:
    code = "import time; from model.catalogue.runners import Processes; "
    code += "print(*Processes(2).run(time.sleep, [600, 600]))"
    with subprocess.Popen([sys.executable, "-c", code]) as parent:  # noqa: S603 - our own interpreter
        started: list[psutil.Process] = []
        while len(started) < 3:  # two, and one of the library's own that tidies up behind them
            started = psutil.Process(parent.pid).children()
        parent.kill()
    psutil.wait_procs(started)


def test_a_killed_process_is_said_in_one_sentence() -> None:
    with Processes(2) as processes, pytest.raises(RunnerLost, match="goes on from here"):
        list(processes.run(killed, [1, 2]))
