"""A pressed button: the message that it stands below becomes the answer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import telegram
from telegram.error import BadRequest, TelegramError

from bot.language.plain_text import within_units
from bot.messages.reply import Reply
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.outgoing import Sender, as_photo, in_texts
from bot.platforms.telegram.posts import Post, post_of
from bot.platforms.telegram.send_failures import lacks_permission

_BUTTON_WAITS = 2.0  # seconds; then the button stops showing that it was pressed
_LONGEST_ALERT = 200  # UTF-16 units

log = logging.getLogger(__name__)


async def answer_press(
    query: telegram.CallbackQuery, answer: Coroutine[Any, Any, Reply | None], sender: Sender, *, apart: bool
) -> tuple[Reply | None, list[Post]]:
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
    post = post_of(query.message)
    if not reply.refusal and not apart:
        return reply, await answer_by_editing(post, reply, sender)
    if reply.refusal and quick:
        return reply, []
    return reply, await sender.answer(post.below, reply)


async def stop_waiting(query: telegram.CallbackQuery, alert: str | None = None) -> None:
    """Stop the clock of a pressed button, with an alert or without."""
    with contextlib.suppress(TelegramError):
        await query.answer(alert and within_units(alert, _LONGEST_ALERT), show_alert=alert is not None)


async def answer_by_editing(post: Post, reply: Reply, sender: Sender) -> list[Post]:
    """Turn our own message into the reply; where that cannot be done the reply follows, and replaces it.

    Return the messages that hold the reply.
    """
    if not post.readable:  # Telegram keeps it to itself
        return await sender.answer(post.below, reply)
    try:
        turned = await _turned(post, reply, sender)
    except BadRequest as problem:
        if lacks_permission(problem):
            raise
        if "not modified" in str(problem).lower():  # it is when a person presses twice
            return [post]
        log.info("a message could not be changed (%s): answered below it", describe(problem))
        return await sender.answer(post.below, reply)
    if turned is not None:
        return [turned]
    sent = await sender.answer(post.below, reply)
    await _take_away(post, sender)
    return sent


async def _turned(post: Post, reply: Reply, sender: Sender) -> Post | None:
    """Edit the message; None where Telegram knows no way from what it is to what it should be."""
    photo = await sender.photo(reply)
    part = as_photo(reply, photo) if photo else None
    if part is not None and sender.shows(post, reply):
        return await sender.edit(post, replace(part, photo=None))
    if part is not None:
        turned = await sender.edit(post, part)
        sender.note_shown(turned, reply)
        return turned
    texts = in_texts(reply)
    if post.pictured or photo or len(texts) != 1:
        return None
    return await sender.edit(post, texts[0])


async def _take_away(post: Post, sender: Sender) -> None:
    try:
        await sender.delete(post)
    except TelegramError as problem:  # Telegram allows it for two days
        log.info("a replaced message stays (%s)", describe(problem))
