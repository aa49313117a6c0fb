"""Reading ReccoBeats' rows: tracks, audio features, artists; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from bot.sources.artists import ArtistPage, ListedTrack, ServiceArtist
from bot.sources.json_values import (
    MOST_ARTISTS,
    artist_names,
    at,
    isrc,
    milliseconds,
    name,
    rows,
    whole_number,
)
from model.features import AudioFeatures, audio_features
from model.music import Track

MOST_PAGES: Final = 1_000
_HREF: Final = re.compile(r"/(track|artist)/([0-9A-Za-z]{22})(?:[/?#]|$)")
_OWN_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def rows_by_key(content: Iterable[object], keys: Iterable[str]) -> dict[str, list[object]]:
    """Return rows by the Spotify ids and ISRCs among these that they are about.

    A row that is about two of them, one of either kind, stands under both.
    """
    found: dict[str, list[object]] = {key: [] for key in keys}
    for row in content:
        for key in {_spotify_id(row, "track"), isrc(at(row, "isrc"))}:
            if key in found:
                found[key].append(row)
    return {key: mine for key, mine in found.items() if mine}


def features_of(content: Iterable[object], asked: Iterable[str], today: date) -> dict[str, AudioFeatures]:
    """Translate rows of /audio-features, joined on the Spotify id in `href`, since they come in any order.

    Rows that were not asked for and rows without a single plausible value are left out.
    """
    return _features(content, asked, today, lambda row: _spotify_id(row, "track"))


def features_by_recording(
    content: Iterable[object], asked: Iterable[str], today: date
) -> dict[str, AudioFeatures]:
    """Translate rows of /audio-features, joined on their ISRC; otherwise as in `features_of`."""
    return _features(content, asked, today, lambda row: isrc(at(row, "isrc")))


def track_of(content: Iterable[object], track_id: str) -> Track | None:
    """Translate the row of /track that is about this id, if there is one with a title."""
    found = (_track(row) for row in content if _spotify_id(row, "track") == track_id)
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


def artists_of_track(content: Iterable[object], track_id: str) -> list[ServiceArtist]:
    """Translate the artists in the row of /track that is about this id."""
    mine = (row for row in content if _spotify_id(row, "track") == track_id)
    return [artist for row in mine for artist in artists_of(rows(row, "artists") or ())]


def artists_of(content: Iterable[object]) -> list[ServiceArtist]:
    """Translate rows of /artist; those without an id of ReccoBeats' own and a name are left out."""
    return [
        ServiceArtist(own, called, _spotify_id(row, "artist") or None)
        for row in content
        if (own := _own_id(row)) and (called := name(at(row, "name")))
    ]


def page_of(body: object, content: Iterable[object]) -> ArtistPage:
    """Translate a page of /artist/{id}/track; rows without a Spotify id or a title are left out."""
    pages = whole_number(at(body, "totalPages")) or 1
    tracks = (_listed(row) for row in content)
    return ArtistPage(tuple(track for track in tracks if track), min(max(pages, 1), MOST_PAGES))


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
    track_id, title = _spotify_id(row, "track"), name(at(row, "trackTitle"))
    if not track_id or title is None:
        return None
    return Track(
        track_id,
        title,
        artist_names(at(row, "artists")),
        duration_ms=milliseconds(at(row, "durationMs")),
        isrc=isrc(at(row, "isrc")),
        artist_ids=_artist_ids(row),
    )


def _artist_ids(row: object) -> tuple[str, ...]:
    """Return Spotify's ids of a track's artists in their order, none where one of them is not told."""
    ids = tuple(_spotify_id(artist, "artist") for artist in rows(row, "artists") or ())[:MOST_ARTISTS]
    return ids if all(ids) else ()


def _listed(row: object) -> ListedTrack | None:
    track = _track(row)
    singers = rows(row, "artists")
    if track is None or not singers:
        return None
    return ListedTrack(track, _own_id(singers[0]), _popularity(row))


def _popularity(row: object) -> int | None:
    popularity = at(row, "popularity")
    return popularity if type(popularity) is int and 0 <= popularity <= 100 else None  # noqa: PLR2004


def _fame(row: object) -> tuple[int, str]:
    """Order rows of one recording: by popularity, and by id so that the same answer is read the same way."""
    popularity = _popularity(row)
    return (-1 if popularity is None else popularity, _spotify_id(row, "track"))


def _spotify_id(row: object, kind: str) -> str:
    href = at(row, "href")
    match = _HREF.search(href) if isinstance(href, str) else None
    return match[2] if match and match[1] == kind else ""


def _own_id(row: object) -> str:
    own = at(row, "id")
    return own if isinstance(own, str) and _OWN_ID.fullmatch(own) else ""
