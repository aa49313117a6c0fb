"""The adapter: polls Telegram, hands messages to the conversation and sends its replies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol, cast

import telegram
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import (
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    Updater,
    filters,
)

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.message import Message
from bot.platforms.telegram.client import TelegramClient
from bot.platforms.telegram.connection import describe, wrong_token
from bot.platforms.telegram.editing import answer_by_editing
from bot.platforms.telegram.incoming import message_of_button, message_of_update
from bot.platforms.telegram.log_redaction import redact_token
from bot.platforms.telegram.outgoing import answer_place
from bot.platforms.telegram.progress import progress_line, typing
from bot.reply import Reply

log = logging.getLogger(__name__)

_DEFAULT_LANGUAGE = "en"  # of the commands, for people whose language we do not speak
_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach Telegram at the start
_GRACE = 8.0  # seconds that running answers have at the end


class TelegramConversation(Protocol):
    """What the adapter needs of the conversation."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages it speaks."""

    async def answer(self, message: Message, progress: Callable[[str], Awaitable[None]]) -> Reply | None:
        """Return the reply, or None where silence is right."""

    def commands(self, language: str) -> Sequence[tuple[str, str]]:
        """Return (name, description) of each command."""

    def apology(self, language: str | None) -> Reply:
        """Return what is said after a bug."""

    async def left(self, chat: str) -> Sequence[tuple[str, Reply]]:
        """Note that the bot was removed from a chat; return which chats to tell what."""


class TelegramBot:
    """One bot on Telegram: `run` polls and answers until it is told to stop."""

    def __init__(self, client: TelegramClient, conversation: TelegramConversation) -> None:
        self._client = client
        self._app = client.app
        self._sender = client.sender
        self._conversation = conversation
        kinds = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        self._app.add_handler(MessageHandler(kinds, self._on_message))
        self._app.add_handler(CallbackQueryHandler(self._on_button))
        self._app.add_handler(ChatMemberHandler(self._on_own_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        self._app.add_error_handler(self._on_error)

    async def run(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Poll and answer until `stop` is set; raises WrongToken where Telegram rejects the token.

        `on_ready` is called once Telegram has answered; if it was, `on_stop` is called before the connection
        closes, so that a delivery which is under way can end.
        """
        redact_token(self._client.token)  # again, for the handlers that were installed since
        try:
            if await _unless(stop, self._connect()):
                await self._serve(stop, on_ready, on_stop)
        except InvalidToken:  # its own message shows the token
            raise wrong_token() from None
        finally:
            await self._shut_down()

    async def _serve(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None,
        on_stop: Callable[[], Awaitable[None]] | None,
    ) -> None:
        await self._app.start()
        log.info("@%s answers on Telegram", self._app.bot.username)
        introducing = asyncio.create_task(self._introduce_commands())
        try:
            if on_ready:
                await on_ready()
            if await _unless(stop, self._client.refused.wait()):
                raise wrong_token()
        finally:
            introducing.cancel()
            if on_stop:
                await on_stop()

    async def _on_message(self, update: telegram.Update, _context: object) -> None:
        message = message_of_update(update, self._app.bot.bot, self._client.own_posts)
        if message is None or update.effective_message is None:
            return
        place = answer_place(update.effective_message)
        async with progress_line(self._app.bot, place) as progress:
            async with typing(self._app.bot, place):
                reply = await self._conversation.answer(message, progress)
            if reply is not None:
                await self._sender.answer(place, reply)

    async def _on_button(self, update: telegram.Update, _context: object) -> None:
        query = update.callback_query
        message = message_of_button(query) if query else None
        if query is None or query.message is None or message is None:
            return
        with contextlib.suppress(TelegramError):  # it only stops the button's clock
            await query.answer()
        async with progress_line(self._app.bot, answer_place(query.message)) as progress:
            reply = await self._conversation.answer(message, progress)
            if reply is not None:
                await answer_by_editing(query.message, reply, self._sender)

    async def _on_own_membership(self, update: telegram.Update, _context: object) -> None:
        change = update.my_chat_member
        if change is not None and change.new_chat_member.status in _OUT:
            for chat, reply in await self._conversation.left(str(change.chat.id)):
                with contextlib.suppress(ChatGone, NotDelivered, DeliveryUnknown):
                    await self._client.deliver(chat, reply)

    async def _on_error(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Log the problem without any words of people, then apologise."""
        problem = context.error
        update = update if isinstance(update, telegram.Update) else None
        chat = update.effective_chat.type if update and update.effective_chat else "no chat"
        number = update.update_id if update else "none"
        if isinstance(problem, TelegramError) and not isinstance(problem, BadRequest):
            log.warning("update %s (%s): the answer was not sent (%s)", number, chat, describe(problem))
            return  # blocked, or out of reach: an apology would not arrive either
        log.error("update %s (%s) could not be answered", number, chat, exc_info=problem)
        if update and update.effective_message:
            user = update.effective_user
            apology = self._conversation.apology(user.language_code if user else None)
            with contextlib.suppress(TelegramError):
                await self._sender.answer(answer_place(update.effective_message), apology)

    async def _connect(self) -> bool:
        """Return True once Telegram answers and is being polled; raises InvalidToken."""
        pause = 1.0
        while True:
            try:
                await self._app.initialize()
                await self._updater.start_polling(
                    allowed_updates=["message", "channel_post", "callback_query", "my_chat_member"],
                    error_callback=lambda _problem: None,  # the request says what is wrong
                )
            except InvalidToken:
                raise
            except TelegramError as problem:
                log.warning("Telegram cannot be reached (%s); next try in %.0f s", describe(problem), pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                return True

    async def _introduce_commands(self) -> None:
        """Register the commands in each language; the bot works without that too."""
        speak = self._conversation.commands
        try:
            await self._app.bot.set_my_commands(list(speak(_DEFAULT_LANGUAGE)))
            for language in self._conversation.languages:
                await self._app.bot.set_my_commands(list(speak(language)), language_code=language)
        except TelegramError as problem:
            log.warning("Telegram did not take the list of commands (%s)", describe(problem))

    async def _shut_down(self) -> None:
        if self._updater.running:
            with contextlib.suppress(TelegramError, TimeoutError):  # it hands on how the polling ended
                async with asyncio.timeout(_GRACE):
                    await self._updater.stop()
        if self._app.running:
            try:
                async with asyncio.timeout(_GRACE):
                    await self._app.stop()
            except TimeoutError:
                log.warning("stopped before every answer was ready")
        await self._app.shutdown()
        await self._app.bot.shutdown()  # where the application never came to be initialized

    @property
    def _updater(self) -> Updater:
        return cast("Updater", self._app.updater)  # None only where one is built without


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> bool:
    """Do the work, but drop it when `stop` is set; return whether it was done."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        done = working.done() and not stop.is_set()
        if working.done():
            working.result()
        return done
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.wait([working, stopping])
