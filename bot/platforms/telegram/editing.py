"""A pressed button: the message that it stands below becomes the answer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

import telegram
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.language.plain_text import within_units
from bot.messages.reply import Reply
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.outgoing import Part, Place, Sender, answer_place, as_photo, in_texts, preview_of
from bot.platforms.telegram.send_failures import lacks_permission

_BUTTON_WAITS = 2.0  # seconds; then the button stops showing that it was pressed
_LONGEST_ALERT = 200  # UTF-16 units

log = logging.getLogger(__name__)


async def answer_press(
    query: telegram.CallbackQuery, answer: Coroutine[Any, Any, Reply | None], sender: Sender, *, apart: bool
) -> tuple[Reply | None, list[telegram.Message]]:
    """Turn the message into the answer once that is there; a refusal leaves the message as it is.

    An answer that stands `apart` comes below it. Return the answer and the messages that hold it, none where
    there is no new one.
    """
    answering = asyncio.ensure_future(answer)
    try:
        await asyncio.wait([answering], timeout=_BUTTON_WAITS)
        quick = answering.done()
        if not quick:
            await stop_waiting(query)
        reply = await answering
    finally:
        answering.cancel()
    refused = reply.plain() if reply is not None and reply.refusal else None
    if quick:
        await stop_waiting(query, refused)
    if reply is None or query.message is None:
        return reply, []
    if not reply.refusal and not apart:
        return reply, await answer_by_editing(query.message, reply, sender)
    if reply.refusal and quick:
        return reply, []
    return reply, await sender.answer(answer_place(query.message), reply)


async def stop_waiting(query: telegram.CallbackQuery, alert: str | None = None) -> None:
    """Stop the clock of a pressed button, with an alert or without."""
    with contextlib.suppress(TelegramError):
        await query.answer(alert and within_units(alert, _LONGEST_ALERT), show_alert=alert is not None)


async def answer_by_editing(
    message: telegram.MaybeInaccessibleMessage, reply: Reply, sender: Sender
) -> list[telegram.Message]:
    """Turn our own message into the reply; where that cannot be done the reply follows, and replaces it.

    Return the messages that hold the reply.
    """
    place = answer_place(message)
    if not isinstance(message, telegram.Message) or not message.is_accessible:  # Telegram keeps it to itself
        return await sender.answer(place, reply)
    try:
        turned = await _turned(message, place, reply, sender)
    except BadRequest as problem:
        if lacks_permission(problem):
            raise
        if "not modified" in str(problem).lower():  # it is when a person presses twice
            return [message]
        log.info("a message could not be changed (%s): answered below it", describe(problem))
        return await sender.answer(place, reply)
    if turned:
        return [message]
    sent = await sender.answer(place, reply)
    await _take_away(message)
    return sent


async def _turned(message: telegram.Message, place: Place, reply: Reply, sender: Sender) -> bool:
    """Edit the message; False where Telegram knows no way from what it is to what it should be."""
    photo = await sender.photo(reply)
    part = as_photo(reply, photo) if photo else None
    if part is not None:
        await _pictured(message, place, reply, part, sender)
        return True
    texts = in_texts(reply)
    if message.photo or photo or len(texts) != 1:
        return False
    await message.edit_text(
        sender.html(texts[0].text),
        parse_mode=ParseMode.HTML,
        link_preview_options=preview_of(texts[0], place),
        reply_markup=sender.keyboard(place, reply.choices, reply.language),
    )
    return True


async def _pictured(
    message: telegram.Message, place: Place, reply: Reply, part: Part, sender: Sender
) -> None:
    caption = sender.html(part.text)
    buttons = sender.keyboard(place, part.choices, part.language)
    if part.photo is None or sender.shows(message, reply):
        await message.edit_caption(caption, parse_mode=ParseMode.HTML, reply_markup=buttons)
    else:
        media = telegram.InputMediaPhoto(part.photo, caption=caption, parse_mode=ParseMode.HTML)
        sender.note_shown(await message.edit_media(media, reply_markup=buttons), reply)


async def _take_away(message: telegram.Message) -> None:
    try:
        await message.delete()
    except TelegramError as problem:  # Telegram allows it for two days
        log.info("a replaced message stays (%s)", describe(problem))
