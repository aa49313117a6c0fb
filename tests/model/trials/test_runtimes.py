from pathlib import Path

import numpy as np
import pytest

from model.card import read_card
from model.trials import runtimes
from model.trials.runtimes import NOT_INSTALLED, timings
from tests.model.shipped import songs


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    return np.array([song.row() for song in songs(100)])


def test_each_member_is_timed_in_each_runtime(
    model_folder: Path, features: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "find_spec", lambda _: None)
    found = list(timings(read_card(model_folder), model_folder, features))
    assert len(found) == 3 * len(runtimes._RUNTIMES)
    for timing in found:
        if timing.runtime in {"plain arrays", "the library itself"}:
            assert timing.error < 1e-6
            assert min(timing.megabytes, timing.load, timing.one_row, timing.hundred_rows) > 0
        else:
            assert timing.problem == NOT_INSTALLED


def test_what_a_converter_cannot_take_is_said(
    model_folder: Path, features: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("no such objective\nand a long explanation")

    monkeypatch.setattr(runtimes, "_RUNTIMES", {"another": (None, refuse)})
    found = list(timings(read_card(model_folder), model_folder, features))
    assert [timing.problem for timing in found] == ["cannot take it: no such objective"] * 3
