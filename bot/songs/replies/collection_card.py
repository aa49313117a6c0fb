"""What is drawn of an album, a playlist or an artist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language.words import N_, Words
from bot.messages.picture_values import CollectionCard, RankedSong, SongSection
from bot.songs.replies.genres import (
    bars_in_words,
    drawn_artists,
    drawn_genre,
    drawn_title,
    genre_counts_of,
    genre_mark,
    shares_of,
)
from bot.songs.song_genre import SongGenre
from bot.songs.standing_out import typical_and_odd


@dataclass(frozen=True, slots=True)
class About:
    """What songs belong to: its kind, its title and whose it is, its cover, and the day in Korea.

    `known` says how many songs have a genre, `unknown` is how many have none.
    """

    kind: str
    title: str
    by: str
    cover: bytes | None
    day: date
    known: str
    unknown: int = 0


def collection_card(about: About, songs: Sequence[SongGenre], words: Words) -> CollectionCard | None:
    """Return the picture of songs that belong together, None where no genre is known."""
    if not songs:
        return None
    shares = shares_of(songs)
    return CollectionCard(
        kicker=about.kind,
        title=about.title,
        by=about.by,
        genres=genre_counts_of(shares, about.unknown, words),
        known=about.known,
        boxes=_boxes(songs, words),
        day=words.day(about.day),
        alt_text=f"{about.title}. {bars_in_words(shares, words)}",
        cover=about.cover,
    )


def _boxes(songs: Sequence[SongGenre], words: Words) -> tuple[SongSection, ...]:
    found = typical_and_odd(songs)
    if found is None:
        return ()
    titles = (words.text(N_("Most typical")), words.text(N_("Oddest")))
    return tuple(
        SongSection(title, (_song(song, words),), drawn_genre(song.vote.genre, words))
        for title, song in zip(titles, found, strict=True)
    )


def _song(song: SongGenre, words: Words) -> RankedSong:
    track = song.track
    return RankedSong(
        rank=0,
        title=drawn_title(track.title, track.artists, words),
        artist=drawn_artists(track.artists, words),
        mark=genre_mark(song.vote.genre, words),
    )
