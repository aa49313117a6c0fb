"""To whom a message is addressed, and which message it is about; pure."""

from __future__ import annotations

import telegram
from telegram.constants import ChatType, MessageEntityType

from bot.platforms.telegram.deep_links import is_deep_link


def without_name(message: telegram.Message, text: str, me: telegram.User) -> tuple[str, bool]:
    """Take the bot's @name out of a text; say whether it was there."""
    kinds: list[str | None] = [MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    ours = [
        words
        for entity, words in found.items()
        if (entity.user and entity.user.id == me.id) or words.casefold() == f"@{me.username}".casefold()
    ]
    for words in ours:
        text = text.replace(words, " ", 1)
    return (" ".join(text.split()) if ours else text), bool(ours)


def answers_the_bot(message: telegram.Message, me: telegram.User) -> bool:
    """Tell whether a message of a group replies to one of the bot's.

    In a topic every message formally replies to the one that opened it.
    """
    answered = message.reply_to_message
    if message.chat.type == ChatType.PRIVATE or answered is None or answered.forum_topic_created:
        return False
    return answered.from_user is not None and answered.from_user.id == me.id


def what_is_answered(message: telegram.Message) -> tuple[str, tuple[str, ...]]:
    """Return the text of the message that a message replies to, or the quoted part, and its links."""
    if message.quote is not None and message.quote.is_manual:
        return message.quote.text, ()
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created:
        return "", ()
    return answered.text or answered.caption or "", links_of(answered)


def links_of(message: telegram.Message) -> tuple[str, ...]:
    """Return the addresses in a message and behind its words, in their order; none that starts a bot."""
    kinds: list[str | None] = [MessageEntityType.URL, MessageEntityType.TEXT_LINK]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    in_order = sorted(found.items(), key=lambda item: item[0].offset)
    return tuple(entity.url or words for entity, words in in_order if not is_deep_link(entity.url or words))
