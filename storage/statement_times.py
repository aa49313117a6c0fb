"""How long the statements of a database take, told to who counts that."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

_BEGAN: Final = "jangreu_began"


def time_statements(
    engine: Engine, timed: Callable[[str, float], object], failed: Callable[[], object]
) -> None:
    """Tell of each statement from now on whether its transaction is to "read" or "write", and its seconds.

    The wait for a lock counts. `failed` is called where the database, or the way to it, fails.
    """

    def begin(connection: Connection, *_statement: Any) -> None:  # noqa: ANN401 - the library's arguments
        connection.info[_BEGAN] = time.perf_counter()

    def end(connection: Connection, *_statement: Any) -> None:  # noqa: ANN401
        seconds = time.perf_counter() - connection.info.pop(_BEGAN)
        timed("write" if connection.get_execution_options().get("writes") else "read", seconds)

    def note_failure(_context: object) -> None:
        failed()

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", note_failure)
