"""The foreign services: which there are, and in what order they are asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from bot.sources.courtesy import Limits
from bot.sources.http import ServiceClient
from bot.sources.melon import Melon
from bot.sources.reccobeats import ReccoBeats
from bot.sources.spotify_pages import SpotifyPages
from model.features import AudioFeatures
from model.music import Track

if TYPE_CHECKING:
    from bot.sources.spotify_api import SpotifyApi

KOREAN_PAGE: Final = {"Accept-Language": "ko-KR"}


class Catalogue(Protocol):
    """Who knows tracks by Spotify's id."""

    async def track(self, track_id: str) -> Track | None:
        """Return the track; None where this catalogue does not know it, which says nothing about Spotify.

        Raises SongNotFound where Spotify itself has no such track, and SourceUnavailable.
        """


class FeatureSource(Protocol):
    """Who knows audio features."""

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features by Spotify's id; unknown ids are absent. Raises SourceUnavailable."""


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
    def user_agent(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Sources:
    """The services by what they are for, the preferred one first; `search` only where there are keys."""

    catalogues: tuple[Catalogue, ...]
    features: tuple[FeatureSource, ...]
    search: SpotifyApi | None
    melon: Melon
    closing: tuple[Callable[[], Awaitable[None]], ...] = field(default=(), repr=False)

    async def aclose(self) -> None:
        """Close all connections."""
        for close in self.closing:
            await close()


def open_sources(settings: SourceSettings, limits: Limits | None = None) -> Sources:
    """Build the services that the settings allow; nothing is asked yet."""

    def client(service: str, url: str, headers: dict[str, str] | None = None) -> ServiceClient:
        return ServiceClient(service, url, settings.user_agent, headers=headers, limits=limits)

    web = client("Spotify", settings.spotify_web_url)
    recco = client("ReccoBeats", settings.reccobeats_api_url)
    melon = client("Melon", settings.melon_web_url, KOREAN_PAGE)
    api = _spotify_api(settings, limits)
    reccobeats = ReccoBeats(recco, lambda: datetime.now(UTC).date())
    keyed = (api,) if api else ()
    return Sources(
        catalogues=(*keyed, SpotifyPages(web), reccobeats),
        features=(*keyed, reccobeats),
        search=api,
        melon=Melon(melon, lambda: datetime.now(UTC)),
        closing=(web.aclose, recco.aclose, melon.aclose, *((api.aclose,) if api else ())),
    )


def _spotify_api(settings: SourceSettings, limits: Limits | None) -> SpotifyApi | None:
    """Return the Web API's client if there are both keys."""
    if not settings.spotify_client_id or not settings.spotify_client_secret:
        return None
    from bot.sources.spotify_api import SpotifyApi  # noqa: PLC0415 - takes longer to import than all the rest

    return SpotifyApi(
        settings.spotify_client_id,
        settings.spotify_client_secret.get_secret_value(),
        settings.spotify_api_url,
        settings.spotify_accounts_url,
        settings.user_agent,
        limits=limits,
    )
