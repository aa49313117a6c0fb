"""Votes on songs and their artists' other songs, cast within the transaction that writes what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from model.music import Track
from storage.artist_index import ArtistSong, artist_keys, listed_under
from storage.database import chunks
from storage.known_song import KnownSong
from storage.song_rows import read_features, write_votes
from storage.tables import LOG_OPINIONS, TRACKS
from storage.voter import Case, Voter


def others_of(connection: Connection, tracks: Iterable[Track], voter: Voter) -> list[Sequence[ArtistSong]]:
    """Return the artist's other songs of each track, in the tracks' order."""
    listed: dict[frozenset[str], list[ArtistSong]] = {}
    found: list[Sequence[ArtistSong]] = []
    for track in tracks:
        keys = artist_keys(voter.artist_names(track), track.artist_ids)
        if keys not in listed:
            listed[keys] = listed_under(connection, keys)
        found.append(voter.others(track, listed[keys]))
    return found


def cases_of(connection: Connection, songs: Sequence[KnownSong], voter: Voter) -> list[Case]:
    """Return songs, stored or not, with the others of their artists; missing log-opinions are stored."""
    others = others_of(connection, [song.track for song in songs], voter)
    heard = {other.track_id for each in others for other in each}
    own = [song.track.id for song in songs if song.features]
    opinions = _log_opinions(connection, [*heard, *own], voter)
    return [_case(*each, opinions) for each in zip(songs, others, strict=True)]


def cast(
    connection: Connection, songs: Sequence[KnownSong], voter: Voter, now: datetime
) -> dict[str, KnownSong]:
    """Vote on stored songs, store the votes and whether the songs are Korean, and return the songs by id."""
    verdicts = voter.verdicts(cases_of(connection, songs, voter))
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


def _log_opinions(connection: Connection, track_ids: Iterable[str], voter: Voter) -> dict[str, bytes]:
    """Return the members' log-opinions of these songs; what is missing or damaged is made and stored."""
    wanted = list(dict.fromkeys(track_ids))
    query = select(LOG_OPINIONS.c.track_id, LOG_OPINIONS.c.numbers).where(LOG_OPINIONS.c.model == voter.model)
    known: dict[str, bytes] = {
        row.track_id: row.numbers
        for some in chunks(wanted)
        for row in connection.execute(query.where(LOG_OPINIONS.c.track_id.in_(some)))
        if isinstance(row.numbers, bytes) and len(row.numbers) == voter.opinion_bytes
    }
    features = read_features(connection, (key for key in wanted if key not in known))
    made = dict(zip(features, voter.log_opinions(list(features.values())), strict=True)) if features else {}
    if made:
        statement = insert(LOG_OPINIONS)
        newer = statement.on_conflict_do_update(
            index_elements=[LOG_OPINIONS.c.track_id, LOG_OPINIONS.c.model],
            set_={"numbers": statement.excluded.numbers},
        )
        rows = [{"track_id": key, "model": voter.model, "numbers": each} for key, each in made.items()]
        connection.execute(newer, rows)
    return known | made
