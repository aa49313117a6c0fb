"""What the child process may not do, held by the kernel; for Unix."""

from __future__ import annotations

import os
import resource
from typing import Final

CPU_SECONDS: Final = 30
MEMORY: Final = 1_500_000_000
"""Bytes of address space; six minutes of sound take a third of it."""
_NICE: Final = 10


def limit() -> None:
    """Bound time and memory, for the whole life of the process; no core is left behind."""
    os.nice(_NICE)
    _at_most(resource.RLIMIT_CPU, CPU_SECONDS)
    _at_most(resource.RLIMIT_AS, MEMORY)
    _at_most(resource.RLIMIT_CORE, 0)


def shut() -> None:
    """Open nothing any more: no file, no socket, no pipe. What is to be imported must be by now.

    Standard input and output, which are open, go on working.
    """
    _at_most(resource.RLIMIT_NOFILE, 0)


def _at_most(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))
