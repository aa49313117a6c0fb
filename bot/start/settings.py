"""Every setting, typed, read from the environment and from `.env` beside this checkout's README."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import __version__
from bot.sources.addresses import ADDRESSES
from bot.start.setting_types import (
    CHECKOUT,
    ChatKey,
    ClockTime,
    DatabaseUrl,
    HeaderText,
    HostName,
    Language,
    TimeZone,
    WebAddress,
    WebhookSecret,
    WebhookUrl,
    language_here,
)
from storage.retention import Retention

_LONGEST: Final = 36_500  # days, a century: moments so long ago can still be counted
_MOST_MESSAGES: Final = 1_000_000  # no one sends so many; an infinite number is none to count with
_CREDENTIALS: Final = re.compile(r"//[^/?#]*@")


class BadSettings(ValueError):  # noqa: N818 - a fact about what the operator wrote
    """A setting is missing or wrong; the message is one sentence that names it."""


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
    telegram_messages_per_second: float = Field(default=30, gt=0, le=_MOST_MESSAGES)
    telegram_webhook_url: WebhookUrl | None = None
    telegram_webhook_secret: WebhookSecret | None = None
    telegram_webhook_host: HostName = "127.0.0.1"
    telegram_webhook_port: int = Field(default=8080, ge=1, le=65535)
    discord_bot_token: SecretStr | None = None
    discord_api_url: WebAddress = "https://discord.com"
    discord_read_messages: bool = False
    spotify_client_id: str | None = None
    spotify_client_secret: SecretStr | None = None
    melon_cp_id: str | None = None
    melon_cp_key: SecretStr | None = None
    melon_song_pages: bool = True
    musicbrainz_genres: bool = True
    database_url: DatabaseUrl = "sqlite:///jangreu.db"
    genre_model: str = Field(default="trio-2026", min_length=1)
    voting_rule: str | None = None
    dataset_url: WebAddress = (
        "https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/main/dataset.csv"
    )
    chart_history_days: int = Field(default=730, ge=7, le=_LONGEST)
    requests_kept_days: int = Field(default=365, ge=1, le=_LONGEST)
    digests_kept_days: int = Field(default=365, ge=31, le=_LONGEST)
    history_kept_days: int = Field(default=730, ge=7, le=_LONGEST)
    messages_per_minute: float = Field(default=20, ge=1, le=_MOST_MESSAGES)
    digest_chat: ChatKey | None = None
    digest_time: ClockTime = time(9)
    digest_timezone: TimeZone = ZoneInfo("Asia/Seoul")
    digest_language: Language = "ko"
    admin_chat: ChatKey | None = None
    bot_language: Language = Field(default_factory=language_here)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    sentry_dsn: SecretStr | None = None
    status_host: HostName = "127.0.0.1"
    status_port: int | None = Field(default=None, ge=1, le=65535)
    user_agent: HeaderText = f"Mozilla/5.0 (compatible; Jangreu/{__version__}; +https://jangreu.example)"

    @model_validator(mode="after")
    def _keys_come_in_pairs(self) -> Self:
        for one, other, whose in (
            ("spotify_client_id", "spotify_client_secret", "Spotify's two keys"),
            ("melon_cp_id", "melon_cp_key", "Melon's two keys"),
            ("telegram_webhook_url", "telegram_webhook_secret", "the webhook's address and secret"),
        ):
            missing = [name for name in (one, other) if getattr(self, name) is None]
            if len(missing) == 1:
                raise ValueError(f"{missing[0].upper()} is missing: {whose} go together")
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
    def kept(self) -> Retention:
        """For how long what was asked, what was posted and people's songs are kept."""
        days = (self.requests_kept_days, self.digests_kept_days, self.history_kept_days)
        return Retention(*(timedelta(days=each) for each in days))

    @property
    def chats_somewhere(self) -> bool:
        """Whether there is a token of a chat platform; without one the bot is a chat in the terminal."""
        return bool(self.telegram_bot_token or self.discord_bot_token)

    @property
    def chats_out_of_reach(self) -> list[str]:
        """The settings that name a chat of a platform without a token."""
        tokens = {"telegram": self.telegram_bot_token, "discord": self.discord_bot_token}
        chats = {"ADMIN_CHAT": self.admin_chat, "DIGEST_CHAT": self.digest_chat}
        return [name for name, chat in chats.items() if chat is not None and not tokens[chat.platform]]

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
