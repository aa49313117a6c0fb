"""Discord's gateway on loopback: hello, identify, ready, heartbeats, resume; it can break in every way."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.eventually import PATIENCE
from tests.standins.discord_payloads import APPLICATION, BOT

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11
MESSAGE_CONTENT = 1 << 15


class Gateway:
    """The sessions of the bot's shards; the events of a session are kept for those who resume."""

    def __init__(self, shards: int) -> None:
        self.shards = shards
        self.identified: list[dict[str, Any]] = []
        self.resumed = 0
        self.heartbeats = 0
        self.heartbeat_every = 41.25
        self.close_with: int | None = None  # what the next identification is closed with
        self.refuses_intents = False
        self.invalid_sessions = 0  # so many resumptions are refused
        self.refuses = 0  # so many connections are not accepted
        self.silent = False  # heartbeats are not acknowledged
        self._sockets: set[web.WebSocketResponse] = set()
        self._ready: dict[int, web.WebSocketResponse] = {}
        self._events: list[dict[str, Any]] = []
        self._sequence = 0
        self._changed = asyncio.Event()

    @property
    def reads_content(self) -> bool:
        return bool(self.identified and self.identified[-1]["intents"] & MESSAGE_CONTENT)

    @property
    def connected(self) -> int:
        return len(self._ready)

    def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event to the first shard; it is kept for a resumption."""
        whole = {"op": _DISPATCH, "t": event, "s": self._next(), "d": data}
        self._events.append(whole)
        if socket := self._ready.get(0):
            self._send(socket, whole)

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence

    def ask_to_reconnect(self) -> None:
        """Tell all shards to connect once more and resume."""
        for socket in self._ready.values():
            self._send(socket, {"op": _RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell all shards that their session has ended."""
        for socket in self._ready.values():
            self._send(socket, {"op": _INVALID, "d": resumable})

    async def drop(self, code: int = 1011) -> None:
        """Close all connections."""
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def close(self) -> None:
        for socket in list(self._sockets):
            with contextlib.suppress(Exception):
                await socket.close()

    async def until(self, fulfilled: Callable[[], bool]) -> None:
        """Wait until something holds of what was heard."""
        async with asyncio.timeout(PATIENCE):
            while not fulfilled():
                self._changed.clear()
                await self._changed.wait()

    async def serve(
        self, request: web.Request, token: str, servers: list[dict[str, Any]]
    ) -> web.WebSocketResponse:
        if self.refuses:
            self.refuses -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": self.heartbeat_every * 1000}})
            async for received in socket:
                if received.type == WSMsgType.TEXT:
                    await self._hear(socket, json.loads(received.data), token, servers)
        finally:
            self._sockets.discard(socket)
            self._ready = {shard: each for shard, each in self._ready.items() if each is not socket}
            self._changed.set()
        return socket

    async def _hear(
        self, socket: web.WebSocketResponse, said: dict[str, Any], token: str, servers: list[dict[str, Any]]
    ) -> None:
        if said["op"] == _HEARTBEAT:
            self.heartbeats += 1
            if not self.silent:
                await socket.send_json({"op": _ACK})
        elif said["op"] == _IDENTIFY:
            await self._identify(socket, said["d"], token, servers)
        elif said["op"] == _RESUME:
            await self._resume(socket, said["d"], token)
        self._changed.set()

    async def _identify(
        self, socket: web.WebSocketResponse, said: dict[str, Any], token: str, servers: list[dict[str, Any]]
    ) -> None:
        if said["token"] != token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return
        if self.refuses_intents and said["intents"] & MESSAGE_CONTENT:
            await socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        if self.close_with is not None:
            code, self.close_with = self.close_with, None
            await socket.close(code=code)
            return
        self.identified.append(said)
        shard = said.get("shard", [0, 1])[0]
        mine = servers if shard == 0 else []
        unavailable = [{"id": each["id"], "unavailable": True} for each in mine]
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": unavailable,
            "session_id": f"session-{shard}",
            "resume_gateway_url": str(socket_url(socket)),
            "shard": [shard, self.shards],
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await socket.send_json({"op": _DISPATCH, "t": "READY", "s": self._next(), "d": ready})
        for each in mine:
            await socket.send_json({"op": _DISPATCH, "t": "GUILD_CREATE", "s": self._next(), "d": each})
        self._ready[shard] = socket

    async def _resume(self, socket: web.WebSocketResponse, said: dict[str, Any], token: str) -> None:
        if self.invalid_sessions or said["token"] != token:
            self.invalid_sessions -= 1
            await socket.send_json({"op": _INVALID, "d": False})
            return
        self.resumed += 1
        for event in self._events:
            if event["s"] > (said["seq"] or 0):
                await socket.send_json(event)
        await socket.send_json({"op": _DISPATCH, "t": "RESUMED", "s": self._next(), "d": {}})
        self._ready[int(said["session_id"].rpartition("-")[2])] = socket

    def _send(self, socket: web.WebSocketResponse, whole: dict[str, Any]) -> None:
        sending = asyncio.ensure_future(socket.send_json(whole))
        sending.add_done_callback(lambda done: done.cancelled() or done.exception())


def socket_url(socket: web.WebSocketResponse) -> str:
    request = socket._req
    return f"ws://{request.host}/gateway/" if request else ""
