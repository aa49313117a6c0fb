"""The bot's side of Telegram before there is a conversation: its connection, its chats, its deliveries."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatType

from bot.answering.sharing import Sharing
from bot.messages.chat_platform import Delivery
from bot.messages.picture_values import Picture
from bot.messages.reply import Reply
from bot.platforms.telegram.chats import TelegramChats, address, chat_of
from bot.platforms.telegram.connection import build_bot
from bot.platforms.telegram.intake import Intake
from bot.platforms.telegram.log_redaction import redact_token
from bot.platforms.telegram.outgoing import Sender
from bot.platforms.telegram.polling import Polling
from bot.platforms.telegram.posts import Place
from bot.platforms.telegram.rate_limits import MESSAGES_PER_SECOND, ChatRateLimiter
from bot.platforms.telegram.seals import Seals
from bot.platforms.telegram.webhook_address import WRITES_APART, WebhookAddress
from storage.places import Chat, Person

if TYPE_CHECKING:
    from bot.platforms.telegram.webhook import Webhook

_POSTS: Final = "posts"  # what the processes on one database tell each other


class TelegramClient:
    """Sends and asks; `TelegramBot` adds the polling and the answers.

    `draw` returns a picture as PNG. `refused` is set once Telegram rejects the token; `own_posts` are the
    latest (chat, message id) of deliveries. Without a `webhook` Telegram is polled. With `sharing` several
    processes keep to Telegram's rate together.
    Raises WrongToken for what cannot be a token.
    """

    def __init__(
        self,
        token: str,
        draw: Callable[[Picture], bytes],
        api_url: str = "https://api.telegram.org",
        messages_per_second: float = MESSAGES_PER_SECOND,
        webhook: WebhookAddress | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        redact_token(token)
        self.token = token
        self.refused = asyncio.Event()
        self.bot = build_bot(
            token, api_url, self.refused, ChatRateLimiter(messages_per_second, sharing=sharing)
        )
        self.seals = Seals(token)
        self.sender = Sender(self.bot, draw, self.seals)
        self.chats = TelegramChats(self.bot)
        self.webhook = webhook
        self.writes_apart = WRITES_APART if webhook else 0.0
        self.own_posts: deque[tuple[int, int]] = deque(maxlen=1000)  # a linked group hands them back to us
        self._sharing = sharing
        if sharing is not None:
            sharing.hear(_POSTS, self._heard_of)

    def _heard_of(self, post: str) -> None:
        """Note what another process has posted: the linked group may hand it back to this one."""
        if post:
            chat, number = map(int, post.split())
            self.own_posts.append((chat, number))

    def receiver(self, intake: Intake) -> Polling | Webhook:
        """Return what takes updates from Telegram and gives them to the intake."""
        if self.webhook is None:
            return Polling(self.bot, intake)
        from bot.platforms.telegram.webhook import Webhook  # noqa: PLC0415 - a web server, which few need

        return Webhook(self.bot, intake, self.webhook)

    async def deliver(self, to: Chat | Person, reply: Reply, thread: str | None = None) -> Delivery:
        """Send one silent message to a chat, a topic of it, or a person in private.

        A text that is too long is cut at a line end. Raises ChatGone, NotDelivered (safe to send again) or
        DeliveryUnknown (it may have arrived).
        """
        topic = None if thread is None else int(thread)
        number = address(to.id)
        kind = ChatType.PRIVATE if isinstance(number, int) and number > 0 else None
        sent = await self.sender.deliver(Place(number, kind, silent=True, thread=topic), reply)
        self.own_posts.append(sent.key)
        if self._sharing is not None:
            await self._sharing.tell(_POSTS, f"{sent.key[0]} {sent.key[1]}")
        return Delivery(str(sent.number), chat_of(sent.chat))
