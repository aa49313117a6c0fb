from __future__ import annotations

import importlib.util
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "benchmark_pictures.py"


def test_what_is_installed_is_compared_and_what_is_not_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    specification = importlib.util.spec_from_file_location("benchmark_pictures", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    drawing = "def draw():\n    return LINES\n"
    monkeypatch.setattr(script, "_DRAWINGS", {"resvg-py": drawing, "no-such-package": drawing})
    monkeypatch.setattr("sys.argv", [str(SCRIPT)])
    assert script.main() == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[2].startswith("| resvg-py | ")
    assert said.err == "no-such-package is not installed\n"
    with pytest.raises(PackageNotFoundError):
        script._with_requirements("no-such-package", set())
    assert script._with_requirements("resvg-py", set()) == {"resvg-py"}
