"""All the stand-ins of the music services at once, and the settings that lead to them.

    async with stand_ins() as world:
        world.melon.fault = Fault.HALF
        monkeypatch.setenv(...) for each of world.settings_environment()

At first Spotify and ReccoBeats know the same hundred invented songs, and all charts rank them; the other
services know none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from model.music import Track
from tests.standins.billboard import Billboard
from tests.standins.bugs import Bugs
from tests.standins.circle import Circle
from tests.standins.deezer import Deezer
from tests.standins.flo import Flo
from tests.standins.genie import Genie
from tests.standins.invented import invented_chart, invented_features, invented_id, invented_track
from tests.standins.itunes import ITunes
from tests.standins.melon import Melon
from tests.standins.melon_app import MelonApp
from tests.standins.musicbrainz import MusicBrainz
from tests.standins.reccobeats import ReccoBeats
from tests.standins.short_links import ShortLinks
from tests.standins.spotify import SpotifyApi, SpotifyWeb
from tests.standins.stand_in import StandIn
from tests.standins.vibe import Vibe
from tests.standins.youtube import YouTube


@dataclass(frozen=True)
class World:
    """The services around the bot; `songs` is what Spotify and ReccoBeats know, and may be changed."""

    songs: dict[str, Track]
    spotify_web: SpotifyWeb
    spotify_api: SpotifyApi
    reccobeats: ReccoBeats
    melon: Melon
    melon_app: MelonApp
    bugs: Bugs
    genie: Genie
    vibe: Vibe
    flo: Flo
    circle: Circle
    billboard: Billboard
    deezer: Deezer
    itunes: ITunes
    youtube: YouTube
    musicbrainz: MusicBrainz
    short_links: ShortLinks
    app_links: ShortLinks

    @property
    def services(self) -> tuple[StandIn, ...]:
        return (
            self.spotify_web,
            self.spotify_api,
            self.reccobeats,
            self.melon,
            self.melon_app,
            self.bugs,
            self.genie,
            self.vibe,
            self.flo,
            self.circle,
            self.billboard,
            self.deezer,
            self.itunes,
            self.youtube,
            self.musicbrainz,
            self.short_links,
            self.app_links,
        )

    def settings_environment(self, *, with_keys: bool = False) -> dict[str, str]:
        """Return the environment variables that send the bot here, with Spotify's keys or without."""
        keys = {
            "SPOTIFY_CLIENT_ID": self.spotify_api.client_id,
            "SPOTIFY_CLIENT_SECRET": self.spotify_api.client_secret,
        }
        return {
            "SPOTIFY_WEB_URL": self.spotify_web.url,
            "SPOTIFY_IMAGE_URL": self.spotify_web.url,
            "SPOTIFY_API_URL": f"{self.spotify_api.url}/v1",
            "SPOTIFY_ACCOUNTS_URL": self.spotify_api.url,
            "RECCOBEATS_API_URL": f"{self.reccobeats.url}/v1",
            "MELON_WEB_URL": self.melon.url,
            "MELON_APP_URL": self.melon_app.url,
            "MELON_SONG_PAGES": "no",  # they would come between the requests that a test counts
            "BUGS_URL": self.bugs.url,
            "GENIE_URL": self.genie.url,
            "VIBE_URL": self.vibe.url,
            "FLO_URL": self.flo.url,
            "CIRCLE_URL": self.circle.url,
            "BILLBOARD_URL": self.billboard.url,
            "DEEZER_API_URL": self.deezer.url,
            "ITUNES_API_URL": self.itunes.url,
            "MUSICBRAINZ_URL": self.musicbrainz.url,
            "YOUTUBE_OEMBED_URL": f"{self.youtube.url}/oembed",
            "SPOTIFY_SHORT_LINK_URL": self.short_links.url,
            "SPOTIFY_APP_LINK_URL": self.app_links.url,
            "DEEZER_SHORT_LINK_URL": self.short_links.url,
            "KAKAO_SHORT_LINK_URL": self.short_links.url,
            **(keys if with_keys else {}),
        }


@asynccontextmanager
async def stand_ins(size: int = 100) -> AsyncIterator[World]:
    """Start them all; `size` invented songs, which are also the chart."""
    numbers = range(1, size + 1)
    songs = {invented_id(number): invented_track(number) for number in numbers}
    ranked = invented_chart(size)
    world = World(
        songs,
        SpotifyWeb(songs),
        SpotifyApi(songs),
        ReccoBeats(songs),
        Melon(ranked),
        MelonApp(ranked),
        Bugs(ranked),
        Genie(ranked),
        Vibe(ranked),
        Flo(ranked),
        Circle(ranked),
        Billboard(ranked),
        Deezer({}),
        ITunes({}),
        YouTube(),
        MusicBrainz(),
        ShortLinks(),
        ShortLinks(),
    )
    features = {invented_id(number): invented_features(number) for number in numbers}
    world.reccobeats.features.update(features)
    world.spotify_api.features.update(features)
    async with AsyncExitStack() as stack:
        for service in world.services:
            await stack.enter_async_context(service)
        yield world
