"""How we speak with Telegram's server: timeouts, pace, and what is said when it does not answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import time
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any, cast

from telegram.error import NetworkError, TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.errors import CannotRun

log = logging.getLogger(__name__)

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

_TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
_CONCURRENT_UPDATES = 16  # more is slower: httpcore scans its whole pool at each request
LONGEST_FLOOD_WAIT = ContextVar("LONGEST_FLOOD_WAIT", default=30.0)
"""Seconds that are sat out where Telegram wants no message; meanwhile every other message waits too."""
_SAY_AGAIN_AFTER = 600  # seconds


class WrongToken(CannotRun):
    """Telegram does not take the bot's token; the message names the setting and not the token."""


class NotTelegramsAnswer(NetworkError):  # noqa: N818 - named for what it is
    """Something else answered in Telegram's place, or only half of an answer came; `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"not an answer of Telegram's (status {status})")
        self.status = status


class FloodTooLong(TelegramError):  # noqa: N818 - named for what it is
    """Telegram wants no message for longer than we sit and wait; this one was not taken."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram wants no message for {seconds:.0f} seconds")
        self.seconds = seconds


class StrictRequest(HTTPXRequest):
    """Tells Telegram's own refusals from a proxy's error page, which the library takes for the same."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Return status and body; raises NotTelegramsAnswer where the body is not Telegram's."""
        status, body = await super().do_request(*args, **kwargs)
        if not _is_telegrams(body):
            raise NotTelegramsAnswer(status)
        return status, body


class SendingRequest(StrictRequest):
    """Does not let the rate limiter sit out a long flood wait: that would hold up every other message."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Return status and body; raises FloodTooLong."""
        status, body = await super().do_request(*args, **kwargs)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = (json.loads(body).get("parameters") or {}).get("retry_after", 0)
            if isinstance(seconds, int | float) and seconds > LONGEST_FLOOD_WAIT.get():
                raise FloodTooLong(seconds)
        return status, body


class WatchedRequest(StrictRequest):
    """The request that polls: says in one line, not at every try, what is wrong; knows a revoked token."""

    def __init__(self, refused: asyncio.Event, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self._refused = refused
        self._said: tuple[str, float] | None = None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Return status and body, and say it if the poll failed."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except TelegramError as problem:
            self._say(f"Telegram cannot be reached ({describe(problem)}); still trying")
            raise
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            self._refused.set()
        elif status == HTTPStatus.CONFLICT:
            self._say("another program is polling Telegram with the same bot token; stop one of the two")
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._say(f"Telegram is in trouble (status {status}); still trying")
        elif status == HTTPStatus.OK and self._said:
            self._said = None
            log.info("Telegram answers again")
        return status, body

    def _say(self, problem: str) -> None:
        now = time.monotonic()
        if self._said is None or self._said[0] != problem or now - self._said[1] > _SAY_AGAIN_AFTER:
            log.warning("%s", problem)
            self._said = (problem, now)


class TelegramRateLimiter(AIORateLimiter):
    """Keeps Telegram's pace, but lets chat actions pass uncounted."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401
        """Run the request at the allowed pace."""
        if endpoint == "sendChatAction":  # else "typing" would use up a group's twenty messages a minute
            return await callback(*args, **kwargs)

        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)


def build_application(token: str, api_url: str, refused: asyncio.Event) -> TelegramApplication:
    """Return the library's application for these servers; raises WrongToken for what cannot be a token."""
    if not _TOKEN_SHAPE.fullmatch(token):
        raise wrong_token()
    # Mind the read timeout: a digest whose answer comes later counts as in doubt.
    patience: dict[str, Any] = {
        "connect_timeout": 10.0,
        "read_timeout": 20.0,
        "write_timeout": 20.0,
        "pool_timeout": 10.0,
    }
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url.rstrip('/')}/bot")
        .request(SendingRequest(connection_pool_size=2 * _CONCURRENT_UPDATES, **patience))
        .get_updates_request(WatchedRequest(refused, connection_pool_size=1, **patience))
        .rate_limiter(TelegramRateLimiter(max_retries=3))
        .concurrent_updates(_CONCURRENT_UPDATES)
        .job_queue(None)
    )
    return cast("TelegramApplication", builder.build())


def wrong_token() -> WrongToken:
    """Return the sentence for whoever set the token."""
    return WrongToken("Telegram does not accept the bot token: check TELEGRAM_BOT_TOKEN.")


def describe(problem: BaseException) -> str:
    """Return what went wrong in a few words, without addresses: an address holds the token."""
    if isinstance(problem, NotTelegramsAnswer):
        return f"status {problem.status}, not from Telegram"
    return type(problem.__cause__ or problem).__name__


def _is_telegrams(body: bytes) -> bool:
    with contextlib.suppress(ValueError):
        answer = json.loads(body)
        return isinstance(answer, dict) and ("result" in answer or isinstance(answer.get("description"), str))
    return False
