"""Lets Telegram bring the updates, which several processes behind one address may share."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.errors import CannotRun
from bot.platforms.telegram.intake import KINDS, Intake
from bot.platforms.telegram.webhook_address import WebhookAddress
from bot.telemetry.server_log import SERVER_LOG

log = logging.getLogger(__name__)

LONGEST_UPDATE: Final = 1_000_000
"""Bytes; Telegram's longest message with all its entities is a tenth of that."""
_TELEGRAMS_CONNECTIONS: Final = 100  # the most that it opens to one bot
_PATIENCE: Final = 10.0  # seconds that a request may take to arrive
_IDLE: Final = 75.0  # seconds that a connection may say nothing
_STOP: Final = 1.0  # seconds that requests under way have at the end
_ASKED_EVERY: Final = 300.0  # seconds between two questions how Telegram fares
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


class Webhook:
    """Takes updates from Telegram, which brings one again until the inbox has it."""

    def __init__(self, bot: ExtBot[None], intake: Intake, address: WebhookAddress) -> None:
        self._bot = bot
        self._intake = intake
        self._address = address
        self._secret = address.secret.encode()
        self._last_error: Any = None

    async def prepare(self) -> None:
        """Tell Telegram the address; raises CannotRun where it does not take that, and TelegramError."""
        try:
            await self._bot.set_webhook(
                self._address.url,
                secret_token=self._address.secret,
                allowed_updates=KINDS,
                max_connections=_TELEGRAMS_CONNECTIONS,
            )
        except BadRequest as problem:
            raise CannotRun(f"Telegram does not take TELEGRAM_WEBHOOK_URL: {problem.message}") from problem

    async def run(self) -> None:
        """Hand on what processes left that ended, and what comes, until this is cancelled.

        Raises CannotRun where the port cannot be listened on, InvalidToken where Telegram rejects the token.
        """
        async with self._listening():
            await self._intake.resume(alone=False)
            while True:
                await asyncio.sleep(_ASKED_EVERY)
                await self._ask_how_it_fares()

    async def close(self) -> None:
        """Do nothing: Telegram keeps what comes, and brings it to the other processes or to the next."""

    @contextlib.asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        application = web.Application(client_max_size=LONGEST_UPDATE)
        application.router.add_post(urlsplit(self._address.url).path or "/", self._brought)
        runner = web.AppRunner(
            application,
            access_log=None,
            logger=SERVER_LOG,
            keepalive_timeout=_IDLE,
            lingering_time=0.0,
            auto_decompress=False,
            shutdown_timeout=_STOP,
        )
        await runner.setup()
        host, port = self._address.host, self._address.port
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as problem:
                where = f"TELEGRAM_WEBHOOK_HOST and TELEGRAM_WEBHOOK_PORT ({host}:{port})"
                raise CannotRun(f"{where} cannot be listened on: {problem.strerror}") from problem
            log.info("Telegram's updates are taken at %s:%d", host, port)
            yield
        finally:
            await runner.cleanup()

    async def _brought(self, request: web.Request) -> web.Response:
        """Take one update: who has not the secret is refused before anything of the body is read.

        Who has it is served however many connections strangers hold open.
        """
        said = request.headers.get(_SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(said, self._secret):
            return _ended(HTTPStatus.FORBIDDEN)
        if "Content-Encoding" in request.headers:
            return _ended(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            async with asyncio.timeout(_PATIENCE):
                body = await request.read()  # 413 where it is too long
        except TimeoutError:
            return _ended(HTTPStatus.REQUEST_TIMEOUT)
        return await self._taken(body)

    async def _taken(self, body: bytes) -> web.Response:
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            return _ended(HTTPStatus.BAD_REQUEST)
        if await self._intake.take([content], new=False, unwritten=False):
            return web.Response()  # also where it cannot be read, or Telegram would bring it again and again
        return _ended(HTTPStatus.SERVICE_UNAVAILABLE)

    async def _ask_how_it_fares(self) -> None:
        """Say what Telegram says of the address: an error there is seen nowhere else."""
        try:
            state = await self._bot.get_webhook_info()
        except InvalidToken:
            raise
        except TelegramError:
            return
        if state.url != self._address.url:
            log.warning("Telegram brings the updates to another address: does another program run the bot?")
        elif state.last_error_date != self._last_error:
            self._last_error = state.last_error_date
            log.warning("Telegram could not bring an update: %s", state.last_error_message)


def _ended(status: HTTPStatus) -> web.Response:
    answer = web.Response(status=status)
    answer.force_close()
    return answer
