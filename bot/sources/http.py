"""The one place that speaks HTTP for the sources: a client for one service, which fails in one way only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from bot.answering.sharing import Sharing
from bot.errors import SourceUnavailable, Trouble
from bot.sources.bodies import ACCEPTED, BoundedBody, UnreadableBody, json_of, text_of
from bot.sources.call_control import CallControl
from bot.sources.call_failures import NotFound, TransientFailure, failure_of_status
from bot.sources.call_policy import CallPolicy
from bot.sources.call_record import ServiceState
from bot.sources.public_transport import certificates, public_transport

ENOUGH_OF_A_PAGE: Final = 64 * 1024
_PIECE: Final = 8 * 1024
_PIECES_AT_A_TIME: Final = 64  # a body in tiny chunks lets other work have its turn, too
_UNPACKED: Final = {"Accept-Encoding": "identity"}  # so that a small answer is a small page

FailureOf = Callable[[int, str | None, object], Exception]
"""What a status other than 2xx means, with its Retry-After header and its decoded JSON body, if any."""


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    path: str
    params: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None


class ServiceClient:
    """Asks one foreign service, and only ever the host of its base URL: redirects are not followed.

    Whatever goes wrong is a SourceUnavailable, but for a 404, which is a NotFound: what it means, the caller
    knows. Cookies are neither kept nor sent. With `public_only` it connects to no private address, even if
    the host's name leads to one. `failure_of` tells the failures of a service that says more than a status.
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
        failure_of: FailureOf | None = None,
    ) -> None:
        _keep_addresses_out_of_the_log()
        self.service = service
        self._policy = policy
        self._calls = CallControl(service, policy)
        self._failure_of = failure_of
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"User-Agent": user_agent, "Accept-Encoding": ACCEPTED, **(headers or {})},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            event_hooks={"response": [_stop_at_redirects]},
            timeout=httpx.Timeout(self._policy.total, connect=self._policy.connect),
            limits=httpx.Limits(max_connections=self._policy.at_once),
            verify=certificates(),
            transport=public_transport(base_url, self._policy.at_once) if public_only else None,
        )

    def share_rate(self, sharing: Sharing) -> None:
        """Keep to the service's rate together with the other processes on the database."""
        self._calls.rate_limiter.sharing = sharing

    async def get_json(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        failure_in: Callable[[object], Exception | None] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Return the decoded JSON body under `path`, which begins with a slash.

        `failure_in` looks into a body for what the service says there instead of in the status.
        Raises SourceUnavailable (BROKEN where the body is no JSON) and NotFound, and what it returned.
        """
        return await self._json(_Call("GET", path, params, headers=headers), failure_in)

    async def post_json(
        self,
        path: str,
        form: Mapping[str, str],
        failure_in: Callable[[object], Exception | None] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Send a form that only asks, and return the decoded JSON body; all else is as in `get_json`.

        It may be sent twice, so it must change nothing at the service.
        """
        return await self._json(_Call("POST", path, form=form, headers=headers), failure_in)

    async def get_text(self, path: str, params: Mapping[str, str] | None = None) -> str:
        """Return the body under `path` as text, in the character set that its header names, else UTF-8.

        Bytes that are wrong in it become U+FFFD. Raises SourceUnavailable and NotFound.
        """
        body, charset = await self._calls.run(lambda: self._asked(_Call("GET", path, params)))
        try:
            return text_of(body, charset)
        except UnreadableBody as why:
            raise self.broken(str(why)) from None

    async def get_bytes(self, path: str) -> bytes:
        """Return the body under `path` as it is; raises SourceUnavailable and NotFound."""
        body, _ = await self._calls.run(lambda: self._asked(_Call("GET", path)))
        return body

    async def get_target(self, path: str) -> tuple[str | None, str]:
        """Return where the address under `path` leads: its redirect's Location, or None and the page.

        The redirect is not followed, and of the page 64 KB are read. Raises SourceUnavailable and NotFound.
        """
        return await self._calls.run(lambda: self._get_target(path))

    @property
    def states(self) -> tuple[ServiceState]:
        """How the service stands."""
        return (self._calls.state,)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def broken(self, detail: str) -> SourceUnavailable:
        """Return the error for an answer that has not the shape we know."""
        return SourceUnavailable(self.service, Trouble.BROKEN, detail)

    async def _json(self, call: _Call, failure_in: Callable[[object], Exception | None] | None) -> object:
        async def attempt() -> object:
            body, _ = await self._asked(call)
            try:
                content = json_of(body)
            except UnreadableBody as why:
                raise self.broken(str(why)) from None
            if failure_in is not None and (failure := failure_in(content)) is not None:
                raise failure
            return content

        return await self._calls.run(attempt)

    async def _asked(self, call: _Call) -> tuple[bytes, str | None]:
        if not call.path.startswith("/"):
            raise ValueError(f"not a path: {call.path!r}")
        try:
            async with self._client.stream(
                call.method, call.path, params=call.params, data=call.form, headers=call.headers
            ) as response:
                if not response.is_success:
                    raise await self._refusal(response)
                return await self._body(response), response.charset_encoding
        except _Redirected as redirect:
            raise failure_of_status(self.service, redirect.status) from None
        except UnreadableBody as why:
            raise self.broken(str(why)) from None
        except httpx.HTTPError as error:
            raise self._failure(error) from None  # its text may hold the whole address

    async def _refusal(self, response: httpx.Response) -> Exception:
        """Return what a status other than 2xx means; only a service's `failure_of` looks into the body."""
        retry_after = response.headers.get("Retry-After")
        if self._failure_of is None:
            return failure_of_status(self.service, response.status_code, retry_after)
        try:
            content = json_of(await self._body(response))
        except (UnreadableBody, httpx.HTTPError):
            content = None
        return self._failure_of(response.status_code, retry_after, content)

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
        body = BoundedBody(response.headers.get("Content-Encoding", ""), self._policy.largest_body)
        pieces = 0
        async for piece in response.aiter_raw():
            body.add(piece)
            pieces += 1
            if pieces % _PIECES_AT_A_TIME == 0:
                await asyncio.sleep(0)
        return body.content()

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


def _keep_addresses_out_of_the_log() -> None:
    """At INFO httpx logs every address it asks, and addresses can hold what people look for, or a token."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
