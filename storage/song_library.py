"""The songs we know: tracks, their features, and how the models voted on them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects.sqlite import insert

from model.features import AudioFeatures
from model.music import ServiceGenres, Track
from model.voting import GenreVote
from storage import name_index
from storage.artist_index import measured_songs_of
from storage.database import chunks, reading, writing
from storage.song_notes import (
    Silence,
    read_service_genres,
    read_silence,
    write_service_genres,
    write_silence,
)
from storage.song_rows import (
    alike,
    cleaned,
    forget_votes,
    full_name,
    read_features,
    read_tracks,
    read_votes,
    write_features,
    write_told,
    write_tracks,
    write_votes,
)
from storage.tables import REQUESTS, TRACKS

_BATCH: Final = 10_000  # rows a transaction of a bulk load: the others wait about a second for its end


@dataclass(frozen=True, slots=True)
class KnownSong:
    """What is known of a song; None stands for what is not known yet."""

    track: Track
    features: AudioFeatures | None
    vote: GenreVote | None


class SongLibrary:
    """Everything learned of songs; every method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def song(self, track_id: str, model: str, rule: str) -> KnownSong | None:
        """Return one song, with the vote of this model under this rule if there is one."""
        return self.songs([track_id], model, rule).get(track_id)

    def songs(self, track_ids: Iterable[str], model: str, rule: str) -> dict[str, KnownSong]:
        """Return the known ones of any number of songs, by id."""
        ids = list(dict.fromkeys(track_ids))
        with reading(self._engine) as connection:
            tracks = read_tracks(connection, ids)
            features = read_features(connection, tracks)
            votes = read_votes(connection, tracks, model, rule)
        known = (track_id for track_id in ids if track_id in tracks)
        return {key: KnownSong(tracks[key], features.get(key), votes.get(key)) for key in known}

    def tracks(self, track_ids: Iterable[str]) -> dict[str, Track]:
        """Return the known ones of any number of tracks, by id."""
        with reading(self._engine) as connection:
            return read_tracks(connection, track_ids)

    def told_before(self, track_ids: Iterable[str], moment: datetime) -> set[str]:
        """Return those of these tracks of which a service last told before this moment."""
        query = select(TRACKS.c.id).where(TRACKS.c.told_at < moment)
        with reading(self._engine) as connection:
            return {
                track_id
                for some in chunks(track_ids)
                for track_id in connection.execute(query.where(TRACKS.c.id.in_(some))).scalars()
            }

    def songs_of(self, artist: Iterable[str], model: str, rule: str, limit: int) -> list[KnownSong]:
        """Return songs with features whose first artist has one of these names, with their votes."""
        with reading(self._engine) as connection:
            ids = measured_songs_of(connection, artist, limit)
            tracks = read_tracks(connection, ids)
            features = read_features(connection, ids)
            votes = read_votes(connection, ids, model, rule)
        return [KnownSong(tracks[key], features[key], votes.get(key)) for key in ids]

    def save(self, songs: Iterable[KnownSong], now: datetime, *, told: bool = False) -> None:
        """Remember songs in one transaction; `told` where a service has just said what the tracks are.

        A None never erases what is known, and other names only come on top. Votes that were cast on features
        with other values than the new ones are forgotten, since they are no longer the song's.
        """
        news = list(songs)
        with writing(self._engine) as connection:
            ids = [song.track.id for song in news]
            known = read_tracks(connection, ids)
            tracks = dict(known)
            for track in (cleaned(song.track) for song in news):
                tracks[track.id] = _updated(tracks.get(track.id), track)
            write_tracks(connection, tracks, known)
            write_told(connection, ids if told else (), now)
            sounds = read_features(connection, ids)
            features = {song.track.id: song.features for song in news if song.features}
            write_features(connection, features, sounds)
            write_votes(connection, [(song.track.id, song.vote) for song in news if song.vote], now)

    def forget_votes(self, track_ids: Iterable[str]) -> None:
        """Forget every vote on these tracks."""
        with writing(self._engine) as connection:
            forget_votes(connection, track_ids)

    def add(
        self, rows: Iterable[tuple[Track, AudioFeatures]], progress: Callable[[int], None] | None = None
    ) -> int:
        """Load many tracks with features and return how many were new; a second load changes nothing.

        A known track keeps its title and gains what it lacked; its features are replaced by those of the same
        source only. `progress` is told, after each batch is safe on disk, how many rows were read so far.
        """
        new = done = 0
        rest = iter(rows)
        while batch := list(itertools.islice(rest, _BATCH)):
            with writing(self._engine) as connection:
                new += _add_batch(connection, batch)
            done += len(batch)
            if progress:
                progress(done)
        return new

    def candidates(self, *names: str, limit: int = 50) -> list[Track]:
        """Return tracks whose title, artists or other names resemble one of the texts, best of each first.

        Any text will do: word order does not matter, words may be incomplete or slightly misspelt. Nearly
        every search finds something; whether it is what was meant is for the caller to judge.
        """
        with reading(self._engine) as connection:
            ids = name_index.find(connection, names, limit)
            tracks = read_tracks(connection, ids)
        return [tracks[track_id] for track_id in ids]

    def count(self) -> int:
        """Return how many tracks are known."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(TRACKS)).scalar_one()

    def note_missing_features(self, track_ids: Iterable[str], now: datetime) -> None:
        """Remember that nobody had the features of these tracks at this moment."""
        with writing(self._engine) as connection:
            write_silence(connection, track_ids, now)

    def missing_features(self, track_ids: Iterable[str]) -> dict[str, Silence]:
        """Return since when, and when last, features were asked for in vain that are still unknown."""
        with reading(self._engine) as connection:
            return read_silence(connection, track_ids)

    def note_service_genres(self, said: Mapping[str, ServiceGenres], now: datetime) -> None:
        """Remember a service's own words for the genres of known tracks."""
        with writing(self._engine) as connection:
            write_service_genres(connection, said, now)

    def service_genres(self, track_ids: Iterable[str]) -> dict[str, ServiceGenres]:
        """Return a service's own words for tracks, the last that were heard of each."""
        with reading(self._engine) as connection:
            return read_service_genres(connection, track_ids)

    def record_request(
        self, platform: str, kind: str, outcome: str, now: datetime, track_id: str | None = None
    ) -> None:
        """Count a request: never its text, its user or its chat."""
        row = {"platform": platform, "kind": kind, "outcome": outcome, "at": now, "track_id": track_id}
        with writing(self._engine) as connection:
            connection.execute(insert(REQUESTS), row)


