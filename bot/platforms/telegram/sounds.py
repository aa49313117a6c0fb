"""Sounds on Telegram: voice messages, audio files, documents that are sound files; none is ever fetched."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

import telegram

from bot.language.plain_text import shows_anything, visible

_SUFFIXES: Final = frozenset(
    {".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"}
)


def song_of(message: telegram.Message) -> str:
    """Return title and performer of an audio file as Telegram tells them; nothing where it has no title."""
    audio = message.audio
    if audio is None or not shows_anything(visible(audio.title or "")):
        return ""
    return " ".join(f"{audio.title} {audio.performer or ''}".split())


def has_sound(message: telegram.Message) -> bool:
    """Say whether a message is or holds a sound."""
    document = message.document
    return bool(message.voice or message.audio or (document and _is_sound(document)))


def _is_sound(document: telegram.Document) -> bool:
    kind = (document.mime_type or "").lower()
    suffix = PurePath(document.file_name or "").suffix.lower()
    return kind.startswith("audio/") or kind == "application/ogg" or suffix in _SUFFIXES
