"""The access token for Spotify's Web API, and what the API's refusals mean."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Callable
from typing import Final

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import NotFound, failure_of_status
from bot.sources.http import ServiceClient
from bot.sources.json_values import at

SERVICE: Final = "Spotify"
CHECK_KEYS: Final = "the keys are not accepted: look at SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET"
NO_ACCESS: Final = "403: closed to this app, or the owner of SPOTIFY_CLIENT_ID has no Premium any more"
_RENEWED_BEFORE_ITS_END: Final = 60.0  # seconds
_TOKEN: Final = re.compile(r"[!-~]{1,4096}")  # what a header can hold


class TokenRejected(SourceUnavailable):
    """401: the access token is not (or no longer) accepted."""


class NoAccess(SourceUnavailable):
    """403: these keys are good, but not for this."""


class BadRequest(SourceUnavailable):
    """400: what was asked for makes no sense to Spotify, an id that cannot be one, say."""


class SpotifyToken:
    """The token of an app: asked for by the first who needs it, for all, and again before its time is up.

    Neither the secret nor the token is ever in an error. `clock` counts seconds. spotipy's own way to a token
    would keep a lock in a thread, and take a token of any shape.
    """

    def __init__(
        self, client: ServiceClient, client_id: str, client_secret: str, clock: Callable[[], float]
    ) -> None:
        self._client = client
        self._clock = clock
        keys = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._keys = {"Authorization": f"Basic {keys}"}
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._good_until = 0.0

    async def in_force(self) -> str:
        """Return a token that is accepted for now; raises SourceUnavailable."""
        async with self._one_at_a_time:
            if not self._token or self._clock() >= self._good_until:
                self._token, seconds = await self._asked()
                self._good_until = self._clock() + seconds - _RENEWED_BEFORE_ITS_END
            return self._token

    def forget(self, token: str) -> None:
        """Ask for another token next time, if this is still the one in use."""
        if self._token == token:
            self._token = ""

    async def _asked(self) -> tuple[str, float]:
        form = {"grant_type": "client_credentials"}
        try:
            body = await self._client.post_json("/api/token", form, headers=self._keys)
        except NotFound:
            raise self._client.broken("there are no tokens") from None
        except (BadRequest, NoAccess, TokenRejected) as refusal:  # not what the API itself would mean by it
            raise SourceUnavailable(SERVICE, refusal.trouble, refusal.detail) from None
        token, seconds = at(body, "access_token"), at(body, "expires_in")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise self._client.broken("a token of another shape")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
            raise self._client.broken("a token of another shape")
        return token, float(seconds)


def failure_of_answer(status: int, retry_after: str | None, content: object) -> Exception:
    """Return what Spotify means by a status other than 2xx with this body."""
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
