"""Every setting, typed, read from the environment and from `.env` beside this checkout's README."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import __version__
from bot.sources.addresses import ADDRESSES
from bot.words import SOURCE_LANGUAGE, languages, words_for
from storage.places import Chat

CHECKOUT: Final = Path(__file__).resolve().parent.parent
_SQLITE: Final = "sqlite:///"
_NUMBER: Final = re.compile(r"\d{1,20}", re.ASCII)
_TELEGRAM_CHAT: Final = re.compile(r"-?\d{1,20}|@[A-Za-z]\w{3,31}", re.ASCII)
_CREDENTIALS: Final = re.compile(r"//[^/?#]*@")


class BadSettings(ValueError):  # noqa: N818 - a fact about what the operator wrote
    """A setting is missing or wrong; the message is one sentence that names it."""


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
    if not value.startswith(_SQLITE) or not path:
        raise ValueError("must be an SQLite address such as sqlite:///jangreu.db")
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


def _language_here() -> str:
    """Return the language that the environment asks for (LC_ALL, LC_MESSAGES or LANG), else English."""
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return words_for(asked, SOURCE_LANGUAGE).language


def _header_text(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise ValueError("must be one line of plain ASCII")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
ChatKey = Annotated[Chat, BeforeValidator(_chat)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone)]
HeaderText = Annotated[str, AfterValidator(_header_text)]
Language = Annotated[str, AfterValidator(_language)]


if TYPE_CHECKING:
    _Addresses = BaseSettings
else:
    _Addresses = create_model(
        "_Addresses",
        __base__=BaseSettings,
        **{setting: (WebAddress, address) for setting, address in ADDRESSES.items()},
    )


class Settings(_Addresses):
    """What an operator may set; an empty value means the default.

    Each of the services' `ADDRESSES` is a field, too; `address` returns it.
    """

    model_config = SettingsConfigDict(
        env_file=CHECKOUT / ".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        arbitrary_types_allowed=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: WebAddress = "https://api.telegram.org"
    telegram_messages_per_second: float = Field(default=30, gt=0)
    spotify_client_id: str | None = None
    spotify_client_secret: SecretStr | None = None
    melon_cp_id: str | None = None
    melon_cp_key: SecretStr | None = None
    melon_song_pages: bool = True
    database_url: DatabaseUrl = "sqlite:///jangreu.db"
    genre_model: str = Field(default="trio-2026", min_length=1)
    voting_rule: str | None = None
    dataset_url: WebAddress = (
        "https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/main/dataset.csv"
    )
    chart_history_days: int = Field(default=730, ge=7)
    requests_kept_days: int = Field(default=365, ge=1)
    digests_kept_days: int = Field(default=365, ge=31)
    messages_per_minute: float = Field(default=20, ge=1)
    digest_chat: ChatKey | None = None
    digest_time: ClockTime = time(9)
    digest_timezone: TimeZone = ZoneInfo("Asia/Seoul")
    digest_language: Language = "ko"
    admin_chat: ChatKey | None = None
    bot_language: Language = Field(default_factory=_language_here)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    user_agent: HeaderText = f"Mozilla/5.0 (compatible; Jangreu/{__version__}; +https://jangreu.example)"

    @model_validator(mode="after")
    def _keys_come_in_pairs(self) -> Self:
        for one, other, whose in (
            ("spotify_client_id", "spotify_client_secret", "Spotify's"),
            ("melon_cp_id", "melon_cp_key", "Melon's"),
        ):
            missing = [name for name in (one, other) if getattr(self, name) is None]
            if len(missing) == 1:
                raise ValueError(f"{missing[0].upper()} is missing: {whose} two keys go together")
        return self

    def __repr_args__(self) -> Iterable[tuple[str | None, object]]:
        """Show each setting, but of an address neither name nor password."""
        for name, value in super().__repr_args__():
            yield name, _CREDENTIALS.sub("//***@", value) if isinstance(value, str) else value

    def address(self, setting: str) -> str:
        """Return the address of a service, by its name among the settings ("bugs_url")."""
        return str(getattr(self, setting))

    @property
    def chart_history(self) -> timedelta:
        """For how long every day's chart is kept; after that, one a week."""
        return timedelta(days=self.chart_history_days)

    @property
    def requests_kept(self) -> timedelta:
        """For how long the record of what was asked is kept."""
        return timedelta(days=self.requests_kept_days)

    @property
    def digests_kept(self) -> timedelta:
        """For how long the record of what was posted is kept."""
        return timedelta(days=self.digests_kept_days)

    @property
    def model_folder(self) -> Path:
        """The folder of the genre model: a name under `model/artifacts`, or a path."""
        return CHECKOUT / "model" / "artifacts" / self.genre_model


def load_settings() -> Settings:
    """Read the settings; raises `BadSettings` with one sentence that names what is wrong."""
    fields = Settings.model_fields
    emptied = {
        name: fields[name].get_default(call_default_factory=True)
        for name in fields
        if os.environ.get(name.upper()) == ""
    }
    try:
        return Settings(**emptied)  # an empty variable is stronger than .env, and means the default
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f".env cannot be read: {error}") from None


def unknown_names() -> list[str]:
    """Return the names that `.env` sets and nothing reads: misspelt ones, most likely."""
    file = Settings.model_config.get("env_file")
    known = {name.upper() for name in Settings.model_fields}
    names = dotenv_values(file, encoding="utf-8") if isinstance(file, Path) else {}
    return sorted(name for name in names if name.upper() not in known)


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    what = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{what}."
    name = str(first["loc"][0]).upper()
    return f"{name} in the environment or .env is wrong: it {_as_must(what)}."


def _as_must(message: str) -> str:
    """Turn pydantic's own messages ("Input should be ...") into ours ("must be ...")."""
    return re.sub(r"^(Input|String|Value) should( be)?", r"must\2", message)
