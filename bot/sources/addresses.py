"""The addresses of the foreign services, and what else the sources need of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

from bot.sources.chart_services import CHART_SERVICES

ADDRESSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "spotify_api_url": "https://api.spotify.com/v1",
        "spotify_accounts_url": "https://accounts.spotify.com",
        "spotify_web_url": "https://open.spotify.com",
        "spotify_short_link_url": "https://spotify.link",
        "spotify_app_link_url": "https://spotify.app.link",
        "spotify_image_url": "https://i.scdn.co",
        "deezer_short_link_url": "https://link.deezer.com",
        "kakao_short_link_url": "https://kko.to",
        "reccobeats_api_url": "https://api.reccobeats.com/v1",
        "melon_web_url": "https://www.melon.com",
        "melon_app_url": "https://m2.melon.com",
        "deezer_api_url": "https://api.deezer.com",
        "itunes_api_url": "https://itunes.apple.com",
        "musicbrainz_url": "https://musicbrainz.org",
        "youtube_oembed_url": "https://www.youtube.com/oembed",
        **{service.setting: service.address for service in CHART_SERVICES},
    }
)
"""By the setting that may replace it; no address has a slash at the end."""


class Secret(Protocol):
    """A setting that shows itself only when asked to."""

    def get_secret_value(self) -> str:
        """Return the secret."""


class SourceSettings(Protocol):
    """What the sources need of the settings."""

    @property
    def spotify_client_id(self) -> str | None: ...  # noqa: D102 - as in the table of settings
    @property
    def spotify_client_secret(self) -> Secret | None: ...  # noqa: D102
    @property
    def melon_cp_id(self) -> str | None: ...  # noqa: D102
    @property
    def melon_cp_key(self) -> Secret | None: ...  # noqa: D102
    @property
    def melon_song_pages(self) -> bool: ...  # noqa: D102
    @property
    def musicbrainz_genres(self) -> bool: ...  # noqa: D102
    @property
    def user_agent(self) -> str: ...  # noqa: D102

    def address(self, setting: str) -> str:
        """Return the address that one of the `ADDRESSES` has for this bot."""
