"""ReccoBeats, which serves the audio features that Spotify no longer does; no key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import Final

from bot.sources.artists import ArtistPage, ServiceArtist
from bot.sources.batches import Batches
from bot.sources.call_failures import NotFound
from bot.sources.http import ServiceClient
from bot.sources.json_values import is_track_id, isrc, rows, search_words
from bot.sources.reccobeats_rows import (
    artists_of,
    artists_of_track,
    features_by_recording,
    features_of,
    page_of,
    rows_by_key,
    track_of,
    tracks_of,
)
from model.features import AudioFeatures
from model.music import Track

LARGEST_BATCH: Final = 40  # more is answered with an error
PAGE_SIZE: Final = 50
LONGEST_QUERY: Final = 200
SHORTEST_QUERY: Final = 3  # less is answered with an error


class ReccoBeats:
    """Audio features and tracks by Spotify's ids and by ISRC, and artists' tracks.

    See https://reccobeats.com/docs. Every method raises SourceUnavailable.
    """

    def __init__(self, client: ServiceClient, today: Callable[[], date]) -> None:
        self._client = client
        self._today = today
        self._features = Batches(partial(self._by_key, "/audio-features"), LARGEST_BATCH)
        self._tracks = Batches(partial(self._by_key, "/track"), LARGEST_BATCH)

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features of those ids that ReccoBeats knows; no time signature.

        Ids that wait at the same time go out in calls of up to 40, from all callers. Where one of the calls
        fails nothing is returned, even if another was answered.
        """
        found = await self._features.get(filter(is_track_id, ids))
        return features_of(chain.from_iterable(found.values()), found, self._today())

    def expect(self, ids: Iterable[str], *, more: bool = False) -> None:
        """Begin to ask for the features of ids that will be wanted soon; see `Batches.expect`."""
        self._features.expect(filter(is_track_id, ids), more=more)

    async def track(self, track_id: str) -> Track | None:
        """Return the track, or None: that ReccoBeats does not know it says nothing about Spotify."""
        return track_of(await self._track_rows([track_id] if is_track_id(track_id) else []), track_id)

    async def tracks_by_isrc(self, isrcs: Sequence[str]) -> dict[str, list[Track]]:
        """Return the Spotify tracks that are these recordings, best known first, by ISRC.

        One recording may have several tracks.
        """
        return tracks_of(await self._track_rows(filter(isrc, isrcs)), isrcs)

    async def features_by_isrc(self, isrcs: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features of those recordings that ReccoBeats knows under any track, by ISRC."""
        found = await self._features.get(filter(isrc, isrcs))
        return features_by_recording(chain.from_iterable(found.values()), found, self._today())

    async def artists_of_track(self, track_id: str) -> list[ServiceArtist]:
        """Return the artists of Spotify's track, in its order; none where ReccoBeats does not know it."""
        return artists_of_track(await self._track_rows([track_id] if is_track_id(track_id) else []), track_id)

    async def artist(self, spotify_id: str) -> ServiceArtist | None:
        """Return the artist of Spotify's id, or None where ReccoBeats does not know them."""
        if not is_track_id(spotify_id):  # ids of both kinds have one form
            return None
        found = artists_of(self._content(await self._asked("/artist", {"ids": spotify_id})))
        return next((artist for artist in found if artist.spotify_id == spotify_id), None)

    async def artists_named(self, words: str) -> list[ServiceArtist]:
        """Return artists whose names resemble the words; not all of them are called so."""
        query = search_words(words, LONGEST_QUERY)
        if len(query) < SHORTEST_QUERY:
            return []
        asked = {"searchText": query, "page": "0", "size": str(PAGE_SIZE)}
        return artists_of(self._content(await self._asked("/artist/search", asked)))

    async def artist_page(self, artist_id: str, page: int) -> ArtistPage:
        """Return a page of an artist's tracks, at most 50, in any order.

        The id is ReccoBeats' own, the first page is 0. Among them may be tracks on which the artist is only
        a guest, and one song under several ids.
        """
        asked = {"page": str(page), "size": str(PAGE_SIZE)}
        body = await self._asked(f"/artist/{artist_id}/track", asked)
        return page_of(body, self._content(body))

    async def _track_rows(self, keys: Iterable[str]) -> list[object]:
        return list(chain.from_iterable((await self._tracks.get(keys)).values()))

    async def _by_key(self, path: str, keys: Sequence[str]) -> dict[str, list[object]]:
        """Return the rows about each Spotify id or ISRC; a row about none of them is left out."""
        content = self._content(await self._asked(path, {"ids": ",".join(keys)}))
        return rows_by_key(content, keys)

    async def _asked(self, path: str, params: Mapping[str, str]) -> object:
        try:
            return await self._client.get_json(path, params)
        except NotFound:
            raise self._client.broken("404") from None

    def _content(self, body: object) -> list[object]:
        content = rows(body, "content")
        if content is None:
            raise self._client.broken("the answer has no content")
        return content
