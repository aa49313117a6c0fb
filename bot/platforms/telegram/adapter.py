"""The adapter: hands what Telegram brings to the conversation, and what the conversation says to Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
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

from bot.chat_platform import Delivery
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.message import Message
from bot.platforms.telegram.chats import TelegramChats, address
from bot.platforms.telegram.connection import build_application, describe, wrong_token
from bot.platforms.telegram.editing import answer_in_place_of
from bot.platforms.telegram.incoming import picked, read
from bot.platforms.telegram.log_redaction import keep_out_of_logs
from bot.platforms.telegram.outgoing import Place, Sender, answer_place
from bot.platforms.telegram.progress import progress_line, typing
from bot.reply import Picture, Reply

log = logging.getLogger(__name__)

_DEFAULT_LANGUAGE = "en"  # of the commands, for people whose language we do not speak
_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach Telegram at the start
_GRACE = 8.0  # seconds that running answers have at the end


class Conversing(Protocol):
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
        """Take note that the bot was put out of a chat; return which chats are to be told what."""


class TelegramBot:
    """One bot on Telegram: `run` polls and answers until it is told to stop, `deliver` sends on its own.

    Raises WrongToken, here and in `run`, where Telegram will never take the token.
    """

    def __init__(
        self,
        token: str,
        conversation: Conversing,
        draw: Callable[[Picture], bytes],
        api_url: str = "https://api.telegram.org",
    ) -> None:
        keep_out_of_logs(token)
        self._token = token
        self._conversation = conversation
        self._refused = asyncio.Event()
        self._app = build_application(token, api_url, self._refused)
        self._sender = Sender(self._app.bot, draw)
        self._own_posts: deque[tuple[int, int]] = deque(maxlen=1000)  # a linked group hands them back to us
        kinds = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        self._app.add_handler(MessageHandler(kinds, self._on_message))
        self._app.add_handler(CallbackQueryHandler(self._on_button))
        self._app.add_handler(ChatMemberHandler(self._on_own_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        self.chats = TelegramChats(self._app.bot)
        self._app.add_error_handler(self._on_error)

    async def run(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Poll and answer until `stop` is set.

        `on_ready` is called once Telegram has answered; if it was, `on_stop` is called before the connection
        closes, so that a delivery which is under way can end.
        """
        keep_out_of_logs(self._token)  # again, for the handlers that were installed since
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
            if await _unless(stop, self._refused.wait()):
                raise wrong_token()
        finally:
            introducing.cancel()
            if on_stop:
                await on_stop()

    async def deliver(self, chat: str, reply: Reply, thread: str | None = None) -> Delivery:
        """Send one silent message to a chat (number or @name), or to a topic of it.

        What does not fit is cut at a line end. Raises ChatGone, NotDelivered (safe to send again) or
        DeliveryUnknown (nobody knows).
        """
        topic = None if thread is None else int(thread)
        sent = await self._sender.deliver(Place(address(chat), silent=True, thread=topic), reply)
        self._own_posts.append((sent.chat.id, sent.message_id))
        return Delivery(str(sent.message_id), str(sent.chat.id))

    async def _on_message(self, update: telegram.Update, _context: object) -> None:
        message = read(update, self._app.bot.bot, self._own_posts)
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
        message = picked(query) if query else None
        if query is None or query.message is None or message is None:
            return
        with contextlib.suppress(TelegramError):  # it only stops the button's clock
            await query.answer()
        async with progress_line(self._app.bot, answer_place(query.message)) as progress:
            reply = await self._conversation.answer(message, progress)
            if reply is not None:
                await answer_in_place_of(query.message, reply, self._sender)

    async def _on_own_membership(self, update: telegram.Update, _context: object) -> None:
        change = update.my_chat_member
        if change is not None and change.new_chat_member.status in _OUT:
            for chat, reply in await self._conversation.left(str(change.chat.id)):
                with contextlib.suppress(ChatGone, NotDelivered, DeliveryUnknown):
                    await self.deliver(chat, reply)

    async def _on_error(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Log first, without a word of the people's, then apologise."""
        problem = context.error
        update = update if isinstance(update, telegram.Update) else None
        chat = update.effective_chat.type if update and update.effective_chat else "no chat"
        number = update.update_id if update else "none"
        if isinstance(problem, TelegramError) and not isinstance(problem, BadRequest):
            log.warning("update %s (%s): the answer was not sent (%s)", number, chat, describe(problem))
            return  # blocked, or out of reach: an apology would fare no better
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
        """Register the commands in each language; people can do without."""
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
