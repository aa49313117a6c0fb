from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from model.levels import Level
from storage.database import reading, writing
from storage.known_song import KnownSong
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

Songs = Callable[..., KnownSong]


def test_tracks_features_and_votes_come_back_as_they_were_written(
    engine: Engine, song: Songs, now: datetime
) -> None:
    songs = {one.track.id: one for one in map(song, range(1, 1_201))}
    votes = {key: replace(one.vote, level=Level.ARTIST, melon={"댄스": 0.5}) for key, one in songs.items()}
    with writing(engine) as connection:
        write_tracks(connection, {key: one.track for key, one in songs.items()}, {})
        write_features(connection, {key: one.features for key, one in songs.items()}, {})
        write_votes(connection, votes.items(), now)
    with reading(engine) as connection:
        asked = [*songs, "unknown"]
        assert read_tracks(connection, asked) == {key: one.track for key, one in songs.items()}
        assert read_features(connection, asked) == {key: one.features for key, one in songs.items()}
        vote = next(iter(votes.values()))
        assert read_votes(connection, asked, vote.model, vote.rule) == votes
        assert read_votes(connection, asked, "another", vote.rule) == {}


def test_a_vote_stays_where_the_features_have_the_same_values(
    engine: Engine, song: Songs, now: datetime
) -> None:
    one = song()
    key, vote = one.track.id, one.vote
    same, other = replace(one.features, source="another"), replace(one.features, energy=0.9)
    assert alike(one.features, same)
    assert not alike(one.features, other)
    with writing(engine) as connection:
        write_tracks(connection, {key: one.track}, {})
        write_features(connection, {key: one.features}, {})
        write_votes(connection, [(key, vote)], now)
        write_features(connection, {key: same}, {key: one.features})
        assert read_votes(connection, [key], vote.model, vote.rule) == {key: vote}
        write_features(connection, {key: other}, {key: same})
        assert read_votes(connection, [key], vote.model, vote.rule) == {}


def test_a_name_that_cannot_be_stored_is_cleaned_before_it_is_compared(song: Songs) -> None:
    track = song().track
    assert cleaned(track) is track
    odd = replace(track, title="봄\ud800", artists=("\udfff",), other_names=("날\ud800",))
    clean = cleaned(odd)
    assert (clean.title, clean.artists, clean.other_names) == ("봄?", ("?",), ("날?",))
