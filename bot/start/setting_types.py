"""What a setting may be: each type says in a few words what is wrong with a value."""

from __future__ import annotations

import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, SecretStr

from bot.language.words import SOURCE_LANGUAGE, languages, words_for
from storage.places import Chat

CHECKOUT: Final = Path(__file__).resolve().parent.parent.parent
_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = ("postgresql+psycopg://", "postgresql://", "postgres://")
_NUMBER: Final = re.compile(r"\d{1,20}", re.ASCII)
_TELEGRAM_CHAT: Final = re.compile(r"-?\d{1,20}|@[A-Za-z]\w{3,31}", re.ASCII)


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, an unclosed bracket
        sound = False
    if not sound:
        raise ValueError("must be a web address such as https://example.org")
    return value.rstrip("/")


def _chat(value: object) -> Chat:
    if isinstance(value, Chat):
        return value
    platform, _, name = str(value).rpartition(":")
    known = {"": _TELEGRAM_CHAT, "telegram": _TELEGRAM_CHAT, "discord": _NUMBER}.get(platform)
    if known is None or not known.fullmatch(name):
        raise ValueError(
            "must be a chat's number such as -1001234567890, its @name, or discord: and a channel's number"
        )
    return Chat(platform or "telegram", name)


def _database(value: str) -> str:
    """Let a relative path belong to the checkout, whose own path may hold what an address escapes."""
    path = value.removeprefix(_SQLITE)
    if value == "sqlite://" or path == ":memory:":
        return "sqlite://"
    if value.startswith(_POSTGRESQL):
        return value
    if not value.startswith(_SQLITE) or not path:
        raise ValueError(
            "must be an SQLite address such as sqlite:///jangreu.db,"
            " or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
        )
    return value if path.startswith("/") else f"{_SQLITE}{quote(str(CHECKOUT))}/{path}"


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value, flags=re.ASCII):
        raise ValueError("must be a time of day such as 09:00")
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


def _time_zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Asia/Seoul") from error


def _language(value: str) -> str:
    if value not in languages():
        raise ValueError(f"must be a language that there are words for: {', '.join(languages())}")
    return value


def language_here() -> str:
    """Return the language that the environment asks for (LC_ALL, LC_MESSAGES or LANG), else English."""
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return words_for(asked, SOURCE_LANGUAGE).language


def _header_text(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise ValueError("must be one line of plain ASCII")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value(), flags=re.ASCII):
        raise ValueError("must be 1 to 256 letters, digits, _ and -")
    return value


def _webhook_url(value: str) -> str:
    """Refuse a path in which the web server would read more than its letters."""
    if not re.fullmatch(r"[A-Za-z0-9/._~-]*", urlsplit(value).path, flags=re.ASCII):
        raise ValueError("must have a path of letters, digits, /, ., _, ~ and -")
    return value


def _host_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]{1,253}", value, flags=re.ASCII):
        raise ValueError("must be a name or an address of this machine such as 127.0.0.1 or 0.0.0.0")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
ChatKey = Annotated[Chat, BeforeValidator(_chat)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone)]
WebhookUrl = Annotated[WebAddress, AfterValidator(_webhook_url)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
HostName = Annotated[str, AfterValidator(_host_name)]
HeaderText = Annotated[str, AfterValidator(_header_text)]
Language = Annotated[str, AfterValidator(_language)]
