"""Votes on songs and their artists' other songs, cast within the transaction that writes what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from model.features import AudioFeatures
from storage.artist_index import ArtistSong, artist_keys, listed_under
from storage.database import chunks
from storage.known_song import KnownSong
from storage.song_rows import read_features, write_votes
from storage.tables import LOG_OPINIONS, TRACKS
from storage.upsert import insert
from storage.voter import Case, Voter


def others_of(connection: Connection, songs: Iterable[KnownSong], voter: Voter) -> list[Sequence[ArtistSong]]:
    """Return the artist's other songs of each song, in the songs' order."""
    tracks = [song.track for song in songs]
    keys = [artist_keys(voter.artist_names(track), track.artist_ids) for track in tracks]
    listed = listed_under(connection, keys)
    return [voter.others(track, listed[own]) for track, own in zip(tracks, keys, strict=True)]


def cases_of(
    connection: Connection, songs: Sequence[KnownSong], others: Sequence[Sequence[ArtistSong]], voter: Voter
) -> list[Case]:
    """Return songs, stored or not, with those others of their artists whose log-opinions are kept."""
    opinions = _kept(connection, (other.track_id for each in others for other in each), voter)
    return [_case(*each, opinions) for each in zip(songs, others, strict=True)]


def unheard(
    connection: Connection, songs: Sequence[KnownSong], others: Sequence[Sequence[ArtistSong]], voter: Voter
) -> dict[str, AudioFeatures]:
    """Return the features of those among songs and the others of their artists that have no log-opinions."""
    wanted = dict.fromkeys(
        [*(song.track.id for song in songs), *(other.track_id for each in others for other in each)]
    )
    return read_features(connection, wanted.keys() - _kept(connection, wanted, voter).keys())


def heard(features: Mapping[str, AudioFeatures], voter: Voter) -> dict[str, bytes]:
    """Return the members' log-opinions of songs by their features."""
    opinions = voter.log_opinions(list(features.values())) if features else []
    return dict(zip(features, opinions, strict=True))


def keep_opinions(connection: Connection, opinions: Mapping[str, bytes], voter: Voter) -> None:
    """Keep log-opinions, by the songs' ids."""
    statement = insert(LOG_OPINIONS)
    newer = statement.on_conflict_do_update(
        index_elements=[LOG_OPINIONS.c.track_id, LOG_OPINIONS.c.model],
        set_={"numbers": statement.excluded.numbers},
    )
    rows = [{"track_id": key, "model": voter.model, "numbers": each} for key, each in opinions.items()]
    if rows:
        connection.execute(newer, rows)


def cast(
    connection: Connection, songs: Sequence[KnownSong], voter: Voter, now: datetime
) -> dict[str, KnownSong]:
    """Vote on stored songs, store the votes and whether the songs are Korean, and return the songs by id."""
    others = others_of(connection, songs, voter)
    keep_opinions(connection, heard(unheard(connection, songs, others, voter), voter), voter)
    verdicts = voter.verdicts(cases_of(connection, songs, others, voter))
    voted = {
        song.track.id: replace(song, vote=verdict.vote or song.vote, korean=verdict.korean)
        for song, verdict in zip(songs, verdicts, strict=True)
    }
    write_votes(connection, [(key, song.vote) for key, song in voted.items() if song.vote], now)
    rows = [{"of": key, "is": song.korean} for key, song in voted.items()]
    if rows:
        statement = update(TRACKS).where(TRACKS.c.id == bindparam("of")).values(korean=bindparam("is"))
        connection.execute(statement, rows)
    return voted


def _case(song: KnownSong, others: Sequence[ArtistSong], opinions: Mapping[str, bytes]) -> Case:
    heard = [other for other in others if other.track_id in opinions]
    return Case(song, tuple(heard), tuple(opinions[other.track_id] for other in heard))


def _kept(connection: Connection, track_ids: Iterable[str], voter: Voter) -> dict[str, bytes]:
    """Return the log-opinions that are kept of these songs, without damaged ones."""
    query = select(LOG_OPINIONS.c.track_id, LOG_OPINIONS.c.numbers).where(LOG_OPINIONS.c.model == voter.model)
    return {
        row.track_id: row.numbers
        for some in chunks(dict.fromkeys(track_ids))
        for row in connection.execute(query.where(LOG_OPINIONS.c.track_id.in_(some)))
        if isinstance(row.numbers, bytes) and len(row.numbers) == voter.opinion_bytes
    }
