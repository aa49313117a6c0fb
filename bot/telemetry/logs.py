"""Sets up the log: lines for people or JSON for machines, each with the update and the chat it belongs to."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

import structlog

TALKATIVE: Final = ("httpx", "httpcore", "alembic", "PIL")
"""At INFO these say whole addresses, or more than an operator wants to read."""


def _for_people() -> structlog.dev.ConsoleRenderer:
    # The default shows the values of local variables where the library rich is installed: people's words.
    return structlog.dev.ConsoleRenderer(
        colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
    )


def set_up_logs(level: str, kind: str) -> None:
    """Send every record, of the bot and of libraries, to standard error; `kind` is "console" or "json".

    The time has its offset from UTC. What `structlog.contextvars` holds is part of each line.
    """
    seen: Sequence[structlog.typing.Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S%z", utc=False),
    )
    renderer: Sequence[structlog.typing.Processor] = (
        (structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False))
        if kind == "json"
        else (_for_people(),)
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=seen,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
