"""ReccoBeats, which serves the audio features that Spotify no longer does; no key."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from bot.sources.call_failures import NotFound
from bot.sources.http import ServiceClient
from bot.sources.json_values import artist_names, at, is_track_id, isrc, milliseconds, name, rows
from model.features import AudioFeatures, audio_features
from model.music import Track

LARGEST_BATCH: Final = 40  # more is answered with an error
_HREF: Final = re.compile(r"/track/([0-9A-Za-z]{22})(?:[/?#]|$)")


class ReccoBeats:
    """Audio features and tracks by Spotify's ids and by ISRC. See https://reccobeats.com/docs."""

    def __init__(self, client: ServiceClient, today: Callable[[], date]) -> None:
        self._client = client
        self._today = today

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features of those ids that ReccoBeats knows, in batches of 40; no time signature.

        Raises SourceUnavailable; then nothing is returned, even if an earlier batch was answered.
        """
        found: dict[str, AudioFeatures] = {}
        for batch in _batches(filter(is_track_id, ids)):
            found |= features_of(await self._rows("/audio-features", batch), batch, self._today())
        return found

    async def track(self, track_id: str) -> Track | None:
        """Return the track, or None: that ReccoBeats does not know it says nothing about Spotify.

        Raises SourceUnavailable.
        """
        if not is_track_id(track_id):
            return None
        return track_of(await self._rows("/track", [track_id]), track_id)

    async def tracks_by_isrc(self, isrcs: Sequence[str]) -> dict[str, list[Track]]:
        """Return the Spotify tracks that are these recordings, best known first, by ISRC.

        One recording may have several tracks. Raises SourceUnavailable.
        """
        found: dict[str, list[Track]] = {}
        for batch in _batches(filter(isrc, isrcs)):
            found |= tracks_of(await self._rows("/track", batch), batch)
        return found

    async def features_by_isrc(self, isrcs: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return the features of those recordings that ReccoBeats knows under any track, by ISRC.

        Raises SourceUnavailable.
        """
        found: dict[str, AudioFeatures] = {}
        for batch in _batches(filter(isrc, isrcs)):
            content = await self._rows("/audio-features", batch)
            found |= _features(content, batch, self._today(), lambda row: isrc(at(row, "isrc")))
        return found

    async def _rows(self, path: str, ids: Iterable[str]) -> list[object]:
        try:
            body = await self._client.get_json(path, {"ids": ",".join(ids)})
        except NotFound:
            raise self._client.broken("404") from None
        content = rows(body, "content")
        if content is None:
            raise self._client.broken("the answer has no content")
        return content


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(dict.fromkeys(ids))
    while batch := list(itertools.islice(rest, LARGEST_BATCH)):
        yield batch


def features_of(content: Iterable[object], asked: Iterable[str], today: date) -> dict[str, AudioFeatures]:
    """Translate rows of /audio-features, joined on the Spotify id in `href`, since they come in any order.

    Rows that nobody asked for and rows without a single plausible value are left out.
    """
    return _features(content, asked, today, _spotify_id)


def track_of(content: Iterable[object], track_id: str) -> Track | None:
    """Translate the row of /track that is about this id, if there is one with a title."""
    found = (_track(row) for row in content if _spotify_id(row) == track_id)
    return next((track for track in found if track is not None), None)


def tracks_of(content: Iterable[object], asked: Iterable[str]) -> dict[str, list[Track]]:
    """Translate rows of /track by their ISRC, the most popular track of each recording first."""
    wanted = set(asked)
    found: dict[str, list[Track]] = {}
    for row in sorted(content, key=_fame, reverse=True):
        track = _track(row)
        if track is not None and track.isrc in wanted:
            found.setdefault(track.isrc or "", []).append(track)
    return found


def _features(
    content: Iterable[object], asked: Iterable[str], today: date, key_of: Callable[[object], str | None]
) -> dict[str, AudioFeatures]:
    wanted = set(asked)
    found: dict[str, AudioFeatures] = {}
    for row in content:
        key = key_of(row)
        if key is None or key not in wanted or key in found or not isinstance(row, Mapping):
            continue
        features = audio_features(row, source="reccobeats", obtained_on=today)
        if features is not None:
            found[key] = features
    return found


def _track(row: object) -> Track | None:
    track_id, title = _spotify_id(row), name(at(row, "trackTitle"))
    if not track_id or title is None:
        return None
    return Track(
        track_id,
        title,
        artist_names(at(row, "artists")),
        duration_ms=milliseconds(at(row, "durationMs")),
        isrc=isrc(at(row, "isrc")),
    )


def _fame(row: object) -> tuple[float, str]:
    """Order rows of one recording: by popularity, and by id so that the same answer is read the same way."""
    popularity = at(row, "popularity")
    known = isinstance(popularity, int) and not isinstance(popularity, bool)
    return (popularity if known and isinstance(popularity, int) else -1, _spotify_id(row))


def _spotify_id(row: object) -> str:
    href = at(row, "href")
    match = _HREF.search(href) if isinstance(href, str) else None
    return match[1] if match else ""
