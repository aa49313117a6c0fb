"""The foreign services: which there are, and in what order they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from bot.answering.sharing import Sharing
from bot.links.reader import SongLink
from bot.sources import deezer, itunes, musicbrainz, youtube
from bot.sources.addresses import SourceSettings
from bot.sources.call_policy import MELON_SONG_PAGES, POLICIES, CallPolicy
from bot.sources.call_record import ReadChart, ServiceState, by_service
from bot.sources.chart_services import CHART_SERVICES, ClientFor, open_charts
from bot.sources.covers import IMAGES, Covers
from bot.sources.foreign_song import ForeignSong
from bot.sources.http import ServiceClient
from bot.sources.melon import KOREAN_PAGE, Melon
from bot.sources.melon_app import MelonApp, MelonCharts
from bot.sources.reccobeats import ReccoBeats
from bot.sources.short_links import ShortLinks
from bot.sources.spotify_pages import SpotifyPages
from model.features import AudioFeatures
from model.music import SongCollection, Track

if TYPE_CHECKING:
    from bot.sources.spotify_api import SpotifyApi


class Catalogue(Protocol):
    """Who knows tracks by Spotify's id."""

    async def track(self, track_id: str) -> Track | None:
        """Return the track; None where this catalogue does not know it, which says nothing about Spotify.

        Raises SongNotFound where Spotify itself has no such track, and SourceUnavailable.
        """


class CollectionReader(Protocol):
    """Who knows Spotify's albums and playlists."""

    async def collection(self, kind: str, list_id: str) -> SongCollection:
        """Return an album or a playlist; raises LinkNotUnderstood where there is none, SourceUnavailable."""


class FeatureSource(Protocol):
    """Who knows audio features."""

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features by Spotify's id; unknown ids are absent. Raises SourceUnavailable."""


class NameSearch(Protocol):
    """Who finds songs by name, without Spotify's ids."""

    async def search(self, text: str) -> list[ForeignSong]:
        """Return songs for a free text, best first; raises SourceUnavailable."""


class GenreWords(Protocol):
    """Who knows what people call a recording."""

    async def words(self, code: str) -> musicbrainz.OthersWords | None:
        """Return the words for a recording by its ISRC, if there are any; raises SourceUnavailable."""


class LinkReader(Protocol):
    """Who knows the songs behind its own links."""

    async def linked(self, link: SongLink) -> ForeignSong | None:
        """Return the song behind a link, or None where it leads to none.

        Raises LinkNotUnderstood and SourceUnavailable.
        """


class Client(Protocol):
    """What holds connections to a service."""

    @property
    def states(self) -> Sequence[ServiceState]:
        """How the service stands, by each of its addresses."""

    def share_rate(self, sharing: Sharing) -> None:
        """Keep to the service's rates together with the other processes on the database."""

    async def aclose(self) -> None:
        """Close the connections."""


@dataclass(frozen=True)
class Sources:
    """The services by what they are for, the preferred one first; `search` only where there are keys.

    `charts` fetch a chart by our name for it; they raise SourceUnavailable.
    """

    catalogues: tuple[Catalogue, ...]
    collections: tuple[CollectionReader, ...]
    features: tuple[FeatureSource, ...]
    search: SpotifyApi | None
    names: tuple[NameSearch, ...]
    recordings: ReccoBeats
    top_lists: deezer.Deezer
    links: Mapping[str, LinkReader]
    melon_song_pages: LinkReader | None
    melon_app: MelonApp | None
    others_words: GenreWords | None
    short_links: ShortLinks
    covers: Covers
    charts: Mapping[str, ReadChart]
    clients: tuple[Client, ...] = field(default=(), repr=False)

    def share_rates(self, sharing: Sharing) -> None:
        """Keep to the services' rates together with the other processes on the database."""
        for client in self.clients:
            client.share_rate(sharing)

    async def aclose(self) -> None:
        """Close all connections."""
        for client in self.clients:
            await client.aclose()

    def states(self) -> list[ServiceState]:
        """Return how each service stands."""
        of_calls = (state for client in self.clients for state in client.states)
        return by_service([*of_calls, *(chart.state for chart in self.charts.values())])


EVERY_POLICY: Final = MappingProxyType(
    {**POLICIES, **{service.name: service.policy for service in CHART_SERVICES}}
)
"""How each service may be called, by its name."""


