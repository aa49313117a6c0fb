"""The songs of a chart, one a line."""

from __future__ import annotations

from collections.abc import Iterable

from bot.charts.genre_chart import ChartSongGenre, Vocabulary
from bot.charts.replies.caption_fit import Line
from bot.charts.summary import ChartSummary
from bot.language.words import N_, Words
from bot.songs.replies.genres import arrow, asks_for, listed_genre, ranked_line
from model.melon_genres import melon_genre


def song_lines(songs: Iterable[ChartSongGenre], summary: ChartSummary, words: Words) -> list[Line]:
    """Name songs of a chart: rank, movement where it is known, title, artists, and genre.

    In Melon's words, Melon's own word stands behind another one.
    """
    return [_song_line(song, summary, words) for song in songs]


def _song_line(song: ChartSongGenre, summary: ChartSummary, words: Words) -> Line:
    entry, place, gained = song.entry, f"{song.entry.rank}.", summary.moves.gained
    if entry.song_id in gained:
        places = gained[entry.song_id]
        place += " NEW" if places is None else f" {arrow(places)}"
    says = asks_for(song.song.track.id if song.song else "", entry.title, entry.artists)
    return ranked_line(
        place, entry.title, entry.artists, _genre(song, summary.vocabulary, words), words, says
    )


def _genre(song: ChartSongGenre, vocabulary: Vocabulary, words: Words) -> Line:
    genre, own = song.called(vocabulary), melon_genre(song.entry.genres)
    named = listed_genre(genre, song.basis(vocabulary), words)
    if vocabulary is not Vocabulary.MELON or own is None or own == genre:
        return named
    return words.say(N_("{genre} (Melon: {own})"), genre=named, own=words.genre(own))