def _add_batch(connection: Connection, batch: list[tuple[Track, AudioFeatures]]) -> int:
    ids = [track.id for track, _ in batch]
    known = read_tracks(connection, ids)
    sounds = read_features(connection, ids)
    tracks = dict(known)
    found: dict[str, AudioFeatures] = {}
    for track, features in batch:
        tracks[track.id] = _completed(tracks.get(track.id), cleaned(track))
        if _is_news(features, found.get(track.id, sounds.get(track.id))):
            found[track.id] = features
    write_tracks(connection, tracks, known)
    write_features(connection, found, sounds)
    return len(tracks) - len(known)


def _is_news(features: AudioFeatures, known: AudioFeatures | None) -> bool:
    return known is None or (features.source == known.source and not alike(features, known))


def _updated(known: Track | None, said: Track) -> Track:
    """Return what is said now, with what was known before where nothing is said."""
    if known is None:
        return said
    return replace(
        said,
        duration_ms=known.duration_ms if said.duration_ms is None else said.duration_ms,
        isrc=known.isrc if said.isrc is None else said.isrc,
        other_names=_without_repeats(known.other_names + said.other_names),
    )


def _completed(known: Track | None, found: Track) -> Track:
    """Return the known track with what it lacked; another title becomes another name of it."""
    if known is None:
        return found
    another = () if full_name(found) == full_name(known) else (full_name(found),)
    return replace(
        known,
        duration_ms=found.duration_ms if known.duration_ms is None else known.duration_ms,
        isrc=found.isrc if known.isrc is None else known.isrc,
        other_names=_without_repeats(known.other_names + another + found.other_names),
    )


def _without_repeats(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
