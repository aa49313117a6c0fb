"""The one place that speaks HTTP for the sources: a client for one service, which fails in one way only."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Mapping
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from bot.errors import SourceUnavailable, Trouble
from bot.sources.courtesy import Courtesy, Hiccup, Limits, failure_of_status


class ServiceClient:
    """Asks one foreign service, and only ever the host of its base URL: redirects are not followed.

    Whatever goes wrong is a SourceUnavailable, but for a 404, which is a NotHere: what it means, the caller
    knows. Cookies are neither kept nor sent.
    """

    def __init__(
        self,
        service: str,
        base_url: str,
        user_agent: str,
        *,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> None:
        _keep_addresses_out_of_the_log()
        self.service = service
        self._limits = limits or Limits()
        self._courtesy = Courtesy(service, self._limits)
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"User-Agent": user_agent, **(headers or {})},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            timeout=httpx.Timeout(self._limits.total, connect=self._limits.connect),
            limits=httpx.Limits(max_connections=self._limits.at_once),
            verify=_certificates(),
        )

    async def get_json(self, path: str, params: Mapping[str, str] | None = None) -> object:
        """Return the decoded JSON body under `path`, which begins with a slash.

        Raises SourceUnavailable (BROKEN where the body is no JSON) and NotHere.
        """
        body, _ = await self._courtesy.ask(lambda: self._get(path, params))
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise self.broken("the answer is not JSON") from None

    async def get_text(self, path: str, params: Mapping[str, str] | None = None) -> str:
        """Return the body under `path` as text, in the character set that its header names, else UTF-8.

        Bytes that are wrong in it become U+FFFD. Raises SourceUnavailable and NotHere.
        """
        body, charset = await self._courtesy.ask(lambda: self._get(path, params))
        try:
            return body.decode(charset or "utf-8", errors="replace")
        except LookupError:
            raise self.broken("the answer names an unknown character set") from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def broken(self, detail: str) -> SourceUnavailable:
        """Return the error for an answer that has not the shape we know."""
        return SourceUnavailable(self.service, Trouble.BROKEN, detail)

    async def _get(self, path: str, params: Mapping[str, str] | None) -> tuple[bytes, str | None]:
        if not path.startswith("/"):
            raise ValueError(f"not a path: {path!r}")
        try:
            async with self._client.stream("GET", path, params=params) as response:
                if not response.is_success:
                    retry_after = response.headers.get("Retry-After")
                    raise failure_of_status(self.service, response.status_code, retry_after)
                return await self._body(response), response.charset_encoding
        except httpx.HTTPError as error:
            raise self._failure(error) from None  # its text may hold the whole address

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > self._limits.largest_body:
                raise self.broken(f"more than {self._limits.largest_body} bytes")
        return bytes(body)

    def _failure(self, error: httpx.HTTPError) -> SourceUnavailable:
        kind = type(error).__name__
        if isinstance(error, httpx.TimeoutException):
            return SourceUnavailable(self.service, Trouble.TIMEOUT, kind)
        if isinstance(error, httpx.ConnectError | httpx.ProxyError | httpx.UnsupportedProtocol):
            return SourceUnavailable(self.service, Trouble.UNREACHABLE, kind)
        if isinstance(error, httpx.TransportError):
            return Hiccup(self.service, Trouble.BROKEN, kind)
        return self.broken(kind)


@cache
def _certificates() -> ssl.SSLContext:
    """Read the certificate authorities once for all clients: it takes longer than all the rest."""
    return httpx.create_ssl_context()


def _keep_addresses_out_of_the_log() -> None:
    """At INFO httpx logs every address it asks, and addresses can hold what people look for, or a token."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
