"""Logs what may happen a thousand times a minute, without a thousand lines."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

SAID_AGAIN_AFTER: Final = 600.0
"""Seconds; what happens again sooner is counted, and the next line says how often."""
_MOST_KINDS: Final = 200


@dataclass(slots=True)
class _Kind:
    said_at: float
    untold: int = 0


class SparingLog:
    """Says what is of one kind once in ten minutes; `clock` counts seconds."""

    def __init__(
        self, logger: logging.Logger, level: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._logger = logger
        self._level = level
        self._clock = clock
        self._kinds: dict[Hashable, _Kind] = {}

    def say(self, kind: Hashable, message: str, *arguments: object) -> None:
        """Log the message, or count it if one of its kind was logged a short time ago."""
        now = self._clock()
        earlier = self._kinds.get(kind)
        if earlier is not None and now - earlier.said_at < SAID_AGAIN_AFTER:
            earlier.untold += 1
            return
        if earlier is not None and earlier.untold:
            message += " (%d more times since the last such line)"
            arguments = (*arguments, earlier.untold)
        self._kinds.pop(kind, None)
        self._kinds[kind] = _Kind(now)
        while len(self._kinds) > _MOST_KINDS:
            del self._kinds[next(iter(self._kinds))]
        self._logger.log(self._level, message, *arguments)
