"""The songs we know: tracks, their features, and how the models voted on them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from model.features import AudioFeatures
from model.music import ServiceGenres, Track
from storage import name_index
from storage.artist_index import measured_songs_of
from storage.casting import cases_of, cast, heard, keep_opinions, others_of, unheard
from storage.database import reading, writing
from storage.history import KeptSong, write_history
from storage.known_song import KnownSong, NamedSongs, NameSearch, completed, updated
from storage.song_notes import (
    Request,
    read_missing,
    read_service_genres,
    read_track_notes,
    write_missing,
    write_requests,
    write_service_genres,
    write_told,
)
from storage.song_rows import (
    alike,
    cleaned,
    read_features,
    read_tracks,
    read_votes,
    write_features,
    write_tracks,
    write_votes,
)
from storage.tables import TRACKS
from storage.voter import Case, Voter

MOST_CANDIDATES: Final = 50
NOTHING_SAID: Final[Mapping[str, ServiceGenres]] = {}
_BATCH: Final = 10_000  # rows a transaction of a bulk load: the others wait about a second for its end


class SongLibrary:
    """Everything learned of songs; every method raises `StorageError` where the database does not work.

    `saves` counts how often this object has saved songs: what was read before the last time may be outdated.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.saves = 0

    def known(
        self, track_ids: Iterable[str], model: str, rule: str, voter: Voter | None = None
    ) -> dict[str, KnownSong]:
        """Return the known ones of any number of songs, by id, with the votes of this model and rule.

        Only a `voter` can tell the number of the artist's other songs.
        """
        with reading(self._engine) as connection:
            return _known(connection, list(dict.fromkeys(track_ids)), model, rule, voter)

    def named(
        self, searches: Iterable[NameSearch], voter: Voter, *, counting: bool = True
    ) -> list[NamedSongs]:
        """Return what each name means, in their order; without `counting` not the number of other songs."""
        with reading(self._engine) as connection:
            return [_named(connection, search, voter, counting=counting) for search in searches]

    def cases(self, songs: Sequence[KnownSong], voter: Voter) -> list[Case]:
        """Return songs, which need not be known, with the other songs of their artists, in their order."""
        self.hear(songs, voter)
        with reading(self._engine) as connection:
            return cases_of(connection, songs, others_of(connection, songs, voter), voter)

    def hear(self, songs: Sequence[KnownSong], voter: Voter) -> None:
        """Let the models hear what votes on these songs need, while no other writer has to wait for it."""
        with reading(self._engine) as connection:
            features = unheard(connection, songs, others_of(connection, songs, voter), voter)
        if opinions := heard(features, voter):
            with writing(self._engine) as connection:
                keep_opinions(connection, opinions, voter)

    def songs_of(self, artist: Iterable[str], model: str, rule: str, limit: int) -> list[KnownSong]:
        """Return songs with features whose first artist has one of these names, with their votes."""
        with reading(self._engine) as connection:
            ids = measured_songs_of(connection, artist, limit)
            return list(_known(connection, ids, model, rule).values())

    def save(
        self,
        songs: Iterable[KnownSong],
        now: datetime,
        said: Mapping[str, ServiceGenres] = NOTHING_SAID,
        requests: Iterable[Request] = (),
        to_vote: Iterable[str] = (),
        voter: Voter | None = None,
        history: Iterable[KeptSong] = (),
    ) -> dict[str, KnownSong]:
        """Remember songs, services' words for the genres of known tracks, and requests, in one transaction.

        The songs of the `history` are kept for their chats and people.

        A None never erases what is known, and other names only come on top. Votes that were cast on features
        with other values than the new ones are forgotten, since they are no longer the song's. Then the
        `voter` votes on the known songs with the ids `to_vote`; they are returned by id.
        """
        news = list(songs)
        with writing(self._engine) as connection:
            ids = [song.track.id for song in news]
            known = read_tracks(connection, ids)
            tracks = dict(known)
            for track in (cleaned(song.track) for song in news):
                tracks[track.id] = updated(tracks.get(track.id), track)
            write_tracks(connection, tracks, known)
            write_told(connection, {song.track.id: song.told_at for song in news if song.told_at})
            write_missing(connection, {song.track.id: song.missing for song in news if song.missing})
            features = {song.track.id: song.features for song in news if song.features}
            write_features(connection, features, read_features(connection, features))
            write_votes(connection, [(song.track.id, song.vote) for song in news if song.vote], now)
            there = read_track_notes(connection, said)
            write_service_genres(connection, {track_id: said[track_id] for track_id in there}, now)
            write_requests(connection, requests)
            write_history(connection, history)
            voted: dict[str, KnownSong] = {}
            if voter is not None:
                voting = _known(connection, list(dict.fromkeys(to_vote)), voter.model, voter.rule)
                voted = cast(connection, list(voting.values()), voter, now)
        self.saves += bool(news or said or to_vote)
        return voted

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
        if new:
            with writing(self._engine) as connection:
                name_index.count_again(connection)
        return new

    def candidates(self, *names: str, limit: int = MOST_CANDIDATES) -> list[Track]:
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


def _known(
    connection: Connection, ids: Sequence[str], model: str, rule: str, voter: Voter | None = None
) -> dict[str, KnownSong]:
    tracks = read_tracks(connection, ids)
    features = read_features(connection, tracks)
    votes = read_votes(connection, tracks, model, rule)
    notes = read_track_notes(connection, tracks)
    missing = read_missing(connection, tracks)
    said = read_service_genres(connection, tracks)
    others = others_of(connection, map(KnownSong, tracks.values()), voter) if voter else []
    counts = dict(zip(tracks, map(len, others), strict=False))
    return {
        key: KnownSong(
            tracks[key],
            features.get(key),
            votes.get(key),
            notes[key].told_at,
            missing.get(key),
            said.get(key),
            notes[key].korean,
            counts.get(key),
        )
        for key in ids
        if key in tracks
    }


def _named(connection: Connection, search: NameSearch, voter: Voter, *, counting: bool) -> NamedSongs:
    ids = name_index.find(connection, search.texts, MOST_CANDIDATES)
    tracks = read_tracks(connection, ids)
    certain, plausible = search.choose([tracks[track_id] for track_id in ids])
    counter = voter if counting else None
    known = _known(connection, [track.id for track in certain], voter.model, voter.rule, counter)
    return NamedSongs(tuple(known.values()), tuple(plausible))


def _add_batch(connection: Connection, batch: list[tuple[Track, AudioFeatures]]) -> int:
    ids = [track.id for track, _ in batch]
    known = read_tracks(connection, ids)
    sounds = read_features(connection, ids)
    tracks = dict(known)
    found: dict[str, AudioFeatures] = {}
    for track, features in batch:
        tracks[track.id] = completed(tracks.get(track.id), cleaned(track))
        if _is_news(features, found.get(track.id, sounds.get(track.id))):
            found[track.id] = features
    write_tracks(connection, tracks, known)
    write_features(connection, found, sounds)
    return len(tracks) - len(known)


def _is_news(features: AudioFeatures, known: AudioFeatures | None) -> bool:
    return known is None or (features.source == known.source and not alike(features, known))
