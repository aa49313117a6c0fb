"""What is drawn of an album, a playlist or an artist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.picture_values import CollectionCard, RankedSong, SongSection
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
from bot.words import N_, Words


def collection_card(
    names: tuple[str, str, str],
    songs: Sequence[SongGenre],
    known: tuple[int, str],
    cover: tuple[bytes | None, date],
    words: Words,
) -> CollectionCard | None:
    """Return the picture of songs that belong together, None where no genre is known.

    `names` are what it is, what it is called and whose it is; `known` how many songs have no genre, and in
    words how many have one; `cover` the JPEG and the day.
    """
    if not songs:
        return None
    kicker, title, by = names
    shares = shares_of(songs)
    return CollectionCard(
        kicker=kicker,
        title=title,
        by=by,
        genres=genre_counts_of(shares, known[0], words),
        known=known[1],
        boxes=_boxes(songs, words),
        day=words.day(cover[1]),
        alt_text=f"{title}. {bars_in_words(shares, words)}",
        cover=cover[0],
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
