"""Which songs count as other songs by the same artist."""

from __future__ import annotations

from dataclasses import replace

from bot.songs.artist_context import MOST_SONGS, distinct, main_artist, others_by_the_artist
from model.music import Track
from storage.artist_index import ArtistSong
from storage.known_song import KnownSong

KITE = Track("x" * 22, "Lantern (등불)", ("Kite",), isrc="KRA000000001")


def listed(number: int, title: str, artist_id: str | None = None, isrc: str | None = None) -> ArtistSong:
    return ArtistSong(f"{number:022}", title, artist_id, isrc, None)


def others(track: Track, *songs: ArtistSong) -> list[str]:
    return [song.title for song in others_by_the_artist(track, songs)]


def test_the_song_itself_under_other_ids_and_titles_is_no_other_song() -> None:
    same = [
        listed(1, "Lantern - Live"),
        listed(2, "등불"),
        listed(3, "LANTERN (feat. Someone)"),
        listed(4, "Laterne", isrc="KRA000000001"),
        ArtistSong(KITE.id, "Anything", None, None, None),
    ]
    assert others(KITE, *same, listed(5, "Brook"), listed(6, "Brook (Live)")) == ["Brook"]


def test_an_id_tells_an_artist_from_a_namesake() -> None:
    songs = [listed(1, "Brook", "a"), listed(2, "Petal", "b"), listed(3, "Ember")]
    assert others(replace(KITE, artist_ids=("a",)), *songs) == ["Brook"], "Ember may be the namesake's"
    assert others(replace(KITE, artist_ids=("c",)), *songs) == []
    assert others(replace(KITE, artist_ids=("a",)), songs[0], songs[2]) == ["Brook", "Ember"]


def test_without_an_id_nearly_all_songs_of_the_name_must_be_by_one_artist() -> None:
    few, many = [listed(1, "Petal", "b")], [listed(n, f"Song {n}", "a") for n in range(2, 12)]
    assert others(KITE, *few, *many[:9]) == []
    assert others(KITE, *few, *many) == [song.title for song in many]
    assert others(KITE, listed(1, "Petal", "b"), listed(2, "Brook")) == ["Petal", "Brook"]


def test_no_more_than_two_hundred_songs_are_looked_at() -> None:
    assert len(others(KITE, *(listed(n, f"Song {n}") for n in range(MOST_SONGS + 9)))) == MOST_SONGS


def test_versions_of_a_song_count_once_in_a_vote_and_where_an_artist_is_described() -> None:
    versions = [listed(1, "Brook (Instrumental)"), listed(2, "Brook"), listed(3, "Brook - Live")]
    assert others(KITE, *versions) == ["Brook"]
    titles = ("Lantern (Inst.)", "Lantern", "Lantern (Live)", "Brook", "Petal")
    songs = [KnownSong(Track(f"{n:022}", title, ("Kite",))) for n, title in enumerate(titles)]
    assert [song.track.title for song in distinct(songs)] == ["Lantern", "Brook", "Petal"]


def test_no_artist_in_particular_has_no_songs() -> None:
    assert main_artist(Track("x" * 22, "Ember", ("Various Artists",))) == frozenset()
    assert main_artist(Track("x" * 22, "Ember", ())) == frozenset()
    assert "아이유" in main_artist(Track("x" * 22, "Ember", ("IU", "Various Artists")))
