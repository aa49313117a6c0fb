"""The bot as it is, in a process that also measures how late its event loop is.

LAG_FILE in the environment is where the process writes it in the end: one lateness a line, in seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
from array import array
from pathlib import Path

from bot.start.run import run

EVERY = 0.01  # seconds


class WatchedPolicy(asyncio.DefaultEventLoopPolicy):
    """Makes loops that note at each tick how much later it came than it was due."""

    def __init__(self) -> None:
        super().__init__()
        self.late = array("d")

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()

        def tick(due: float) -> None:
            now = loop.time()
            self.late.append(now - due)
            loop.call_at(now + EVERY, tick, now + EVERY)

        loop.call_soon(tick, loop.time())
        return loop


def main() -> int:
    policy = WatchedPolicy()
    asyncio.set_event_loop_policy(policy)
    status = run()
    Path(os.environ["LAG_FILE"]).write_text("\n".join(map(str, policy.late[1:])), encoding="ascii")
    return status


if __name__ == "__main__":
    sys.exit(main())
