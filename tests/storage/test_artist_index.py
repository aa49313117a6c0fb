from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from model.features import AudioFeatures
from model.music import Track
from storage.database import open_database
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

MODEL, RULE = "trio@0123abcd", "study"
Songs = Callable[..., KnownSong]


def by(song: KnownSong, artist: str) -> KnownSong:
    return replace(song, track=replace(song.track, artists=(artist, "Guest")))


def titles(library: SongLibrary, *names: str, limit: int = 50) -> list[str]:
    return [song.track.title for song in library.songs_of(names, MODEL, RULE, limit)]


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


def test_a_search_by_artist_costs_no_more_among_many_artists() -> None:
    engine = open_database("sqlite://")
    library = SongLibrary(engine)

    def steps() -> int:
        """Return how many steps SQLite's virtual machine takes for a search."""
        taken = itertools.count()
        with engine.connect() as connection:
            sqlite = connection.connection.driver_connection
            sqlite.set_progress_handler(lambda: next(taken) and 0, 1)
        assert len(library.songs_of(["Singer 7"], MODEL, RULE, 50)) == 25
        sqlite.set_progress_handler(None, 1)
        return next(taken)

    library.add(sung_by(range(50)))
    few = steps()
    library.add(sung_by(range(50, 500)))
    assert steps() < 1.1 * few


def sung_by(singers: range) -> Iterator[tuple[Track, AudioFeatures]]:
    """Return 25 songs of each singer of these numbers."""
    features = AudioFeatures(energy=0.5, source="dataset", obtained_on=date(2026, 1, 1))
    for singer, number in itertools.product(singers, range(25)):
        yield Track(f"{singer:011d}{number:011d}", f"Song {number}", (f"Singer {singer}",)), features
