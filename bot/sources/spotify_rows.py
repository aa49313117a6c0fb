"""What Spotify's Web API says, as values: tracks, lists and audio features."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.errors import SourceUnavailable, Trouble
from bot.sources.json_values import artist_ids, artist_names, at, is_track_id, isrc, milliseconds, name
from bot.sources.listed import NoSong, left_out_of, songs_among
from bot.sources.spotify_token import SERVICE
from model.features import AudioFeatures, audio_features
from model.music import SongCollection, Track


def track_of(item: object, track_id: str | None = None) -> Track | None:
    """Translate Spotify's track object; None where it has no id or title.

    `track_id` is the id that was asked for: Spotify may answer with that of another edition, for the market.
    """
    found_id, title = track_id or at(item, "id"), name(at(item, "name"))
    if not isinstance(found_id, str) or not is_track_id(found_id) or title is None:
        return None
    return Track(
        found_id,
        title,
        artist_names(at(item, "artists")),
        duration_ms=milliseconds(at(item, "duration_ms")),
        isrc=isrc(at(item, "external_ids", "isrc")),
        artist_ids=artist_ids(at(item, "artists")),
    )


def collection_of(
    about: object, kind: str, list_id: str, listed: Iterable[object], *, whole: bool
) -> SongCollection:
    """Translate an album or a playlist and its items, in which a playlist wraps each track once more."""
    if not isinstance(about, dict):
        raise SourceUnavailable(SERVICE, Trouble.BROKEN, "a list that says nothing of itself")
    title = name(at(about, "name")) or ""
    by = ", ".join(artist_names(at(about, "artists"))) or name(at(about, "owner", "display_name")) or ""
    items = [listed_item(item) for item in listed]
    return SongCollection(kind, list_id, title, by, songs_among(items), whole, left_out_of(items))


def listed_item(row: object) -> Track | NoSong:
    """Translate an item of a list, in which a playlist wraps each track once more."""
    item = at(row, "track") or at(row, "item") or row
    if at(item, "type") == "episode":
        return NoSong.EPISODE
    if at(row, "is_local") is True or at(item, "is_local") is True:
        return NoSong.LOCAL
    return track_of(item) or NoSong.REMOVED


def features_of(found: Iterable[object], asked: Iterable[str], today: date) -> dict[str, AudioFeatures]:
    """Translate audio feature objects, joined on their id; an unknown id has a null in its place."""
    wanted = set(asked)
    translated = {
        track_id: audio_features(row, source="spotify", obtained_on=today)
        for row in found
        if isinstance(row, dict) and isinstance(track_id := row.get("id"), str) and track_id in wanted
    }
    return {track_id: features for track_id, features in translated.items() if features is not None}
