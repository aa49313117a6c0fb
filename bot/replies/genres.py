"""What is said and drawn of the genres of many songs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.genre_finder import SongGenre
from bot.reply import Bar, BarChart, Span
from bot.words import N_, Words, percent, shortened
from model.levels import Level

SHOWN_GENRES: Final = 5
_DRAWN_GENRES: Final = 12
_LONGEST_TITLE: Final = 34
_LONGEST_ARTIST: Final = 22

GenreCounts = Sequence[tuple[str, int]]


def shares(counts: GenreCounts, words: Words, most: int = SHOWN_GENRES) -> str:
    """Say the shares of the commonest genres, and of the others together."""
    total = sum(count for _, count in counts)
    shown = [f"{words.genre(genre)} {percent(count / total)} ({count})" for genre, count in counts[:most]]
    if rest := sum(count for _, count in counts[most:]):
        shown.append(
            words.text(N_("others {percent} ({number})"), percent=percent(rest / total), number=rest)
        )
    return ", ".join(shown)


def picture(title: str, subtitle: str, counts: GenreCounts, songs: int, words: Words) -> BarChart | None:
    """Return the picture of the genre shares among so many songs; None where no song has a genre."""
    if not counts:
        return None
    drawn = counts if len(counts) <= _DRAWN_GENRES + 1 else counts[:_DRAWN_GENRES]
    bars = [Bar(genre, words.genre(genre), count) for genre, count in drawn]
    if rest := sum(count for _, count in counts[len(drawn) :]):
        bars.append(Bar("others", words.text(N_("others")), rest))
    classified = sum(count for _, count in counts)
    return BarChart(
        title=title,
        subtitle=subtitle,
        bars=tuple(bars),
        footnote=words.text(
            N_("{number} of {all} songs classified by their sound"), number=classified, all=songs
        ),
        alt_text=words.text(
            N_("Bar chart of the genres: {genres}"), genres=shares(counts, words, len(counts))
        ),
    )


def ranked_line(
    rank: int, title: str, artists: Sequence[str], song: SongGenre | None, words: Words
) -> tuple[Span, ...]:
    """Name a song of a list in one line, with its genre or a dash."""
    return words.say(
        N_("{rank}. {title} by {artists}: {genre}") if artists else N_("{rank}. {title}: {genre}"),
        rank=rank,
        title=shortened(title, _LONGEST_TITLE),
        artists=shortened(", ".join(artists), _LONGEST_ARTIST),
        genre=_genre(song, words) if song else "–",
    )


def _genre(song: SongGenre, words: Words) -> tuple[Span, ...]:
    genre = Span(words.genre(song.vote.genre), bold=True)
    return (genre,) if song.level is Level.MEASURED else words.say(N_("{genre} (estimated)"), genre=genre)
