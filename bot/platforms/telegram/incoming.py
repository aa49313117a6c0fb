"""An update from Telegram as a message for the conversation; pure."""

from __future__ import annotations

import re
from collections.abc import Container

import telegram
from telegram.constants import ChatType

from bot.language.command_names import with_command_name
from bot.messages.message import Message
from bot.platforms.telegram.addressing import answers_the_bot, links_of, what_is_answered, without_name
from bot.platforms.telegram.buttons import button_words
from bot.platforms.telegram.chats import PLATFORM, chat_of, person_of
from bot.platforms.telegram.deep_links import said_by_start
from bot.platforms.telegram.seals import Seals
from bot.platforms.telegram.sounds import has_sound, song_of
from bot.songs.typed_names import names_no_song
from storage.places import Person

_GENRE = "/genre"
_ABOUT = frozenset({_GENRE, "/artist", "/card", "/chart", "/similar", "/versions", "/why", "/wrong"})
"""Commands that speak about the message that they answer where they stand alone."""
_WORDLESS = (
    "photo",
    "sticker",
    "video",
    "animation",
    "video_note",
    "document",
    "contact",
    "location",
    "poll",
    "dice",
    "story",
    "venue",
    "game",
    "paid_media",
    "checklist",
    "giveaway",
)
"""What a person may send that has no words; a sound has an answer of its own."""
_COMMAND = re.compile(r"(?P<command>/\w+)@(?P<bot>[a-z0-9_]+)", re.IGNORECASE)


def message_of_update(
    update: telegram.Update, me: telegram.User, own_posts: Container[tuple[int, int]]
) -> Message | None:
    """Return what the conversation answers; None for the bot's own words and other bots' commands.

    `own_posts` are (chat, message id) of channel posts that are known to be ours.
    """
    found = update.message or update.channel_post or update.edited_message
    if found is None or is_ours(found, me, own_posts) or _is_another_bots(found):
        return None
    whole = found.text or found.caption or ""
    text = _for_us(whole, me.username)
    if text is None:
        return None
    text, named = without_name(found, said_by_start(text), me)
    text = with_command_name(text)
    named = named or _COMMAND.match(whole) is not None
    text = text or (_GENRE if named else "")
    about, links = what_is_answered(found) if _asks_of_what_is_answered(text) else ("", ())
    links = links_of(found) or links
    sound = _sound(found, text)
    channel = _channel(found)
    private = found.chat.type == ChatType.PRIVATE
    wordless = private and not text and any(getattr(found, kind, None) for kind in _WORDLESS)
    if not (text.strip() or links or sound or channel or wordless):
        return None
    if sound and not links and (song := song_of(sound)):
        text, sound = f"{_GENRE} {song}", None
    if found.chat.type == ChatType.CHANNEL and not text.startswith("/"):
        return None
    user = update.effective_user
    return Message(
        text=text,
        links=links,
        private=private,
        language=user.language_code if user else None,
        platform=PLATFORM,
        sound=sound is not None,
        wordless=wordless,
        addressed=named or answers_the_bot(found, me),
        about=about,
        chat=chat_of(found.chat.id),
        user=_author(found),
        thread=_thread(found),
        forwarded_from=channel,
    )


def message_of_button(query: telegram.CallbackQuery, seals: Seals) -> Message | None:
    """Return what a pressed button says, as a message of the person who pressed it; None for forged data."""
    data = seals.said(query)
    if data is None or query.message is None:
        return None
    language, says = button_words(data)
    return Message(
        text=says,
        private=query.message.chat.type == ChatType.PRIVATE,
        language=language or query.from_user.language_code,
        platform=PLATFORM,
        chat=chat_of(query.message.chat.id),
        user=person_of(query.from_user.id),
        thread=_thread(query.message),
    )


def _asks_of_what_is_answered(text: str) -> bool:
    """Tell whether a text is a bare command or a question for a song that it does not name."""
    return text.strip().lower() in _ABOUT or names_no_song(text.removeprefix(_GENRE))


def _author(message: telegram.Message) -> Person | None:
    """Return the author; for anonymous administrators and in channels that is the chat itself."""
    author = message.sender_chat or message.from_user
    return None if author is None else person_of(author.id)


def _thread(message: telegram.MaybeInaccessibleMessage) -> str | None:
    if not isinstance(message, telegram.Message) or not message.is_topic_message:
        return None
    return str(message.message_thread_id)


def _channel(message: telegram.Message) -> str | None:
    """Return the channel whose post is forwarded to the bot in a private chat."""
    origin = message.forward_origin
    private = message.chat.type == ChatType.PRIVATE
    return str(origin.chat.id) if private and isinstance(origin, telegram.MessageOriginChannel) else None


def is_ours(message: telegram.Message, me: telegram.User, own_posts: Container[tuple[int, int]]) -> bool:
    """Tell whether a message comes from the bot itself, also where another chat hands it back."""
    authors = [message.from_user, message.via_bot]
    origin = message.forward_origin
    if isinstance(origin, telegram.MessageOriginUser):
        authors.append(origin.sender_user)
    if any(author is not None and author.id == me.id for author in authors):
        return True
    return (
        isinstance(origin, telegram.MessageOriginChannel) and (origin.chat.id, origin.message_id) in own_posts
    )


def _is_another_bots(message: telegram.Message) -> bool:
    """Tell other bots, since two bots that answer each other never stop.

    Anonymous administrators come as a bot with a sender chat.
    """
    author = message.from_user
    return author is not None and author.is_bot and message.sender_chat is None


def _for_us(text: str, username: str | None) -> str | None:
    """Take our @name off a command; None where the command names another bot."""
    command = _COMMAND.match(text)
    if command is None:
        return text
    if command["bot"].lower() != (username or "").lower():
        return None
    return command["command"] + text[command.end() :]


def _sound(message: telegram.Message, text: str) -> telegram.Message | None:
    """Return the message with the sound that is meant for us: in private any, elsewhere that of /genre alone.

    The command may stand in the sound's caption, or in a reply to the sound.
    """
    if text.startswith("/"):
        asked = [message, message.reply_to_message] if text.strip().lower() == _GENRE else []
    else:
        asked = [message] if message.chat.type == ChatType.PRIVATE else []
    return next((found for found in asked if found is not None and has_sound(found)), None)