def open_sources(settings: SourceSettings, policies: Mapping[str, CallPolicy] = EVERY_POLICY) -> Sources:
    """Build the services that the settings allow; nothing is asked yet."""
    clients: list[ServiceClient] = []

    def client(
        service: str, url: str, headers: Mapping[str, str] | None = None, use: str = ""
    ) -> ServiceClient:
        agent, policy = settings.user_agent, policies[use or service]
        clients.append(ServiceClient(service, url, agent, headers=headers, policy=policy))
        return clients[-1]

    api = _spotify_api(settings, policies["Spotify"])
    reccobeats = ReccoBeats(
        client("ReccoBeats", settings.address("reccobeats_api_url")), lambda: _now().date()
    )
    app = _melon_app(settings, client)
    melon_pages = client("Melon", settings.address("melon_web_url"), KOREAN_PAGE)
    melon = Melon(melon_pages, _now, app.song_genres if app else None)
    song_pages = client("Melon", settings.address("melon_web_url"), KOREAN_PAGE, MELON_SONG_PAGES)
    deezer_api = deezer.Deezer(client(deezer.SERVICE, settings.address("deezer_api_url")))
    itunes_api = itunes.ITunes(client(itunes.SERVICE, settings.address("itunes_api_url")))
    oembed = urlsplit(settings.address("youtube_oembed_url"))
    videos = youtube.YouTube(
        client(youtube.SERVICE, f"{oembed.scheme}://{oembed.netloc}"), oembed.path or "/"
    )
    agent = {"User-Agent": musicbrainz.agent(settings.user_agent)}
    brainz = musicbrainz.MusicBrainz(client(musicbrainz.SERVICE, settings.address("musicbrainz_url"), agent))
    short_links = _short_link_clients(settings, policies)
    spotify_web = client("Spotify", settings.address("spotify_web_url"))
    pages = SpotifyPages(spotify_web)
    keyed = (api,) if api else ()
    return Sources(
        catalogues=(*keyed, pages, reccobeats),
        collections=(*keyed, pages),
        features=(*keyed, reccobeats),
        search=api,
        names=(deezer_api, itunes_api),
        recordings=reccobeats,
        top_lists=deezer_api,
        links={
            "melon": melon,
            "melon-album": melon,
            "apple": itunes_api,
            "deezer": deezer_api,
            "youtube": videos,
        },
        melon_song_pages=Melon(song_pages, _now) if settings.melon_song_pages else None,
        melon_app=app,
        others_words=brainz if settings.musicbrainz_genres else None,
        short_links=ShortLinks(short_links),
        covers=Covers(spotify_web, client(IMAGES, settings.address("spotify_image_url"))),
        charts=open_charts(settings.address, client, MelonCharts(melon, app, _now), _now),
        clients=(*clients, *short_links.values(), *keyed),
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _melon_app(settings: SourceSettings, client: ClientFor) -> MelonApp | None:
    """Return the client of the app's data if there are both keys."""
    if not settings.melon_cp_id or not settings.melon_cp_key:
        return None
    app = client("Melon", settings.address("melon_app_url"))
    return MelonApp(app, settings.melon_cp_id, settings.melon_cp_key.get_secret_value())


def _short_link_clients(
    settings: SourceSettings, policies: Mapping[str, CallPolicy]
) -> dict[str, ServiceClient]:
    """Return a client for each host that short links lead through.

    spotify.link sends programs on with a plain redirect, and browsers with a script, so here the bot does not
    begin with a browser's name. Only an address of the operator's own may be a private one.
    """
    agent = settings.user_agent.replace("Mozilla/5.0", "curl/8.0", 1)
    homes = {
        "spotify.link": ("Spotify", settings.address("spotify_short_link_url")),
        "spotify.app.link": ("Spotify", settings.address("spotify_app_link_url")),
        "open.spotify.com": ("Spotify", settings.address("spotify_web_url")),
        "link.deezer.com": ("Deezer", settings.address("deezer_short_link_url")),
        "kko.to": ("Melon", settings.address("kakao_short_link_url")),
    }
    return {
        host: ServiceClient(
            service, url, agent, policy=policies[service], public_only=urlsplit(url).hostname == host
        )
        for host, (service, url) in homes.items()
    }


def _spotify_api(settings: SourceSettings, policy: CallPolicy) -> SpotifyApi | None:
    """Return the Web API's client if there are both keys."""
    if not settings.spotify_client_id or not settings.spotify_client_secret:
        return None
    from bot.sources.spotify_api import SpotifyApi  # noqa: PLC0415 - takes longer to import than all the rest

    return SpotifyApi(
        settings.spotify_client_id,
        settings.spotify_client_secret.get_secret_value(),
        settings.address("spotify_api_url"),
        settings.address("spotify_accounts_url"),
        settings.user_agent,
        policy=policy,
    )
