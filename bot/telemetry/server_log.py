"""The log of aiohttp's servers, without what any stranger can make them say."""

from __future__ import annotations

import logging
from typing import Final


class _WithoutStrangers(logging.Filter):
    """Leaves out requests that are no HTTP: each is answered with 400, and a traceback quotes its bytes."""

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[0] if record.exc_info else None
        return problem is None or problem.__module__ != "aiohttp.http_exceptions"


SERVER_LOG: Final = logging.getLogger("aiohttp.server")
SERVER_LOG.addFilter(_WithoutStrangers())
