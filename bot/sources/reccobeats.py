"""ReccoBeats, which serves the audio features that Spotify no longer does; no key."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from bot.sources.courtesy import NotHere
from bot.sources.foreign_values import artist_names, at, is_track_id, isrc, milliseconds, name, rows
from bot.sources.http import ServiceClient
from model.features import AudioFeatures, audio_features
from model.music import Track

LARGEST_BATCH: Final = 40  # more is answered with an error
_HREF: Final = re.compile(r"/track/([0-9A-Za-z]{22})(?:[/?#]|$)")


class ReccoBeats:
    """Audio features and tracks by Spotify's ids; at most two requests a second, since its limit is unknown.

    `pause` is the least time between two requests, in seconds. See https://reccobeats.com/docs.
    """

    def __init__(self, client: ServiceClient, today: Callable[[], date], *, pause: float = 0.5) -> None:
        self._client = client
        self._today = today
        self._pause = pause
        self._free_at = 0.0

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features of those ids that ReccoBeats knows, in batches of 40; no time signature.

        Raises SourceUnavailable; then nothing is returned, even if an earlier batch was answered.
        """
        asked = [track_id for track_id in dict.fromkeys(ids) if is_track_id(track_id)]
        found: dict[str, AudioFeatures] = {}
        for start in range(0, len(asked), LARGEST_BATCH):
            batch = asked[start : start + LARGEST_BATCH]
            found |= features_of(await self._rows("/audio-features", batch), batch, self._today())
        return found

    async def track(self, track_id: str) -> Track | None:
        """Return the track, or None: that ReccoBeats does not know it says nothing about Spotify.

        Raises SourceUnavailable.
        """
        if not is_track_id(track_id):
            return None
        return track_of(await self._rows("/track", [track_id]), track_id)

    async def _rows(self, path: str, ids: Iterable[str]) -> list[object]:
        await self._take_turn()
        try:
            body = await self._client.get_json(path, {"ids": ",".join(ids)})
        except NotHere:
            raise self._client.broken("404") from None
        content = rows(body, "content")
        if content is None:
            raise self._client.broken("the answer has no content")
        return content

    async def _take_turn(self) -> None:
        now = time.monotonic()
        turn = max(now, self._free_at)
        self._free_at = turn + self._pause
        await asyncio.sleep(turn - now)


def features_of(content: Iterable[object], asked: Iterable[str], today: date) -> dict[str, AudioFeatures]:
    """Translate rows of /audio-features, joined on the Spotify id in `href`, since they come in any order.

    Rows that nobody asked for and rows without a single plausible value are left out.
    """
    wanted = set(asked)
    found: dict[str, AudioFeatures] = {}
    for row in content:
        track_id = _spotify_id(row)
        if track_id not in wanted or track_id in found or not isinstance(row, Mapping):
            continue
        features = audio_features(row, source="reccobeats", obtained_on=today)
        if features is not None:
            found[track_id] = features
    return found


def track_of(content: Iterable[object], track_id: str) -> Track | None:
    """Translate the row of /track that is about this id, if there is one with a title."""
    for row in content:
        title = name(at(row, "trackTitle"))
        if _spotify_id(row) == track_id and title:
            return Track(
                track_id,
                title,
                artist_names(at(row, "artists")),
                duration_ms=milliseconds(at(row, "durationMs")),
                isrc=isrc(at(row, "isrc")),
            )
    return None


def _spotify_id(row: object) -> str:
    href = at(row, "href")
    match = _HREF.search(href) if isinstance(href, str) else None
    return match[1] if match else ""
