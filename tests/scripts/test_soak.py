from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scripts import soak
from tests.benchmarks.soak import Soaked
from tests.scripts.running import run_script

WELL = Soaked(900, 0, 3, 3, 12, (151.0, 152.0), (20, 21))


@pytest.mark.parametrize(
    ("result", "status"),
    [(WELL, 0), (replace(WELL, unanswered=1), 1), (replace(WELL, explained=2), 1)],
    ids=["well", "an update was lost", "an answer came twice without a reason"],
)
def test_it_fails_where_an_update_is_lost_or_answered_twice_without_a_reason(
    result: Soaked, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def soaked(seconds: float) -> Soaked:
        assert seconds == 120
        return result

    monkeypatch.setattr(soak, "soak", soaked)
    assert _status(soak, "--minutes", "2") == status
    assert f"| without an answer | {result.unanswered} |" in capsys.readouterr().out


def _status(script: Any, *arguments: str) -> int:  # noqa: ANN401 - a module
    return run_script(script, *arguments)
