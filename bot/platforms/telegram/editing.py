"""A pressed button: the message that it stands below becomes the answer."""

from __future__ import annotations

import logging

import telegram
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.html import to_html
from bot.platforms.telegram.outgoing import NO_PREVIEW, Part, Sender, answer_place, as_photo, in_texts
from bot.reply import Reply

log = logging.getLogger(__name__)


async def answer_by_editing(message: telegram.MaybeInaccessibleMessage, reply: Reply, sender: Sender) -> None:
    """Turn our own message into the reply; where that cannot be done the reply follows, and replaces it."""
    place = answer_place(message)
    if not isinstance(message, telegram.Message):  # so old that Telegram does not say what it was
        await sender.answer(place, reply)
        return
    try:
        turned = await _turned(message, reply, sender)
    except BadRequest as problem:
        if "not modified" not in str(problem).lower():  # it is when somebody presses twice
            log.info("a message could not be changed (%s): answered below it", describe(problem))
            await sender.answer(place, reply)
        return
    if not turned:
        await sender.answer(place, reply)
        await _take_away(message)


async def _turned(message: telegram.Message, reply: Reply, sender: Sender) -> bool:
    """Edit the message; False where Telegram knows no way from what it is to what it should be."""
    photo = await sender.photo(reply)
    part = as_photo(reply, photo) if photo else None
    if part is not None:
        await _pictured(message, reply, part, sender)
        return True
    texts = in_texts(reply)
    if message.photo or photo or len(texts) != 1:
        return False
    await message.edit_text(
        to_html(texts[0].text),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=sender.keyboard(reply.choices),
    )
    return True


async def _pictured(message: telegram.Message, reply: Reply, part: Part, sender: Sender) -> None:
    caption, buttons = to_html(part.text), sender.keyboard(part.choices)
    if part.photo is None or sender.shows(message, reply):
        await message.edit_caption(caption, parse_mode=ParseMode.HTML, reply_markup=buttons)
    else:
        media = telegram.InputMediaPhoto(part.photo, caption=caption, parse_mode=ParseMode.HTML)
        sender.note_shown(await message.edit_media(media, reply_markup=buttons), reply)


async def _take_away(message: telegram.Message) -> None:
    try:
        await message.delete()
    except TelegramError as problem:  # after two days Telegram lets nobody
        log.info("a replaced message stays (%s)", describe(problem))
