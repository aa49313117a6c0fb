"""What the sources need of the settings."""

from __future__ import annotations

from typing import Protocol


class Secret(Protocol):
    """A setting that shows itself only when asked to."""

    def get_secret_value(self) -> str:
        """Return the secret."""


class SourceSettings(Protocol):
    """What the sources need of the settings; addresses have no slash at the end."""

    @property
    def spotify_client_id(self) -> str | None: ...  # noqa: D102 - as in the table of settings
    @property
    def spotify_client_secret(self) -> Secret | None: ...  # noqa: D102
    @property
    def spotify_api_url(self) -> str: ...  # noqa: D102
    @property
    def spotify_accounts_url(self) -> str: ...  # noqa: D102
    @property
    def spotify_web_url(self) -> str: ...  # noqa: D102
    @property
    def reccobeats_api_url(self) -> str: ...  # noqa: D102
    @property
    def melon_web_url(self) -> str: ...  # noqa: D102
    @property
    def spotify_short_link_url(self) -> str: ...  # noqa: D102
    @property
    def spotify_app_link_url(self) -> str: ...  # noqa: D102
    @property
    def deezer_api_url(self) -> str: ...  # noqa: D102
    @property
    def itunes_api_url(self) -> str: ...  # noqa: D102
    @property
    def youtube_oembed_url(self) -> str: ...  # noqa: D102
    @property
    def melon_app_url(self) -> str: ...  # noqa: D102
    @property
    def bugs_url(self) -> str: ...  # noqa: D102
    @property
    def genie_url(self) -> str: ...  # noqa: D102
    @property
    def vibe_url(self) -> str: ...  # noqa: D102
    @property
    def flo_url(self) -> str: ...  # noqa: D102
    @property
    def circle_url(self) -> str: ...  # noqa: D102
    @property
    def billboard_url(self) -> str: ...  # noqa: D102
    @property
    def melon_cp_id(self) -> str | None: ...  # noqa: D102
    @property
    def melon_cp_key(self) -> Secret | None: ...  # noqa: D102
    @property
    def user_agent(self) -> str: ...  # noqa: D102
