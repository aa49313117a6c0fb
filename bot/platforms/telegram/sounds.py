"""Sound files on Telegram: voice messages, audio files, and documents that are sound files."""

from __future__ import annotations

import telegram
from telegram.error import TelegramError

from bot.audio.kinds import MOST_BYTES, is_sound_name
from bot.errors import NotHeard, SoundNotHeard
from bot.message import Sound

_SLOW = 60.0  # seconds between two pieces of a file
_Attachment = telegram.Voice | telegram.Audio | telegram.Document


def sound_of(message: telegram.Message) -> Sound | None:
    """Return the sound file in a message, if there is one; nothing is fetched yet."""
    if message.voice is not None:
        return _sound(message.voice, recorded=True)
    if message.audio is not None:
        return _sound(message.audio, title=message.audio.title, performer=message.audio.performer)
    if message.document is not None and _is_sound(message.document):
        return _sound(message.document)
    return None


def _is_sound(document: telegram.Document) -> bool:
    kind = (document.mime_type or "").lower()
    return kind.startswith("audio/") or kind == "application/ogg" or is_sound_name(document.file_name or "")


def _sound(
    attachment: _Attachment, *, recorded: bool = False, title: str | None = None, performer: str | None = None
) -> Sound:
    length = None if isinstance(attachment, telegram.Document) else _seconds(attachment)
    return Sound(
        read=lambda: _content(attachment),
        size=attachment.file_size,
        recorded=recorded,
        title=title,
        performer=performer,
        seconds=length,
    )


def _seconds(attachment: telegram.Voice | telegram.Audio) -> float | None:
    """Return the length; as an attribute it is about to change its type."""
    seconds = attachment.to_dict().get("duration")
    return float(seconds) if isinstance(seconds, int | float) else None


async def _content(attachment: _Attachment) -> bytes:
    """Fetch a file; raises SoundNotHeard."""
    try:
        file = await attachment.get_file()
        if (file.file_size or 0) > MOST_BYTES:
            raise SoundNotHeard(NotHeard.TOO_LARGE)
        return bytes(await file.download_as_bytearray(read_timeout=_SLOW))
    except TelegramError as problem:
        large = "file is too big" in str(problem).lower()
        raise SoundNotHeard(NotHeard.TOO_LARGE if large else NotHeard.GONE) from problem
