"""How we speak with Telegram's server: tokens, polling, and what is said when it does not answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import telegram
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.errors import CannotRun
from bot.platforms.telegram.http_client import AiohttpRequest
from bot.platforms.telegram.rate_limits import ChatRateLimiter

log = logging.getLogger(__name__)

_TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SAY_AGAIN_AFTER = 600  # seconds
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach Telegram at the start


class WrongToken(CannotRun):
    """Telegram does not take the bot's token; the message names the setting and not the token."""


class NotTelegramsAnswer(NetworkError):  # noqa: N818 - named for what it is
    """Something else answered in Telegram's place, or only half of an answer came; `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"not an answer of Telegram's (status {status})")
        self.status = status


class StrictRequest(AiohttpRequest):
    """Tells Telegram's own refusals from a proxy's error page, which the library takes for the same."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Return status and body; raises NotTelegramsAnswer where the body is not Telegram's."""
        status, body = await super().do_request(*args, **kwargs)
        if not _is_telegrams(body):
            raise NotTelegramsAnswer(status)
        return status, body


class WatchedRequest(StrictRequest):
    """The request that polls: says in one line, not at every try, what is wrong; knows a revoked token."""

    def __init__(self, refused: asyncio.Event) -> None:
        super().__init__(connections=1)
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


def build_bot(
    token: str, api_url: str, refused: asyncio.Event, rate_limiter: ChatRateLimiter
) -> ExtBot[None]:
    """Return the library's bot for these servers; raises WrongToken for what cannot be a token."""
    if not _TOKEN_SHAPE.fullmatch(token):
        raise wrong_token()
    return ExtBot(
        token,
        base_url=f"{api_url.rstrip('/')}/bot",
        request=StrictRequest(),
        get_updates_request=WatchedRequest(refused),
        rate_limiter=rate_limiter,
    )


async def connect(bot: ExtBot[None], prepare: Callable[[], Awaitable[None]]) -> None:
    """Return once Telegram answers and `prepare` has told it how updates come.

    Raises InvalidToken, and what `prepare` raises beside TelegramError.
    """
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            await prepare()
        except InvalidToken:
            raise
        except TelegramError as problem:
            log.warning("Telegram cannot be reached (%s); next try in %.0f s", describe(problem), pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


async def ask(bot: telegram.Bot, method: str, values: dict[str, Any], patience: float | None = None) -> Any:  # noqa: ANN401
    """Return the result of one of Telegram's methods as it comes, within so many seconds if they are given.

    The library's objects for what is sent and for the answer would cost half of the call. Raises
    TelegramError. See https://core.telegram.org/bots/api#available-methods.
    """
    spelt = re.sub("(?=[A-Z])", "_", method)  # the library warns of the names of its own methods
    seconds = BaseRequest.DEFAULT_NONE if patience is None else patience
    return await bot.do_api_request(spelt, api_kwargs=values, read_timeout=seconds)


def wrong_token() -> WrongToken:
    """Return the sentence for the operator who set the token."""
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
