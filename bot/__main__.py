"""Starts the program; a request to stop counts from its first instant, before anything large is loaded."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType


def main() -> int:
    """Run the bot; return the process's exit status."""
    signal.signal(signal.SIGTERM, _stop)  # as process 1 of a container it would be ignored without this
    gc.disable()  # what is loaded stays; the event loop enables it
    from bot.start.run import run  # noqa: PLC0415 - takes a second

    return run()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
