"""Votes that are cast within the transaction that writes what they are based on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine, text

from model.features import AudioFeatures
from model.music import Track
from storage.artist_index import ArtistSong
from storage.database import reading, writing
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from storage.voter import Case, Verdict

Songs = Callable[..., KnownSong]


class CountingVoter:
    """Votes for the genre of the fixture's songs, and notes what it is asked."""

    model, rule, opinion_bytes = "trio@0123abcd", "study", 4

    def __init__(self, song: KnownSong) -> None:
        self.example = song.vote
        self.heard: list[int] = []
        self.cases: list[Case] = []

    def artist_names(self, track: Track) -> Collection[str]:
        return track.artists[:1]

    def others(self, track: Track, listed: Sequence[ArtistSong]) -> Sequence[ArtistSong]:
        return [song for song in listed if song.track_id != track.id]

    def log_opinions(self, features: Sequence[AudioFeatures]) -> list[bytes]:
        self.heard.append(len(features))
        return [b"four"] * len(features)

    def verdicts(self, cases: Sequence[Case]) -> list[Verdict]:
        self.cases += cases
        assert self.example
        votes = [replace(self.example, songs=len(case.log_opinions)) for case in cases]
        return [Verdict(vote, korean=True) for vote in votes]


def ids(*songs: KnownSong) -> list[str]:
    return [song.track.id for song in songs]


def test_songs_of_one_artist_that_are_saved_together_count_for_each_other(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    songs = [song(1, vote=None), song(2, vote=None), song(3, vote=None, features=None)]
    voter = CountingVoter(song())
    voted = library.save(songs, now, to_vote=ids(*songs), voter=voter)
    assert [voted[track_id].vote.songs for track_id in ids(*songs)] == [1, 1, 2]
    known = library.known(ids(*songs), voter.model, voter.rule, voter)
    assert [(each.vote.songs, each.others, each.korean) for each in known.values()] == [
        (1, 1, True),
        (1, 1, True),
        (2, 2, True),
    ]
    assert voter.heard == [2], "the members hear each song once"


def test_log_opinions_are_kept_and_made_again_where_they_are_damaged(
    engine: Engine, library: SongLibrary, song: Songs, now: datetime
) -> None:
    songs = [song(number, vote=None) for number in (1, 2, 3)]
    library.save(songs[:2], now)
    voter = CountingVoter(song())
    library.save([songs[2]], now, to_vote=ids(songs[2]), voter=voter)
    library.save([], now, to_vote=ids(songs[2]), voter=voter)
    assert voter.heard == [3], "also of songs that were loaded before"
    with writing(engine) as connection:
        damaged = {"id": songs[0].track.id}
        connection.execute(text("UPDATE log_opinions SET numbers = 'x' WHERE track_id = :id"), damaged)
    library.save([], now, to_vote=ids(songs[2]), voter=voter)
    assert voter.heard == [3, 1]
    with reading(engine) as connection:
        assert set(connection.execute(text("SELECT numbers FROM log_opinions")).scalars()) == {b"four"}


def test_other_features_are_heard_again(library: SongLibrary, song: Songs, now: datetime) -> None:
    voter = CountingVoter(song())
    library.save([song(vote=None)], now, to_vote=ids(song()), voter=voter)
    louder = song(vote=None, features=replace(song().features, energy=0.99))
    library.save([louder], now, to_vote=ids(song()), voter=voter)
    assert voter.heard == [1, 1]


def test_melons_words_come_back_with_the_vote(library: SongLibrary, song: Songs, now: datetime) -> None:
    vote = replace(song().vote, melon={"댄스": 0.75, "발라드": 0.25})
    library.save([song(vote=vote)], now)
    assert library.known(ids(song()), vote.model, vote.rule)[song().track.id].vote == vote


def test_songs_that_are_not_stored_have_their_artists_songs_and_leave_no_trace(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song(1), song(2)], now)
    voter = CountingVoter(song())
    unknown = Track("", "Brook", song().track.artists)
    tracks = [unknown, replace(unknown, artists=("Someone Else",))]
    cases = library.cases([KnownSong(track) for track in tracks], voter)
    assert [len(case.log_opinions) for case in cases] == [2, 0]
    assert library.count() == 2


def test_artists_ids_are_kept_and_not_lost_where_a_service_names_none(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    with_ids = replace(song().track, artist_ids=("a" * 22,))
    library.save([KnownSong(with_ids)], now)
    library.save([KnownSong(song().track)], now + timedelta(days=40))
    voter = CountingVoter(song())
    assert library.known(ids(song()), voter.model, voter.rule)[with_ids.id].track == with_ids
    by_id = Track("", "Brook", ("Another Spelling",), artist_ids=("a" * 22,))
    library.save([song()], now)
    (case,) = library.cases([KnownSong(by_id)], voter)
    assert [other.track_id for other in case.others] == ids(song())
