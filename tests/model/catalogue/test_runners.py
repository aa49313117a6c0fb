import os
import signal

import pytest

from model.catalogue.runners import OneByOne, Processes, RunnerLost


def doubled(number: int) -> int:
    return 2 * number


def killed(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_steps_are_taken_one_by_one_or_in_processes() -> None:
    assert list(OneByOne().run(doubled, [1, 2])) == [2, 4]
    assert list(Processes(2).run(doubled, [3])) == [6]


def test_a_killed_process_is_said_in_one_sentence() -> None:
    with pytest.raises(RunnerLost, match="goes on from here"):
        list(Processes(2).run(killed, [1, 2]))
