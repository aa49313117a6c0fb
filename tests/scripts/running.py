"""The commands of scripts/, run in the process of the test."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from types import ModuleType

import pytest

Run = Callable[..., int]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


def run_script(script: ModuleType, *arguments: object) -> int:
    """Run a command with these arguments; returns its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", [str(script.__file__), *map(str, arguments)])
        return int(script.main())


def done_by(script: ModuleType, *arguments: object) -> Done:
    """Run a command, also one that its arguments end; in a thread, where the test serves what it asks."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = run_script(script, *arguments)
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    said, complained = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return Done(status, said, complained)
