"""Telegram's library over aiohttp: its own client, httpx, becomes slow with many connections.

httpcore goes through its whole pool of connections at each request, which costs an echo bot four fifths of
its throughput.
"""

from __future__ import annotations

from typing import Final
from urllib.request import getproxies

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

LONGEST_ANSWER: Final = 20_000_000
"""Bytes; a hundred updates of the longest messages are far fewer."""
CONNECTIONS: Final = 100
READ_SECONDS: Final = 20.0
"""Mind it: a digest whose answer comes later counts as in doubt."""
_JSON: Final = {"Content-Type": "application/json"}
_CONNECT, _UPLOAD = 10.0, 40.0  # seconds


class AnswerTooLong(NetworkError):  # noqa: N818 - named for what it is
    """More came than Telegram ever answers."""


class AiohttpRequest(BaseRequest):
    """Makes the library's requests; see `telegram.request.BaseRequest`."""

    def __init__(self, connections: int = CONNECTIONS, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take; polling adds the time for which Telegram holds the request."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the session; environment variables may name a proxy, as with httpx.

        aiohttp would look for them at every request.
        """
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector,
                trust_env=bool(getproxies()),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has none
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - part of `connect`
    ) -> tuple[int, bytes]:
        """Return status and body; raises TimedOut and NetworkError, caused by aiohttp's own error."""
        if self._session is None or self._session.closed:
            raise NetworkError("the connection to Telegram is closed")
        reading = read_timeout if isinstance(read_timeout, int | float) else self._read_seconds
        connecting = connect_timeout if isinstance(connect_timeout, int | float) else _CONNECT
        body = _body(request_data)
        patience = aiohttp.ClientTimeout(
            connect=connecting,
            sock_read=reading,
            total=connecting + reading + (_UPLOAD if isinstance(body, aiohttp.FormData) else 0.0),
        )
        headers = _JSON if isinstance(body, bytes) else None
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=patience, allow_redirects=False
            ) as answer:
                return answer.status, await _bounded(answer)
        except TimeoutError as problem:
            raise TimedOut from problem
        except (aiohttp.ClientError, OSError) as problem:
            raise NetworkError(type(problem).__name__) from problem


def _body(request: RequestData | None) -> aiohttp.FormData | bytes | None:
    """Return what is sent: JSON, which costs least, but where there is a file.

    See https://core.telegram.org/bots/api#making-requests.
    """
    if request is None:
        return None
    if not request.contains_files:
        return request.json_payload
    form = aiohttp.FormData(request.json_parameters)
    for name, (filename, content, kind) in request.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for piece in answer.content.iter_chunked(65_536):
        found += piece
        if len(found) > LONGEST_ANSWER:
            raise AnswerTooLong(f"over {LONGEST_ANSWER} bytes")
    return bytes(found)
