"""A reply on its way to Telegram: in as many messages as it takes, or as the one message of a delivery."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import telegram
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError

from bot.errors import ChatGone, DeliveryUnknown
from bot.messages.picture_values import Picture
from bot.messages.reply import Choice, Document, Reply, Span
from bot.platforms.telegram.buttons import Keyboard, keyboard
from bot.platforms.telegram.connection import ask
from bot.platforms.telegram.html import CAPTION_LIMIT, MESSAGE_LIMIT, to_html, unlinked
from bot.platforms.telegram.posts import Place, Post
from bot.platforms.telegram.rate_limits import LONGEST_FLOOD_WAIT
from bot.platforms.telegram.seals import Seals
from bot.platforms.telegram.send_failures import is_gone, lacks_permission, send_failure
from bot.platforms.text_pieces import pieces, truncated

log = logging.getLogger(__name__)

_REMEMBERED = 1000  # messages of which the picture is known
_PAUSES = (1.0, 3.0, 10.0, 20.0)  # seconds before an answer is sent again
_DELIVERY_FLOOD_WAIT = 1.0  # seconds; the delivery is tried again, and the others need not wait


@dataclass(frozen=True, slots=True)
class Part:
    """What one message holds."""

    text: tuple[Span, ...]
    photo: bytes | None = None
    choices: tuple[Choice, ...] = ()
    language: str | None = None
    preview: str | None = None
    document: Document | None = None


class Sender:
    """Sends replies; `draw` makes a PNG and may take its time."""

    def __init__(self, bot: telegram.Bot, draw: Callable[[Picture], bytes], seals: Seals) -> None:
        self._bot = bot
        self._seals = seals
        self._draw = draw
        self._shown: OrderedDict[tuple[int, int], Picture] = OrderedDict()

    async def answer(self, place: Place, reply: Reply) -> list[Post]:
        """Send the whole reply, return its messages; raises TelegramError when a part could not be sent."""
        rest = in_texts(reply)
        sent: list[Post] = []
        photo = await self.photo(reply)
        if photo:
            whole = as_photo(reply, photo)
            try:
                sent.append(await self._persist(place, whole or Part((), photo)))
            except BadRequest as problem:  # a group may allow text only
                if lacks_permission(problem):
                    raise
                log.warning("Telegram did not take a picture (%s): sent the text alone", problem)
            else:
                self.note_shown(sent[0], reply)
                rest = [] if whole else rest
                place = replace(place, quote=None)
        for part in rest:
            sent.append(await self._persist(place, part))
            place = replace(place, quote=None)
        if reply.document:
            sent.append(await self._persist(place, Part((), document=reply.document)))
        return sent

    async def deliver(self, place: Place, reply: Reply) -> Post:
        """Send one message; raises ChatGone, NotDelivered or DeliveryUnknown."""
        photo = await self.photo(reply)
        LONGEST_FLOOD_WAIT.set(_DELIVERY_FLOOD_WAIT)  # in this task alone
        try:
            if photo:
                with contextlib.suppress(_PictureRefused):
                    return await self._send_photo_first(place, reply, photo)
            text = truncated(unlinked(reply.text), MESSAGE_LIMIT)
            return await self._send(place, Part(text, None, reply.choices, reply.language))
        except Exception as problem:  # past this point only the failure itself says whether anything arrived
            raise send_failure(problem) from problem

    async def edit(self, post: Post, part: Part) -> Post:
        """Turn a message of ours into this part, which has no picture where that is to stay.

        Return the message as it is then; raises TelegramError.
        """
        html = self.html(part.text)
        asked: dict[str, Any] = {
            "chat_id": post.chat,
            "message_id": post.number,
            "parse_mode": ParseMode.HTML,
            "reply_markup": self.keyboard(post.place, part.choices, part.language),
        }
        if part.photo is not None:
            media = telegram.InputMediaPhoto(part.photo, caption=html, parse_mode=ParseMode.HTML)
            await ask(self._bot, "editMessageMedia", asked | {"media": media, "parse_mode": None})
        elif post.pictured:
            await ask(self._bot, "editMessageCaption", asked | {"caption": html})
        else:
            preview = preview_of(part, post.place)
            await ask(self._bot, "editMessageText", asked | {"text": html, "link_preview_options": preview})
        return replace(post, pictured=post.pictured or part.photo is not None)

    async def delete(self, post: Post) -> None:
        """Take a message of ours away; raises TelegramError."""
        await self._bot.delete_message(post.chat, post.number)

    async def photo(self, reply: Reply) -> bytes | None:
        """Draw a reply's picture; None where there is none, or it could not be drawn."""
        if reply.picture is None:
            return None
        picture = replace(reply.picture, bot=f"@{self._bot.username}")
        try:
            return await asyncio.to_thread(self._draw, picture)
        except Exception:  # the text says the same
            log.exception("a picture could not be drawn")
            return None

    def shows(self, post: Post, reply: Reply) -> bool:
        """Tell whether a message of ours is known to have a reply's picture already."""
        return reply.picture is not None and reply.picture == self._shown.get(post.key)

    def note_shown(self, post: Post, reply: Reply) -> None:
        """Remember which picture a message has."""
        if reply.picture is not None:
            self._shown[post.key] = reply.picture
            if len(self._shown) > _REMEMBERED:
                self._shown.popitem(last=False)

    def html(self, spans: Sequence[Span]) -> str:
        """Return spans as Telegram's HTML, with links on the words that can be picked."""
        return to_html(spans, self._bot.username if any(span.says for span in spans) else "")

    def keyboard(self, place: Place, choices: tuple[Choice, ...], language: str | None) -> Keyboard | None:
        """Return the buttons of a message there."""
        if not choices:
            return None
        return keyboard(choices, place.kind, language, self._bot.username, self._seals)

    async def _send_photo_first(self, place: Place, reply: Reply, photo: bytes) -> Post:
        caption = truncated(unlinked(reply.caption or reply.text), CAPTION_LIMIT)
        try:
            sent = await self._send(place, Part(caption, photo, reply.choices, reply.language))
        except BadRequest as problem:
            if is_gone(problem):
                raise
            log.warning("Telegram did not take a picture (%s): sent the text alone", problem)
            raise _PictureRefused from problem
        self.note_shown(sent, reply)
        return sent

    async def _persist(self, place: Place, part: Part) -> Post:
        """Send; try again where Telegram may take it yet.

        What has perhaps arrived is sent once more: an answer that comes twice is better than none.
        """
        in_doubt = False
        for pause in _PAUSES:
            try:
                return await self._send(place, part)
            except NetworkError as problem:
                failure = send_failure(problem)
                if isinstance(problem, BadRequest) or isinstance(failure, ChatGone):
                    raise
                if isinstance(failure, DeliveryUnknown):
                    if in_doubt:
                        raise
                    in_doubt = True
                    log.warning("an answer may have arrived (%s): it is sent once more", failure)
                await asyncio.sleep(pause)
        return await self._send(place, part)

    async def _send(self, place: Place, part: Part) -> Post:
        try:
            return await self._send_once(place, part)
        except ChatMigrated as moved:  # a supergroup now, in which the quoted message has no number
            return await self._send_once(replace(place, chat=moved.new_chat_id, quote=None), part)

    async def _send_once(self, place: Place, part: Part) -> Post:
        """Send one message; raises TelegramError, and what else the answer is not made of."""
        html = self.html(part.text)
        asked: dict[str, Any] = {
            "chat_id": place.chat,
            "disable_notification": place.silent,
            "message_thread_id": place.thread,
            "parse_mode": ParseMode.HTML,
            "reply_markup": self.keyboard(place, part.choices, part.language),
        }
        if place.quote is not None:
            asked["reply_parameters"] = {"message_id": place.quote, "allow_sending_without_reply": True}
        if part.document is not None:
            file = telegram.InputFile(part.document.content.encode(), part.document.name)
            sent = await ask(self._bot, "sendDocument", asked | {"document": file})
        elif part.photo is not None:
            photo = telegram.InputFile(part.photo)
            sent = await ask(self._bot, "sendPhoto", asked | {"photo": photo, "caption": html or None})
        else:
            preview = preview_of(part, place)
            sent = await ask(
                self._bot, "sendMessage", asked | {"text": html, "link_preview_options": preview}
            )
        return Post(place, int(sent["chat"]["id"]), int(sent["message_id"]), pictured=part.photo is not None)


class _PictureRefused(Exception):  # noqa: N818 - never leaves this file
    pass


def in_texts(reply: Reply) -> list[Part]:
    """Return the messages of a reply without its picture; the choices are below the last one."""
    texts = pieces(unlinked(reply.text), MESSAGE_LIMIT)
    return [
        Part(text, None, reply.choices if text is texts[-1] else (), reply.language, reply.preview)
        for text in texts
    ]


def preview_of(part: Part, place: Place) -> dict[str, Any]:
    """Return how a page is shown below a text: small, and in a private chat alone."""
    if part.preview is None or place.kind != ChatType.PRIVATE:
        return {"is_disabled": True}
    return {"url": part.preview, "prefer_small_media": True}


def as_photo(reply: Reply, photo: bytes) -> Part | None:
    """Return the one message that holds picture and text; None where the text is too long for that."""
    captions = pieces(unlinked(reply.caption or reply.text), CAPTION_LIMIT)
    if len(captions) > 1:
        return None
    return Part(captions[0] if captions else (), photo, reply.choices, reply.language)
