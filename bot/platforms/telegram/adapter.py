"""The adapter: takes updates from Telegram, hands messages to the conversation and sends its replies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import structlog
import telegram
from telegram.constants import ChatType
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.platforms.fair_queue import FairQueue
from bot.platforms.stopping import first, unless
from bot.platforms.telegram.arrivals import Arrival
from bot.platforms.telegram.buttons import stands_apart
from bot.platforms.telegram.chats import chat_of, person_of
from bot.platforms.telegram.client import TelegramClient
from bot.platforms.telegram.connection import connect, describe, wrong_token
from bot.platforms.telegram.conversation import TelegramConversation
from bot.platforms.telegram.editing import answer_press, stop_waiting
from bot.platforms.telegram.heard import Heard, HeardMessages
from bot.platforms.telegram.incoming import is_ours, message_of_button, message_of_update
from bot.platforms.telegram.inline import InlineQueries
from bot.platforms.telegram.intake import Intake
from bot.platforms.telegram.introduction import introduce
from bot.platforms.telegram.later import ShownAnswers
from bot.platforms.telegram.log_redaction import redact_token
from bot.platforms.telegram.membership import moved, sees_all, was_added, was_removed
from bot.platforms.telegram.posts import Place, answer_place, post_of
from bot.platforms.telegram.progress import ProgressLine, Typing
from bot.platforms.telegram.send_failures import lacks_permission
from storage.inbox import Inbox

log = logging.getLogger(__name__)

_GRACE = 6.0  # seconds that running answers have at the end


class TelegramBot:
    """One bot on Telegram: `run` answers until it is told to stop."""

    def __init__(self, client: TelegramClient, conversation: TelegramConversation, inbox: Inbox) -> None:
        self._client = client
        self._bot = client.bot
        self._sender = client.sender
        self._conversation = conversation
        self._queue = FairQueue()
        self._heard = HeardMessages()
        self._later = ShownAnswers(client.sender)
        self._inline = InlineQueries(
            client.bot, client.sender, conversation.suggestions, conversation.in_private
        )
        self._intake = Intake(client.bot, inbox, self, client.writes_apart)
        self._receiver = client.receiver(self._intake)
        self._others: set[asyncio.Task[None]] = set()  # which no update waits for

    async def run(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Answer until `stop` is set; raises WrongToken where Telegram rejects the token, and CannotRun.

        `on_ready` is called once Telegram has answered; if it was, `on_stop` is called before the connection
        closes, so that a delivery which is under way can end.
        """
        redact_token(self._client.token)  # again, for the handlers that were installed since
        try:
            if await unless(stop, connect(self._bot, self._receiver.prepare)):
                await self._serve(stop, on_ready, on_stop)
        except InvalidToken:  # its own message shows the token
            raise wrong_token() from None
        finally:
            await self._bot.shutdown()

    def heard(self, update: telegram.Update) -> Arrival | None:
        """Return an update with what it says, None where it does not concern the bot."""
        if moved(update):
            return Arrival(update, None)  # a blocked chat stays blocked
        if self._is_blocked(update):
            return None
        if update.callback_query is not None or update.my_chat_member is not None:
            return Arrival(update, None)
        message = message_of_update(update, self._bot.bot, self._client.own_posts)
        return Arrival(update, message) if message and self._conversation.concerns(message) else None

    def _is_blocked(self, update: telegram.Update) -> bool:
        chat, user = update.effective_chat, update.effective_user
        return self._conversation.blocks(
            chat_of(chat.id) if chat else None, person_of(user.id) if user else None
        )

    def expect(self, arrivals: Sequence[Arrival]) -> None:
        """Let the conversation ask for what several messages need in few requests."""
        messages = [arrival.message for arrival in arrivals if arrival.message]
        self._beside(self._conversation.expect(messages))

    def suggest(self, query: telegram.InlineQuery) -> None:
        """Answer a query while its person types."""
        self._inline.put(query)

    def handle(self, arrival: Arrival) -> None:
        """Queue the update behind the others of its chat; too many are dropped, which is said once."""
        if self._queue.put(str(arrival.chat), lambda: self._answered(arrival)):
            return
        self._intake.answered(arrival.update.update_id)
        if self._conversation.dropped(arrival.chat):
            self._beside(self._excuse(arrival.update, self._conversation.too_many))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def _serve(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None,
        on_stop: Callable[[], Awaitable[None]] | None,
    ) -> None:
        log.info("@%s answers on Telegram", self._bot.username)
        receiving = asyncio.create_task(self._receiver.run())
        background = [
            receiving,
            asyncio.create_task(self._intake.keep_up()),
            asyncio.create_task(self._queue.run()),
            asyncio.create_task(introduce(self._bot, self._conversation)),
            asyncio.create_task(self._inline.run()),
        ]
        try:
            if on_ready:
                await on_ready()
            if await unless(stop, first(receiving, self._client.refused.wait())):
                raise wrong_token()
        finally:
            for task in background:
                task.cancel()
            await asyncio.wait(background)
            await self._queue.finish(_GRACE)
            await self._later.close()
            if on_stop:
                await on_stop()
            await self._intake.close()
            await self._receiver.close()

    async def _answered(self, arrival: Arrival) -> None:
        """Answer an update; it stays in the inbox only where the process stops meanwhile."""
        number, chat, began = arrival.update.update_id, arrival.chat, time.monotonic()
        with structlog.contextvars.bound_contextvars(update=number, chat=chat and chat.id):
            await self._handled(arrival)
            log.debug("done in %.3f s", time.monotonic() - began)
        self._intake.answered(number)
        await self._intake.few_are_left()

    async def _handled(self, arrival: Arrival) -> None:
        """Answer an update, whatever happens."""
        update = arrival.update
        try:
            if update.callback_query is not None:
                await self._on_button(update.callback_query)
            elif update.my_chat_member is not None:
                await self._on_own_membership(update.my_chat_member)
            elif (move := moved(update)) is not None:
                await self._conversation.moved(*move)
            elif arrival.message is not None:
                await self._on_message(update, arrival.message)
        except TelegramError as problem:
            await self._not_sent(update, problem)
        except Exception:
            log.exception("update %s (%s) could not be answered", update.update_id, _kind_of_chat(update))
            await self._excuse(update, self._conversation.apology)

    async def _on_message(self, update: telegram.Update, message: Message) -> None:
        found = update.effective_message
        if found is None or is_ours(found, self._bot.bot, self._client.own_posts):  # sent in the meantime
            return
        heard = self._heard.known(found) if update.edited_message else self._heard.new(found)
        if heard is None or (message.wordless and self._heard.is_one_of_many(found)):
            return
        async with heard.lock:
            if heard.is_news(message) or not update.edited_message:
                heard.message = message
                await self._answer(found, message, heard)

    async def _answer(self, found: telegram.Message, message: Message, heard: Heard) -> None:
        """Answer a message; where one answer stands there already, turn that into the new one."""
        place = answer_place(found)
        async with ProgressLine(self._bot, place) as progress:
            async with Typing(self._bot, place):
                reply = await self._conversation.answer(message, progress)
            if reply is None:
                return
            heard.answers = await self._later.say(place, reply, heard.answers)

    async def _on_button(self, query: telegram.CallbackQuery) -> None:
        if query.message is not None and query.message.chat.type == ChatType.CHANNEL:
            # A reader must not change what the channel says.
            await stop_waiting(query, self._conversation.notice(query.from_user.language_code))
            return
        message = message_of_button(query, self._client.seals)
        if query.message is None or message is None:
            log.info("data that none of our buttons carries is ignored")
            return
        self._later.follow(None, [post_of(query.message)])
        async with ProgressLine(self._bot, answer_place(query.message)) as progress:
            answer = self._conversation.answer(message, progress)
            press = answer_press(query, answer, self._sender, apart=stands_apart(query.data or ""))
            self._later.follow(*await press)

    async def _on_own_membership(self, change: telegram.ChatMemberUpdated) -> None:
        if was_added(change):
            hello = self._conversation.hello(
                change.from_user.language_code,
                channel=change.chat.type == ChatType.CHANNEL,
                sees_all=sees_all(change, self._bot.bot),
            )
            await self._sender.answer(Place(change.chat.id, change.chat.type, silent=True), hello)
        if was_removed(change):
            for person, reply in await self._conversation.left(chat_of(change.chat.id)):
                with contextlib.suppress(ChatGone, NotDelivered, DeliveryUnknown):
                    await self._client.deliver(person, reply)

    async def _not_sent(self, update: telegram.Update, problem: TelegramError) -> None:
        """Log why, without any words of people; a refused answer is our mistake, and excused."""
        number, chat = update.update_id, _kind_of_chat(update)
        if isinstance(problem, BadRequest) and not lacks_permission(problem):
            log.error("update %s (%s) could not be answered", number, chat, exc_info=problem)
            await self._excuse(update, self._conversation.apology)
        else:  # blocked, without permission or out of reach: an apology would not arrive either
            log.warning("update %s (%s): the answer was not sent (%s)", number, chat, describe(problem))

    async def _excuse(self, update: telegram.Update, excuse: Callable[[str | None], Reply]) -> None:
        """Say in the person's language why there is no answer, where that is possible."""
        if update.effective_message:
            language = update.effective_user.language_code if update.effective_user else None
            with contextlib.suppress(TelegramError):
                await self._sender.answer(answer_place(update.effective_message), excuse(language))


def _kind_of_chat(update: telegram.Update) -> str:
    return update.effective_chat.type if update.effective_chat else "no chat"
