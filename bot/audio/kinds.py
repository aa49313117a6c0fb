"""Which files are sound files, by their names."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

MOST_BYTES: Final = 20_000_000
"""The largest file that is listened to; also Telegram's limit for bots."""
_SUFFIXES: Final = frozenset(
    {".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"}
)


def is_sound_name(name: str) -> bool:
    """Say whether a file of this name is a sound file, whether or not it can be decoded here."""
    return PurePath(name).suffix.lower() in _SUFFIXES
