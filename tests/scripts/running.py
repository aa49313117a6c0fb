"""The commands of scripts/, run in the process of the test."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

Run = Callable[..., int]


def run_script(script: ModuleType, *arguments: object) -> int:
    """Run a command with these arguments; returns its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", [str(script.__file__), *map(str, arguments)])
        return int(script.main())
