"""Lets the library say in one line, not in a traceback at each try, that the connection has failed."""

from __future__ import annotations

import logging
from typing import Final

from bot.platforms.discord.send_failures import describe
from bot.telemetry.sparing_log import SparingLog

log = logging.getLogger(__name__)

_LEVELS: Final = {
    "discord": logging.WARNING,  # its INFO lines hold the numbers of sessions
    "discord.client": logging.ERROR,  # warns that no voice is supported
    "discord.http": logging.ERROR,  # a rate limit that is waited for is nothing to act on
    "discord.webhook.async_": logging.ERROR,
}


class _OneLine(logging.Filter):
    """Says in the place of the shards' tracebacks what has happened, once in ten minutes."""

    def __init__(self) -> None:
        super().__init__()
        self._said = SparingLog(log, logging.WARNING)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let what has no traceback pass."""
        problem = record.exc_info[1] if record.exc_info else None
        if problem is None:
            return True
        why = describe(problem)
        self._said.say(why, "the connection to Discord has failed (%s); it is tried again", why)
        return False


def quieten_library() -> None:
    """Set the levels of the library's loggers, and shorten what its shards say; may be repeated."""
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    shards = logging.getLogger("discord.shard")
    for earlier in [each for each in shards.filters if isinstance(each, _OneLine)]:
        shards.removeFilter(earlier)
    shards.addFilter(_OneLine())
