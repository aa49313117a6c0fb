"""What the library knows of how it knows: levels of features and votes, an artist's songs, others' words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from model.features import AudioFeatures
from model.levels import Level
from model.music import ServiceGenres, Track
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

MODEL, RULE = "trio@0123abcd", "study"
Songs = Callable[..., KnownSong]


def by(song: KnownSong, artist: str) -> KnownSong:
    return replace(song, track=replace(song.track, artists=(artist, "Guest")))


def said(library: SongLibrary, ids: list[str]) -> dict[str, ServiceGenres]:
    known = library.known(ids, MODEL, RULE)
    return {track_id: song.said for track_id, song in known.items() if song.said}


def titles(library: SongLibrary, *names: str, limit: int = 50) -> list[str]:
    return [song.track.title for song in library.songs_of(names, MODEL, RULE, limit)]


def test_a_vote_comes_back_with_its_level_and_the_number_of_its_songs(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    vote = replace(song().vote, level=Level.ARTIST, songs=7, members=())
    library.save([song(features=None, vote=vote)], now)
    assert library.known([song().track.id], MODEL, RULE).get(song().track.id) == song(
        features=None, vote=vote
    )


def test_the_first_features_end_a_vote_that_was_cast_without_them(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    vote = replace(song().vote, level=Level.ARTIST, songs=7, members=())
    library.save([song(features=None, vote=vote)], now)
    library.save([song(vote=None)], now)
    assert library.known([song().track.id], MODEL, RULE).get(song().track.id) == song(vote=None)


def test_an_artists_songs_are_found_by_each_name_of_the_first_artist(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([by(song(1), "Kite (연)"), by(song(2), "Kité"), by(song(3), "Someone")], now)
    assert titles(library, "kite") == ["Lantern 1", "Lantern 2"]
    assert titles(library, "연") == titles(library, "Kite (연)") == ["Lantern 1"]
    assert titles(library, "연", "KITE", "someone") == ["Lantern 1", "Lantern 2", "Lantern 3"]
    assert titles(library, "Guest") == titles(library, "Kit") == titles(library, "!") == titles(library) == []


def test_only_songs_with_features_tell_something_of_an_artist(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([by(song(1), "Kite"), by(song(2, features=None, vote=None), "Kite")], now)
    assert titles(library, "Kite") == ["Lantern 1"]


def test_an_artist_who_changes_the_name_is_found_by_the_new_one_only(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([by(song(), "Kite")], now)
    library.save([by(song(), "Kestrel")], now)
    assert titles(library, "Kite") == []
    assert titles(library, "Kestrel") == ["Lantern 1"]


@pytest.mark.slow
def test_a_hundred_thousand_songs_are_searched_by_artist_in_milliseconds(library: SongLibrary) -> None:
    def rows() -> Iterator[tuple[Track, AudioFeatures]]:
        features = AudioFeatures(energy=0.5, source="dataset", obtained_on=date(2026, 1, 1))
        for number in range(100_000):
            yield Track(f"{number:022d}", f"Song {number}", (f"Singer {number % 4_000}",)), features

    library.add(rows())
    start = time.perf_counter()
    assert len(library.songs_of(["Singer 77"], MODEL, RULE, 50)) == 25
    assert time.perf_counter() - start < 0.05, "about 2 ms on a free machine"


def test_what_a_service_calls_a_song_is_remembered_the_last_word_counting(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song(1), song(2)], now)
    ids = [song(number).track.id for number in (1, 2, 3)]
    dance, nothing = ServiceGenres("melon", ("댄스",)), ServiceGenres("melon", ())
    library.save([], now, said={ids[0]: dance, ids[1]: nothing})
    assert said(library, ids) == {ids[0]: dance}
    later = ServiceGenres("genie", ("가요", "발라드"))
    library.save([], now + timedelta(days=1), said={ids[0]: later})
    assert said(library, ids) == {ids[0]: later}


def test_when_a_service_last_told_of_a_track_is_remembered(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    ids = [song(number).track.id for number in (1, 2)]
    library.save([song(1, told_at=now)], now)
    library.save([song(1), song(2)], now + timedelta(days=9))
    known = library.known(ids, MODEL, RULE)
    assert [known[track_id].told_at for track_id in ids] == [now, None]
