"""Spotify's Web API, through spotipy; it needs an app's id and secret."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Final

import spotipy

from bot.answering.sharing import Sharing
from bot.errors import LinkNotUnderstood, SongNotFound, SourceUnavailable, Trouble
from bot.sources.call_failures import NotFound
from bot.sources.call_policy import CallPolicy
from bot.sources.call_record import ServiceState
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, is_track_id, rows
from bot.sources.spotify_rows import collection_of, features_of, track_of
from bot.sources.spotify_session import LoopSession
from bot.sources.spotify_token import (
    SERVICE,
    BadRequest,
    NoAccess,
    SpotifyToken,
    TokenRejected,
    failure_of_answer,
)
from model.features import AudioFeatures
from model.music import SongCollection, Track

MARKET: Final = "KR"  # without one, Spotify takes its content for unavailable
MOST_RESULTS: Final = 10  # since 2026; more is answered with 400
LONGEST_QUERY: Final = 200
LARGEST_BATCH: Final = 100
LARGEST_PAGE: Final = 50
MOST_LISTED: Final = 300

log = logging.getLogger(__name__)


class SpotifyApi:
    """Tracks, lists, search and, for the few apps that still may, audio features.

    spotipy runs in a few threads of its own; what it sends goes through `http.py` like all other requests.
    Neither the secret nor a token is ever in a log line or in an error.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        api_url: str,
        accounts_url: str,
        user_agent: str,
        *,
        policy: CallPolicy,
    ) -> None:
        _silence_spotipy()
        self._api, self._accounts = (
            ServiceClient(SERVICE, url, user_agent, policy=policy, failure_of=failure_of_answer)
            for url in (api_url, accounts_url)
        )
        self._token = SpotifyToken(self._accounts, client_id, client_secret, time.monotonic)
        self._threads = ThreadPoolExecutor(policy.at_once, thread_name_prefix="spotify")
        self._has_audio_features = True

    async def track(self, track_id: str) -> Track:
        """Return the track; raises SongNotFound and SourceUnavailable."""
        if not is_track_id(track_id):
            raise SongNotFound(track_id)
        try:
            body = await self._ask(lambda spotify: spotify.track(track_id, market=MARKET))
        except (NotFound, BadRequest):
            raise SongNotFound(track_id) from None
        track = track_of(body, track_id)
        if track is None:
            raise _broken("a track without a title")
        return track

    async def search(self, text: str, limit: int = MOST_RESULTS, offset: int = 0) -> list[Track]:
        """Return up to ten tracks for a text, best first; raises SourceUnavailable.

        `offset` is how many of the best are passed over, up to 1,000. Filters such as genre:"soul" may stand
        in the text.
        """
        query = " ".join(text.split())[:LONGEST_QUERY].strip()
        if not query:
            return []
        count = max(1, min(limit, MOST_RESULTS))
        asked = {"limit": count, "offset": offset, "market": MARKET}
        try:
            body = await self._ask(lambda spotify: spotify.search(query, **asked))
        except NotFound:
            raise _broken("there is no search") from None
        items = rows(body, "tracks", "items")
        if items is None:
            raise _broken("a search result without tracks")
        return [track for item in items[:MOST_RESULTS] if (track := track_of(item)) is not None]

    async def collection(self, kind: str, list_id: str) -> SongCollection:
        """Return an album or a playlist, up to 300 songs of it.

        Spotify opens playlists only to those who own them (403, hence Trouble.REFUSED). Raises
        LinkNotUnderstood where there is no such list, and SourceUnavailable.
        """
        if kind == "artist":
            raise LinkNotUnderstood("gone")  # Spotify closed the list of an artist's best known songs
        spotify = spotipy.Spotify
        head, pages = (
            (spotify.album, spotify.album_tracks)
            if kind == "album"
            else (spotify.playlist, spotify.playlist_items)
        )
        try:
            about = await self._ask(partial(_on_list, head, list_id, {}))
            listed: list[object] = []
            for start in range(0, MOST_LISTED, LARGEST_PAGE):
                page = await self._ask(
                    partial(_on_list, pages, list_id, {"limit": LARGEST_PAGE, "offset": start})
                )
                listed += (rows(page, "items") or [])[:LARGEST_PAGE]
                if not at(page, "next"):
                    return collection_of(about, kind, list_id, listed, whole=True)
        except (NotFound, BadRequest):
            raise LinkNotUnderstood("gone") from None
        return collection_of(about, kind, list_id, listed, whole=False)

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features of those ids that Spotify knows, in batches of 100; raises SourceUnavailable.

        Spotify closed this to nearly every app in November 2024: after one 403 it is not asked again.
        """
        asked = [track_id for track_id in dict.fromkeys(ids) if is_track_id(track_id)]
        found: dict[str, AudioFeatures] = {}
        for start in range(0, len(asked), LARGEST_BATCH):
            batch = asked[start : start + LARGEST_BATCH]
            found |= features_of(await self._feature_rows(batch), batch, datetime.now(UTC).date())
        return found

    @property
    def states(self) -> tuple[ServiceState, ...]:
        """How the Web API and the address of the tokens stand."""
        return (*self._api.states, *self._accounts.states)

    def share_rate(self, sharing: Sharing) -> None:
        """Keep to the service's rates together with the other processes on the database."""
        self._api.share_rate(sharing)
        self._accounts.share_rate(sharing)

    async def aclose(self) -> None:
        """Close the connections; a call that still runs ends within its time, or with the event loop."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        await self._api.aclose()
        await self._accounts.aclose()

    async def _feature_rows(self, batch: Sequence[str]) -> list[object]:
        if not self._has_audio_features:
            return []
        try:
            found = await self._ask(lambda spotify: spotify.audio_features(batch))
        except NotFound:
            raise _broken("there are no audio features") from None
        except NoAccess:
            self._give_up_audio_features()
            return []
        if not isinstance(found, list):
            raise _broken("audio features of another shape")
        return found

    def _give_up_audio_features(self) -> None:
        if self._has_audio_features:
            log.warning("Spotify gives this app no audio features (403); they are not asked for again")
        self._has_audio_features = False

    async def _ask(self, call: Callable[[spotipy.Spotify], object]) -> object:
        """Make a call with a token that is in force, and once more where it no longer is."""
        token = await self._token.in_force()
        try:
            return await self._called(call, token)
        except TokenRejected:
            self._token.forget(token)
        return await self._called(call, await self._token.in_force())

    async def _called(self, call: Callable[[spotipy.Spotify], object], token: str) -> object:
        loop = asyncio.get_running_loop()
        session = LoopSession(self._api, loop)
        spotify = spotipy.Spotify(auth=token, requests_session=session)
        try:
            return await loop.run_in_executor(self._threads, call, spotify)
        except spotipy.SpotifyException:  # before it sent anything
            raise BadRequest(SERVICE, Trouble.BROKEN, "no id of Spotify's") from None
        finally:
            session.give_up()


def _on_list(
    method: Callable[..., object], list_id: str, page: dict[str, int], spotify: spotipy.Spotify
) -> object:
    return method(spotify, list_id, market=MARKET, **page)


def _broken(detail: str) -> SourceUnavailable:
    return SourceUnavailable(SERVICE, Trouble.BROKEN, detail)


def _silence_spotipy() -> None:
    """At DEBUG spotipy logs the tokens.

    Whatever it could tell is in our own errors. Its loggers are disabled, not only set to a level, which an
    operator who wants to see more would change.
    """
    for module in ("client", "oauth2", "util", "cache_handler"):
        logging.getLogger(f"spotipy.{module}").disabled = True
