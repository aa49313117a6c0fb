"""The HTTP session under spotipy: bounded in time and size, follows no redirect, fails in our own words."""

from __future__ import annotations

import io
import json
import time
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import TransientFailure, failure_of_status
from bot.sources.call_policy import CallPolicy
from bot.sources.json_values import at

SERVICE: Final = "Spotify"
_PIECE: Final = 64 * 1024

CHECK_KEYS: Final = "the keys are not accepted: look at SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET"
NO_ACCESS: Final = "403: closed to this app, or the owner of SPOTIFY_CLIENT_ID has no Premium any more"


class TokenRejected(SourceUnavailable):
    """401: the access token is not (or no longer) accepted."""


class NoAccess(SourceUnavailable):
    """403: these keys are good, but not for this."""


class BadRequest(SourceUnavailable):
    """400: what was asked for makes no sense to Spotify, an id that cannot be one, say."""


class BoundedSession(requests.Session):
    """A session whose every answer is a JSON object that came in time; all else is raised as our own errors.

    The errors pass through spotipy untouched, which loses the status of a failed token request, looks into
    bodies that are no objects, and logs what it got. Nothing raised here holds a header or a body.
    """

    def __init__(self, user_agent: str, policy: CallPolicy) -> None:
        super().__init__()
        self._policy = policy
        self.headers.update({"User-Agent": user_agent, "Accept-Encoding": "identity"})
        adapter = HTTPAdapter(max_retries=0, pool_maxsize=policy.at_once)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Never follow: a redirect would take the token, or the keys, to another host."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # noqa: ANN401
        """Send, and read the whole body within the limits; raises SourceUnavailable and NotFound."""
        deadline = time.monotonic() + self._policy.total
        try:
            response = super().send(request, **(kwargs | {"stream": True}))
            try:
                body = self._body(response, deadline)
            finally:
                response.close()
        except (requests.RequestException, HTTPError) as error:
            raise _failure(error) from None
        _refuse(response, body)
        response.raw = io.BytesIO(body)
        return response

    def _body(self, response: requests.Response, deadline: float) -> bytes:
        """Read piece by piece: requests' own timeout starts anew with each byte that arrives."""
        body = bytearray()
        while piece := response.raw.read1(_PIECE):
            body += piece
            if len(body) > self._policy.largest_body:
                raise _broken(f"more than {self._policy.largest_body} bytes")
            if time.monotonic() > deadline:
                raise SourceUnavailable(SERVICE, Trouble.TIMEOUT, "the answer came too slowly")
        return bytes(body)


def _refuse(response: requests.Response, body: bytes) -> None:
    """Raise what the answer means if it is not a JSON object with a status of 2xx."""
    try:
        content: object = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not response.ok or response.is_redirect:
        raise _failure_of_answer(response, content)
    if not isinstance(content, dict):
        raise _broken("the answer is not a JSON object")


def _failure_of_answer(response: requests.Response, content: object) -> Exception:
    status = response.status_code
    retry_after = response.headers.get("Retry-After")
    failure = failure_of_status(SERVICE, status, retry_after)
    if at(content, "error") == "invalid_client":
        return SourceUnavailable(SERVICE, Trouble.REFUSED, CHECK_KEYS)
    if at(content, "error", "reason") == "QUOTA_EXCEEDED":
        wait = failure.retry_after if isinstance(failure, SourceUnavailable) else None
        return SourceUnavailable(SERVICE, Trouble.QUOTA, "QUOTA_EXCEEDED", wait)
    by_status = {
        400: BadRequest(SERVICE, Trouble.BROKEN, "400"),
        401: TokenRejected(SERVICE, Trouble.REFUSED, CHECK_KEYS),
        403: NoAccess(SERVICE, Trouble.REFUSED, NO_ACCESS),
    }
    return by_status.get(status, failure)


def _failure(error: Exception) -> SourceUnavailable:
    kind = type(error).__name__
    if isinstance(error, requests.Timeout | ReadTimeoutError):
        return SourceUnavailable(SERVICE, Trouble.TIMEOUT, kind)
    if isinstance(error, ProtocolError) or any(isinstance(cause, ProtocolError) for cause in error.args):
        return TransientFailure(SERVICE, Trouble.BROKEN, kind)
    if isinstance(error, requests.ConnectionError):
        return SourceUnavailable(SERVICE, Trouble.UNREACHABLE, kind)
    return _broken(kind)


def _broken(detail: str) -> SourceUnavailable:
    return SourceUnavailable(SERVICE, Trouble.BROKEN, detail)
