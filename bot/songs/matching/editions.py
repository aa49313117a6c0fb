"""Which tracks are one song under several ids: a single, its album track, a remaster; pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.songs.matching.names import (
    is_korean,
    is_latin,
    names,
    title_of_all_versions,
    versions,
    without_brackets,
    without_guests,
    without_reissue,
)
from bot.songs.matching.singers import spellings
from bot.songs.matching.song_names import NamedSong, songs_called
from model.music import Track


def same_song(one: Track, other: Track) -> bool:
    """Tell whether two tracks are one song under two ids (an album and a single, say)."""
    if _people(one).isdisjoint(_people(other)):
        return False
    return _one_title(one.title, other.title) or _one_in_the_table(one, other)


def same_title(one: Track, other: Track) -> bool:
    """Tell whether two tracks of one artist have one title, in any version."""
    if title_of_all_versions(one.title) != title_of_all_versions(other.title):
        return False
    return not _people(one).isdisjoint(_people(other))


def is_famous(track: Track) -> bool:
    """Tell whether a track is one of its artist's songs that the table names."""
    return _is_by(track, songs_called(track.title))


def _one_title(one: str, other: str) -> bool:
    """Tell whether two titles are one: in the same version and with the same numbers, in either script."""
    (name, *aside), (other_name, *other_aside) = _plain(one), _plain(other)
    if aside != other_aside:
        return False
    return name == other_name or other_name in _translations(one) or name in _translations(other)


def _one_in_the_table(one: Track, other: Track) -> bool:
    """Tell whether two titles of one artist are names of one famous song: 밤편지 and "Through the Night"."""
    if _plain(one.title)[1:] != _plain(other.title)[1:]:
        return False
    songs = set(songs_called(_plain(one.title)[0])).intersection(songs_called(_plain(other.title)[0]))
    return _is_by(one, songs)


def _is_by(track: Track, songs: Iterable[NamedSong]) -> bool:
    return any(not spellings(song.artist).isdisjoint(_people(track)) for song in songs)


@lru_cache(maxsize=20_000)
def _plain(title: str) -> tuple[str, frozenset[str], str]:
    """Return what makes a title another: its words without brackets, its versions, its numbers."""
    song = without_reissue(title)
    return without_brackets(song), versions(song), "".join(filter(str.isdigit, without_guests(song)))


@lru_cache(maxsize=20_000)
def _translations(title: str) -> frozenset[str]:
    """Return the names of a title in each of its two scripts: 달라달라 and "dalla dalla"."""
    parts = [name for name, _ in names(without_reissue(title))]
    korean, latin = list(filter(is_korean, parts)), list(filter(is_latin, parts))
    return frozenset([*korean, *latin]) if korean and latin else frozenset()


@lru_cache(maxsize=20_000)
def _singers(artists: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for artist in artists for name in spellings(artist))


def _people(track: Track) -> frozenset[str]:
    return _singers(track.artists)
