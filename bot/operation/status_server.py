"""Serves GET /health, /ready and /metrics to monitors; no answer names a person, a chat or a song."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.errors import CannotRun
from bot.operation.gauges import show
from bot.operation.loop_lag import measure_loop_lag
from bot.operation.state import StateReader
from bot.telemetry.metrics import CONTENT_TYPE, exposition
from bot.telemetry.server_log import SERVER_LOG

log = logging.getLogger(__name__)

MOST_CONNECTIONS: Final = 50
_PATIENCE: Final = 10.0  # seconds that a connection may say nothing
_STOP: Final = 1.0  # seconds that answers under way have at the end
_LONGEST_LINE: Final = 4096  # bytes of the first line of a request, and of each header

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@contextlib.asynccontextmanager
async def status_server(host: str, port: int, states: StateReader) -> AsyncIterator[int]:
    """Serve while the block runs, and give the port (0 chooses one).

    Raises CannotRun where the address cannot be listened on.
    """
    runner = web.AppRunner(
        _application(states),
        access_log=None,
        logger=SERVER_LOG,
        keepalive_timeout=_PATIENCE,
        lingering_time=0.0,
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_LINE,
        shutdown_timeout=_STOP,
    )
    await runner.setup()
    lag = asyncio.create_task(measure_loop_lag())
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as problem:
            where = f"STATUS_HOST and STATUS_PORT ({host}:{port})"
            raise CannotRun(f"{where} cannot be listened on: {problem.strerror}") from problem
        log.info("the status is at http://%s:%d/metrics", host, runner.addresses[0][1])
        yield int(runner.addresses[0][1])
    finally:
        lag.cancel()
        await runner.cleanup()


def _application(states: StateReader) -> web.Application:
    application = web.Application(middlewares=[_bounded], client_max_size=1)

    async def health(_request: web.Request) -> web.Response:
        return _said("alive")

    async def ready(_request: web.Request) -> web.Response:
        state = await states.read()
        missing = [
            name
            for name, there in (
                ("the database does not answer", state.database),
                ("no chat platform is connected", state.platforms),
            )
            if not there
        ]
        if missing:
            return _said("; ".join(missing), HTTPStatus.SERVICE_UNAVAILABLE)
        return _said("ready")  # the model was loaded before anything else

    async def metrics(_request: web.Request) -> web.Response:
        show(await states.read())
        return web.Response(body=exposition(), headers={"Content-Type": CONTENT_TYPE})

    for path, handler in (("/health", health), ("/ready", ready), ("/metrics", metrics)):
        application.router.add_get(path, handler)
    return application


@web.middleware
async def _bounded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a request with a body, unread, and what is more than a monitor asks at once."""
    server = request.protocol._manager  # noqa: SLF001 - no other way to count connections
    if server is not None and len(server.connections) > MOST_CONNECTIONS:
        answer: web.StreamResponse = _said("too many connections", HTTPStatus.SERVICE_UNAVAILABLE)
    elif request.can_read_body:
        answer = _said("no body is read here", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    else:
        return await handler(request)
    answer.force_close()
    return answer


def _said(text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=f"{text}\n", status=status)
