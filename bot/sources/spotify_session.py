"""The session under spotipy, which is synchronous: it hands each request to the event loop's own client."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import CancelledError, Future
from typing import Any, Final

import requests

from bot.errors import SourceUnavailable, Trouble
from bot.sources.http import ServiceClient
from bot.sources.spotify_token import SERVICE

PREFIX: Final = "https://api.spotify.com/v1"
"""What spotipy's addresses begin with; the client has the address that is really asked."""


class LoopSession(requests.Session):
    """A session for one call of spotipy in a thread: a call ends with the deadline of the client's policy.

    Every answer is a JSON object; all else is raised as the client raises it, and passes through spotipy. No
    redirect is followed, and neither proxies nor passwords of the environment are looked for here.
    """

    def __init__(self, client: ServiceClient, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.trust_env = False
        self._client = client
        self._loop = loop
        self._asked: Future[object] | None = None
        self._given_up = False

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # noqa: ANN401
        """Send a GET and return its answer; raises SourceUnavailable and NotFound."""
        path = (request.url or "").removeprefix(PREFIX)
        header = {"Authorization": str(request.headers["Authorization"])}
        asking = self._client.get_json(path, headers=header)
        self._asked = asyncio.run_coroutine_threadsafe(asking, self._loop)
        if self._given_up:
            self._asked.cancel()
        try:
            content = self._asked.result()
        except CancelledError:
            raise SourceUnavailable(SERVICE, Trouble.TIMEOUT, "given up") from None
        if not isinstance(content, dict):
            raise self._client.broken("the answer is not a JSON object")
        response = requests.Response()
        response.status_code = requests.codes.ok
        response._content = json.dumps(content).encode()  # noqa: SLF001 - how requests' own tests make one
        return response

    def give_up(self) -> None:
        """Let a thread that still waits for an answer go on without it."""
        self._given_up = True
        if self._asked is not None:
            self._asked.cancel()
