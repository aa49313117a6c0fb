"""The one place that speaks HTTP for the sources: a client for one service, which fails in one way only."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Callable, Mapping
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final
from urllib.parse import urlsplit

import httpx

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_control import CallControl
from bot.sources.call_failures import NotFound, TransientFailure, failure_of_status
from bot.sources.call_policy import CallPolicy
from bot.sources.public_addresses import NotPublic, goes_through_proxy, public_address

ENOUGH_OF_A_PAGE: Final = 64 * 1024
_PIECE: Final = 8 * 1024
_UNPACKED: Final = {"Accept-Encoding": "identity"}  # so that a small answer is a small page


class ServiceClient:
    """Asks one foreign service, and only ever the host of its base URL: redirects are not followed.

    Whatever goes wrong is a SourceUnavailable, but for a 404, which is a NotFound: what it means, the caller
    knows. Cookies are neither kept nor sent. With `public_only` it connects to no private address, even if
    the host's name leads to one.
    """

    def __init__(
        self,
        service: str,
        base_url: str,
        user_agent: str,
        *,
        headers: Mapping[str, str] | None = None,
        policy: CallPolicy,
        public_only: bool = False,
    ) -> None:
        _keep_addresses_out_of_the_log()
        self.service = service
        self.base_url = base_url
        self._policy = policy
        self._calls = CallControl(service, policy)
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"User-Agent": user_agent, **(headers or {})},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            event_hooks={"response": [_stop_at_redirects]},
            timeout=httpx.Timeout(self._policy.total, connect=self._policy.connect),
            limits=httpx.Limits(max_connections=self._policy.at_once),
            verify=_certificates(),
            transport=_PublicOnly(self._policy.at_once) if public_only and _is_direct(base_url) else None,
        )

    async def get_json(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        failure_in: Callable[[object], Exception | None] | None = None,
    ) -> object:
        """Return the decoded JSON body under `path`, which begins with a slash.

        `failure_in` looks into a body for what the service says there instead of in the status.
        Raises SourceUnavailable (BROKEN where the body is no JSON) and NotFound, and what it returned.
        """
        return await self._json("GET", path, failure_in, params=params)

    async def post_json(
        self,
        path: str,
        form: Mapping[str, str],
        failure_in: Callable[[object], Exception | None] | None = None,
    ) -> object:
        """Send a form that only asks, and return the decoded JSON body; all else is as in `get_json`.

        It may be sent twice, so it must change nothing at the service.
        """
        return await self._json("POST", path, failure_in, form=form)

    async def get_text(self, path: str, params: Mapping[str, str] | None = None) -> str:
        """Return the body under `path` as text, in the character set that its header names, else UTF-8.

        Bytes that are wrong in it become U+FFFD. Raises SourceUnavailable and NotFound.
        """
        body, charset = await self._calls.run(lambda: self._asked("GET", path, params))
        try:
            return body.decode(charset or "utf-8", errors="replace")
        except LookupError:
            raise self.broken("the answer names an unknown character set") from None

    async def get_target(self, path: str) -> tuple[str | None, str]:
        """Return where the address under `path` leads: its redirect's Location, or None and the page.

        The redirect is not followed, and of the page 64 KB are read. Raises SourceUnavailable and NotFound.
        """
        return await self._calls.run(lambda: self._get_target(path))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def broken(self, detail: str) -> SourceUnavailable:
        """Return the error for an answer that has not the shape we know."""
        return SourceUnavailable(self.service, Trouble.BROKEN, detail)

    async def _json(
        self,
        method: str,
        path: str,
        failure_in: Callable[[object], Exception | None] | None,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> object:
        async def attempt() -> object:
            body = self._decoded(await self._asked(method, path, params, form))
            if failure_in is not None and (failure := failure_in(body)) is not None:
                raise failure
            return body

        return await self._calls.run(attempt)

    def _decoded(self, answer: tuple[bytes, str | None]) -> object:
        try:
            body: object = json.loads(answer[0])
        except (ValueError, RecursionError):
            raise self.broken("the answer is not JSON") from None
        return body

    async def _asked(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        form: Mapping[str, str] | None = None,
    ) -> tuple[bytes, str | None]:
        if not path.startswith("/"):
            raise ValueError(f"not a path: {path!r}")
        try:
            async with self._client.stream(method, path, params=params, data=form) as response:
                if not response.is_success:
                    retry_after = response.headers.get("Retry-After")
                    raise failure_of_status(self.service, response.status_code, retry_after)
                return await self._body(response), response.charset_encoding
        except _Redirected as redirect:
            raise failure_of_status(self.service, redirect.status) from None
        except httpx.HTTPError as error:
            raise self._failure(error) from None  # its text may hold the whole address

    async def _get_target(self, path: str) -> tuple[str | None, str]:
        if not path.startswith("/") or path.startswith("//"):
            raise NotFound(self.service)
        page = bytearray()
        try:
            async with self._client.stream("GET", path, headers=_UNPACKED) as response:
                if not response.is_success:
                    retry_after = response.headers.get("Retry-After")
                    raise failure_of_status(self.service, response.status_code, retry_after)
                async for piece in response.aiter_raw(_PIECE):
                    page += piece[: ENOUGH_OF_A_PAGE - len(page)]
                    if len(page) >= ENOUGH_OF_A_PAGE:
                        break
        except _Redirected as redirect:
            return redirect.location, ""
        except httpx.HTTPError as error:
            raise self._failure(error) from None
        except httpx.InvalidURL:
            raise NotFound(self.service) from None
        return None, page.decode("utf-8", errors="replace")

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > self._policy.largest_body:
                raise self.broken(f"more than {self._policy.largest_body} bytes")
        return bytes(body)

    def _failure(self, error: httpx.HTTPError) -> SourceUnavailable:
        kind = type(error).__name__
        if isinstance(error, httpx.TimeoutException):
            return SourceUnavailable(self.service, Trouble.TIMEOUT, kind)
        if isinstance(error, httpx.ConnectError | httpx.ProxyError | httpx.UnsupportedProtocol):
            return SourceUnavailable(self.service, Trouble.UNREACHABLE, kind)
        if isinstance(error, httpx.TransportError):
            return TransientFailure(self.service, Trouble.BROKEN, kind)
        return self.broken(kind)


class _Redirected(Exception):  # noqa: N818 - a fact about an answer
    """The service sends us elsewhere."""

    def __init__(self, status: int, location: str) -> None:
        super().__init__(status)
        self.status = status
        self.location = location


async def _stop_at_redirects(response: httpx.Response) -> None:
    """Keep httpx from looking at a redirect at all: it takes an odd one for a broken connection."""
    if response.has_redirect_location:
        raise _Redirected(response.status_code, response.headers["Location"])


class _PublicOnly(httpx.AsyncHTTPTransport):
    """Connects to the very address that was found to be public."""

    def __init__(self, at_once: int) -> None:
        super().__init__(verify=_certificates(), limits=httpx.Limits(max_connections=at_once))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; raises httpx.ConnectError where the host is not public."""
        host = request.url.host
        try:
            address = await public_address(host, request.url.port or 443)
        except NotPublic as error:
            raise httpx.ConnectError(str(error)) from None
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)  # the Host header still names the host
        return await super().handle_async_request(request)


def _is_direct(base_url: str) -> bool:
    parts = urlsplit(base_url)
    return not goes_through_proxy(parts.scheme, parts.hostname or "")


@cache
def _certificates() -> ssl.SSLContext:
    """Read the certificate authorities once for all clients: it takes longer than all the rest."""
    return httpx.create_ssl_context()


def _keep_addresses_out_of_the_log() -> None:
    """At INFO httpx logs every address it asks, and addresses can hold what people look for, or a token."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
