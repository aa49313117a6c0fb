"""Songs as rows: what the song library writes to its tables and reads back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, bindparam, delete, select, true

from model.features import FEATURE_NAMES, AudioFeatures
from model.levels import Level
from model.music import Track
from model.voting import GenreVote, MemberVote
from storage.artist_index import forget_singers, write_singers
from storage.column_types import storable
from storage.database import chunks
from storage.name_index import forget_names, write_names
from storage.tables import FEATURES, LOG_OPINIONS, MISSING_FEATURES, TRACKS, VOTES
from storage.upsert import insert

_OF_TRACK: Final = tuple(field.name for field in fields(Track))
_OF_FEATURES: Final = tuple(field.name for field in fields(AudioFeatures))


def read_tracks(connection: Connection, track_ids: Iterable[str]) -> dict[str, Track]:
    """Return the known ones of these tracks."""
    return {row["id"]: _track(row) for row in _rows(connection, TRACKS.c.id, track_ids)}


def read_features(connection: Connection, track_ids: Iterable[str]) -> dict[str, AudioFeatures]:
    """Return what is known of the sound of these tracks."""
    rows = _rows(connection, FEATURES.c.track_id, track_ids)
    return {row["track_id"]: _features(row) for row in rows}


def read_votes(
    connection: Connection, track_ids: Iterable[str], model: str, rule: str
) -> dict[str, GenreVote]:
    """Return the votes of this model under this rule."""
    mine = (VOTES.c.model == model) & (VOTES.c.rule == rule)
    return {row["track_id"]: _vote(row) for row in _rows(connection, VOTES.c.track_id, track_ids, mine)}


def write_tracks(connection: Connection, tracks: Mapping[str, Track], known: Mapping[str, Track]) -> None:
    """Write the new and the changed ones with their names; `known` is how they stand in the database."""
    changed = {track_id: track for track_id, track in tracks.items() if known.get(track_id) != track}
    _upsert(connection, TRACKS.c.id, [_fields(track, _OF_TRACK) for track in changed.values()])
    for forget in (forget_names, forget_singers):
        forget(connection, changed.keys() & known.keys())
    write_names(
        connection, {track_id: (full_name(track), *track.other_names) for track_id, track in changed.items()}
    )
    write_singers(connection, changed)


def write_features(
    connection: Connection, found: Mapping[str, AudioFeatures], known: Mapping[str, AudioFeatures]
) -> None:
    """Write features; votes and opinions on other values go, and so does the note that there are none."""
    rows = [{"track_id": track_id} | _fields(features, _OF_FEATURES) for track_id, features in found.items()]
    _upsert(connection, FEATURES.c.track_id, rows)
    _delete(connection, MISSING_FEATURES.c.track_id, found)
    outdated = [
        track_id
        for track_id, features in found.items()
        if (before := known.get(track_id)) is None or not alike(features, before)
    ]
    for made_of_them in (VOTES, LOG_OPINIONS):
        _delete(connection, made_of_them.c.track_id, outdated)


def write_votes(connection: Connection, votes: Iterable[tuple[str, GenreVote]], now: datetime) -> None:
    """Write votes, each in the place of the same model's earlier one under the same rule."""
    _upsert(connection, VOTES.c.track_id, [_vote_row(track_id, vote, now) for track_id, vote in votes])


def cleaned(track: Track) -> Track:
    """Return the track as the database can hold it, so that what is read back equals what was written."""
    texts = "".join((track.title, *track.artists, *track.other_names))
    if storable(texts) == texts:
        return track
    return replace(
        track,
        title=storable(track.title),
        artists=tuple(map(storable, track.artists)),
        other_names=tuple(map(storable, track.other_names)),
    )


def full_name(track: Track) -> str:
    """Return the name under which a track is found: title and artists."""
    return " ".join((track.title, *track.artists))


def alike(one: AudioFeatures, other: AudioFeatures) -> bool:
    """Tell whether two descriptions have the same values, whatever their sources."""
    return all(getattr(one, name) == getattr(other, name) for name in FEATURE_NAMES)


def _fields(value: object, names: Iterable[str]) -> dict[str, Any]:
    """Return fields by name: `asdict` copies deeply, which would be a third of a bulk load's time."""
    return {name: getattr(value, name) for name in names}


def _rows(
    connection: Connection, key: Column[Any], ids: Iterable[str], condition: ColumnElement[bool] | None = None
) -> Iterable[RowMapping]:
    query = select(key.table).where(true() if condition is None else condition)
    for some in chunks(ids):
        yield from connection.execute(query.where(key.in_(some))).mappings()


def _upsert(connection: Connection, key: Column[Any], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = insert(key.table)
    keys = list(key.table.primary_key)
    said = rows[0].keys() - {column.name for column in keys}
    others = {name: statement.excluded[name] for name in said}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)


def _delete(connection: Connection, key: Column[Any], ids: Iterable[str]) -> None:
    rows = [{"gone": track_id} for track_id in ids]
    if rows:
        connection.execute(delete(key.table).where(key == bindparam("gone")), rows)


def _track(row: RowMapping) -> Track:
    own = {name: row[name] for name in _OF_TRACK}
    lists = {name: tuple(row[name]) for name in ("artists", "other_names", "artist_ids")}
    return Track(**{**own, **lists})


def _features(row: RowMapping) -> AudioFeatures:
    return AudioFeatures(**{name: value for name, value in row.items() if name != "track_id"})


def _vote_row(track_id: str, vote: GenreVote, now: datetime) -> dict[str, Any]:
    return {
        "track_id": track_id,
        "model": vote.model,
        "rule": vote.rule,
        "genre": vote.genre,
        "members": [asdict(member) for member in vote.members],
        "probabilities": dict(vote.probabilities),
        "cast_at": now,
        "level": vote.level,
        "songs": vote.songs,
        "melon": None if vote.melon is None else dict(vote.melon),
    }


def _vote(row: RowMapping) -> GenreVote:
    members = tuple(MemberVote(**member) for member in row["members"])
    own = {name: row[name] for name in ("genre", "probabilities", "rule", "model", "songs", "melon")}
    return GenreVote(**own, members=members, level=Level(row["level"]))
