"""The commands of scripts/, run in the process of the test."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
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


@contextmanager
def logs_as_before() -> Iterator[None]:
    """Let what a command says of its log end with it."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    try:
        yield
    finally:
        for logger, level, handlers in before:
            logger.setLevel(level)
            logger.handlers[:] = handlers


def run_script(script: ModuleType, *arguments: object) -> int:
    """Run a command with these arguments; returns its exit code."""
    with pytest.MonkeyPatch.context() as patch, logs_as_before():
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
