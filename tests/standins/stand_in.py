"""What all the stand-in servers have in common: real HTTP on loopback, a record of requests, and faults.

They run in the event loop of the test. A stand-in answers from plain data, which the test may change.
"""

from __future__ import annotations

import asyncio
import socket
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Self

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Fault(Enum):
    """How a service can be out of order."""

    NONE = auto()
    CLOSED = auto()  # the port is closed
    SLOW = auto()  # takes the request and says nothing
    DRIBBLE = auto()  # a byte now and then, for ever
    BUSY = auto()  # 429 with the stand-in's `retry_after`; with "" there is no such header
    ERROR = auto()  # 500
    HTML = auto()  # 200, and a page for people where data were asked for
    EMPTY = auto()  # 200 and nothing
    HALF = auto()  # half of the true answer, then the connection is cut
    DROPPED = auto()  # the connection is cut before any answer
    REFUSED = auto()  # 403
    BLOCKED = auto()  # 406, as Melon answers programs that it does not like
    REDIRECT = auto()  # 302 to `redirect_to`
    HUGE = auto()  # more than any client wants to read


NEVER = frozenset({Fault.SLOW, Fault.DRIBBLE})
"""Faults that end only when the bot has waited long enough."""


@dataclass(frozen=True)
class Asked:
    """One request that a stand-in got."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


class StandIn(ABC):
    """One server; `async with` starts it and stops it. Subclasses say what it answers, in `routes`."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.retry_after = "120"
        self.redirect_to = ""
        self.port = 0
        self._fault = Fault.NONE
        self._times: int | None = None
        self.delay = 0.0  # seconds before any answer
        self.held: asyncio.Event | None = None  # any answer waits for it
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None
        self._opening: asyncio.Task[None] | None = None

    @abstractmethod
    def routes(self) -> list[web.RouteDef]:
        """Return what the server answers, and where."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def fault(self) -> Fault:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        """Be out of order in this way from now on."""
        self.fail(fault)

    def fail(self, fault: Fault, times: int | None = None) -> None:
        """Be out of order for so many requests, or until told otherwise."""
        was_closed = self._fault is Fault.CLOSED
        self._fault, self._times = fault, times
        if fault is Fault.CLOSED and self._server is not None:
            self._server.close()
        elif was_closed and fault is not Fault.CLOSED:
            self._opening = asyncio.get_running_loop().create_task(self._listen(_socket(self.port)))

    async def __aenter__(self) -> Self:
        application = web.Application(middlewares=[self._record_and_fail])
        application.add_routes(self.routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
        await self._runner.setup()
        listener = _socket(self.port)
        self.port = listener.getsockname()[1]
        await self._listen(listener)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._opening is not None:
            await self._opening
        if self._server is not None:
            self._server.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _listen(self, listener: socket.socket) -> None:
        assert self._runner is not None
        assert self._runner.server is not None
        self._server = await asyncio.get_running_loop().create_server(self._runner.server, sock=listener)

    @web.middleware
    async def _record_and_fail(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        body = await request.text()
        asked = Asked(request.method, request.path, dict(request.query), dict(request.headers), body)
        self.requests.append(asked)
        await asyncio.sleep(self.delay)
        if self.held is not None:
            await self.held.wait()
        fault = self._fault if self._times is None or self._times > 0 else Fault.NONE
        if self._times is not None:
            self._times -= 1
        return await self._answer(fault, request, handler)

    async def _answer(self, fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
        if fault is Fault.BUSY:
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return web.json_response({"error": {"status": 429}}, status=429, headers=headers)
        if fault is Fault.REDIRECT:
            return web.Response(status=302, headers={"Location": self.redirect_to})
        if fault in _CANNED:
            status, text = _CANNED[fault]
            return web.Response(status=status, text=text, content_type="text/html")
        if fault in _BAD_CONNECTIONS:
            return await _BAD_CONNECTIONS[fault](request, handler)
        return await handler(request)


_CANNED = {
    Fault.ERROR: (500, "<html><body>Internal Server Error</body></html>"),
    Fault.HTML: (200, "<html><body><h1>We are working on it</h1></body></html>"),
    Fault.EMPTY: (200, ""),
    Fault.REFUSED: (403, "<html><body>Forbidden</body></html>"),
    Fault.BLOCKED: (406, "<html><body>Not Acceptable</body></html>"),
    Fault.HUGE: (200, "a" * 3_000_000),
}


async def _cut(request: web.Request, _: Handler) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _say_nothing(_: web.Request, __: Handler) -> web.StreamResponse:
    await asyncio.sleep(600)  # cancelled when the server stops
    return web.Response()


async def _dribble(request: web.Request, _: Handler) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000000"})
    await response.prepare(request)
    while request.transport is not None and not request.transport.is_closing():
        await response.write(b" ")
        await asyncio.sleep(0.02)
    return response


async def _half(request: web.Request, handler: Handler) -> web.StreamResponse:
    whole = await handler(request)
    assert isinstance(whole, web.Response)
    body = whole.body if isinstance(whole.body, bytes) else b""
    headers = {"Content-Type": whole.headers["Content-Type"], "Content-Length": str(len(body) + 1)}
    response = web.StreamResponse(status=whole.status, headers=headers)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    assert request.transport is not None
    request.transport.close()  # sends what is written, then cuts
    return response


_BAD_CONNECTIONS: dict[Fault, Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]] = {
    Fault.CLOSED: _cut,  # a connection that was kept open from before
    Fault.DROPPED: _cut,
    Fault.SLOW: _say_nothing,
    Fault.DRIBBLE: _dribble,
    Fault.HALF: _half,
}


def _socket(port: int) -> socket.socket:
    """Listen at once: a client that connects before the server is up waits in the backlog."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(64)
    listener.setblocking(False)  # noqa: FBT003 - the standard library's signature
    return listener
