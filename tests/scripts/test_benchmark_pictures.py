from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from scripts import benchmark_pictures
from tests.scripts.running import run_script


def test_what_is_installed_is_compared_and_what_is_not_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing = "def draw():\n    return LINES\n"
    monkeypatch.setattr(benchmark_pictures, "_DRAWINGS", {"resvg-py": drawing, "no-such-package": drawing})
    assert run_script(benchmark_pictures) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[2].startswith("| resvg-py | ")
    assert said.err == "no-such-package is not installed\n"
    with pytest.raises(PackageNotFoundError):
        benchmark_pictures._with_requirements("no-such-package", set())
    assert benchmark_pictures._with_requirements("resvg-py", set()) == {"resvg-py"}
