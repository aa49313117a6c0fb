"""What is said and drawn of the genres of many songs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.language.plain_text import units
from bot.language.words import N_, Words, percent, shortened
from bot.messages.picture_values import GenreCount, GenreCounts, GenreMark
from bot.messages.reply import MOST_SAID, Span
from bot.songs.replies.names import shown_artists, shown_title
from bot.songs.song_genre import GenreShare, SongGenre, genre_counts
from model.levels import Level

SHOWN_GENRES: Final = 5
OTHERS: Final = "others"
_LONGEST_TITLE: Final = 28
_LONGEST_ARTIST: Final = 20
_LONGEST_DRAWN: Final = 60
_GUESTS: Final = re.compile(
    r"\s*[(\[{<（［〈]\s*(?:(?:feat|ft|featuring|prod|produced by)(?!\w)|피처링|피쳐링|프로듀싱)"
    r"(?:[^()\[\]{}<>（）［］〈〉]|[(\[{][^()\[\]{}]*[)\]}])*(?:[)\]}>）］〉]|$)"
    r"|\s+(?:feat\.|ft\.|prod\.|featuring\s).*$",
    flags=re.IGNORECASE,
)
"""Also where the bracket is not closed or has another one in it."""


_BRACKETS: Final = re.compile(r"\s*[(\[{<（［〈][^()\[\]{}<>（）［］〈〉]*(?:[)\]}>）］〉]|$)")


def drawn_genre(genre: str, words: Words) -> str:
    """Name a genre as a picture does, with a capital letter."""
    name = words.genre(genre)
    return name[:1].upper() + name[1:]


def genre_mark(genre: str, words: Words) -> GenreMark:
    """Return a genre as it is drawn beside a song."""
    return GenreMark(genre, drawn_genre(genre, words))


def drawn_title(title: str, artists: Sequence[str], words: Words) -> str:
    """Return a song's title as a picture shows it."""
    return short_title(shown_title(title, artists, words), _LONGEST_DRAWN)


def drawn_artists(artists: Sequence[str], words: Words) -> str:
    """Return a song's artists as a list in a picture shows them."""
    return shown_artists(artists, words, _LONGEST_DRAWN)


def genre_counts_of(shares: Sequence[GenreShare], unknown: int, words: Words) -> GenreCounts:
    """Return what is drawn of how many songs have each genre, most first, and how many have none."""
    counts = tuple(
        GenreCount(share.genre, drawn_genre(share.genre, words), share.count, change(share))
        for share in shares
        if share.count
    )
    return GenreCounts(counts, unknown, words.text(N_("Others")), words.text(N_("Not known")))


def shares_of(songs: Iterable[SongGenre]) -> tuple[GenreShare, ...]:
    """Return how many songs have each genre, most first; there is nothing to compare them with."""
    return tuple(GenreShare(genre, count, None) for genre, count in genre_counts(songs))


def shares_line(shares: Sequence[GenreShare], words: Words, most: int = SHOWN_GENRES) -> str:
    """Say the shares of the commonest genres with what changed, and of the others together."""
    total = sum(share.count for share in shares)
    shown = [_share(share, total, words) for share in shares[:most] if share.count]
    if rest := sum(share.count for share in shares[most:]):
        shown.append(
            words.text(N_("others {percent} ({number})"), percent=percent(rest / total), number=rest)
        )
    return ", ".join(shown)


def bars_in_words(shares: Sequence[GenreShare], words: Words) -> str:
    """Say all that the bars of a picture show, for people who cannot see it."""
    return words.text(N_("Bar chart of the genres: {genres}"), genres=shares_line(shares, words, len(shares)))


def classified(heard: int, estimated: int, of: int, words: Words) -> str:
    """Say how many songs have a genre by their sound, and apart from them how many an estimated one."""
    said = words.text(N_("{number} of {all} songs classified by their sound"), number=heard, all=of)
    return said + words.text(N_(", {number} estimated"), number=estimated) if estimated else said


def estimated(number: int, of: int, words: Words) -> tuple[tuple[Span, ...], ...]:
    """Say in a line how many songs have an estimated genre; no line where none has."""
    if not number:
        return ()
    said = N_("Estimated, since no service has their audio features: {number} of {all}.")
    return (words.say(said, number=number, all=of),)


def change(share: GenreShare) -> int | None:
    """Return by how many songs a genre grew; None where there is nothing to compare with."""
    return None if share.before is None else share.count - share.before


def arrow(gained: int) -> str:
    """Say up, down or neither."""
    if gained == 0:
        return "="
    return f"▲{gained}" if gained > 0 else f"▼{-gained}"


def asks_for(track_id: str, title: str = "", artists: Sequence[str] = ()) -> str | None:
    """Return the message that asks for a song, by its name where no id is known; None where that is long."""
    says = f"spotify:track:{track_id}" if track_id else " ".join(["/genre", title, *artists[:1]])
    return says if len(says.encode()) <= MOST_SAID else None


def ranked_line(
    place: str,
    title: str,
    artists: Sequence[str],
    genre: tuple[Span, ...],
    words: Words,
    says: str | None = None,
) -> tuple[Span, ...]:
    """Name a song of a list in one line: its place ("3." or "3. ▲2"), short title, artists and genre.

    Who picks the title `says` what asks for the song.
    """
    return words.say(
        N_("{place} {title} by {artists}: {genre}") if artists else N_("{place} {title}: {genre}"),
        place=place,
        title=Span(short_title(shown_title(title, artists, words), _LONGEST_TITLE), says=says),
        artists=shown_artists(artists, words, _LONGEST_ARTIST),
        genre=genre,
    )


def short_title(title: str, most: int) -> str:
    """Return a title without its guests and producers, in at most so many characters.

    One that is too long loses what stands behind a dash, then its brackets, before it is cut.
    """
    whole = _GUESTS.sub("", title).strip() or title
    undashed = whole.split(" - ")[0].strip() or whole
    plain = _BRACKETS.sub("", undashed).strip() or undashed
    return next((each for each in (whole, undashed) if units(each) <= most), shortened(plain, most))


def listed_genre(genre: str | None, level: Level | None, words: Words) -> tuple[Span, ...]:
    """Name a song's genre in a list; `level` is what it is based on, None where that is not known."""
    if genre is None:
        return words.say(N_("genre not known"))
    name = Span(words.genre(genre), bold=True)
    return words.say(N_("{genre} (estimated)"), genre=name) if level is Level.ARTIST else (name,)


def _share(share: GenreShare, total: int, words: Words) -> str:
    said = f"{words.genre(share.genre)} {percent(share.count / total)}"
    changed = change(share)
    return f"{said} ({share.count})" if not changed else f"{said} ({share.count} {arrow(changed)})"
