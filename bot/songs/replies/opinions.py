"""Asking a person which genre a song has, and saying what people say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.language.words import N_, Words, lines
from bot.messages.reply import Choice, Reply, Span
from bot.songs.replies.song import song_name
from bot.songs.song_genre import SongGenre
from storage.opinions import NONE_OF_THESE

LIKELIEST: Final = 6
TAKEN_BACK: Final = "back"
"""Stands in the place of a genre where a person takes an opinion back."""
_PAGE: Final = 10
_IN_A_ROW: Final = 2
_SHOWN: Final = 5
_LAST_ROWS: Final = 100


def opinion_reply(
    song: SongGenre,
    people: Mapping[str, int],
    own: str | None,
    page: int,
    genres: Sequence[str],
    words: Words,
) -> Reply:
    """Ask for a song's genre: the likeliest ones, or a page of all; `own` is what the person says."""
    asked = words.say(
        N_("I say {genre}. Which genre is it to you?"), genre=Span(words.genre(song.vote.genre), bold=True)
    )
    text = [(song_name(song.track, words),), asked, *_said(people, own, words)]
    return Reply(lines(text), choices=_choices(song, people, own, page, genres, words))


def not_noted(words: Words) -> Reply:
    """Say that an opinion is lost."""
    return Reply(words.say(N_("I could not note that just now. Please try again later.")), refusal=True)


def _said(people: Mapping[str, int], own: str | None, words: Words) -> list[tuple[Span, ...]]:
    counted = ", ".join(f"{_meant(genre, words)} {number}" for genre, number in list(people.items())[:_SHOWN])
    said = [words.say(N_("People say: {genres}"), genres=counted)] if counted else []
    if own is not None:
        said.append(words.say(N_("You say: {genre}"), genre=Span(_meant(own, words), bold=True)))
    return said


def _choices(
    song: SongGenre,
    people: Mapping[str, int],
    own: str | None,
    page: int,
    genres: Sequence[str],
    words: Words,
) -> tuple[Choice, ...]:
    """Return the genres of a page, 0: the likeliest, the ways to the others, and what is no genre."""
    by_name = sorted(genres, key=words.genre)
    pages = -(-len(by_name) // _PAGE)
    page = page if 0 <= page <= pages else 0
    shown = (
        by_name[(page - 1) * _PAGE : page * _PAGE]
        if page
        else [genre for genre, _ in song.vote.likeliest(LIKELIEST)]
    )
    picked = [
        _choice(song, genre, place // _IN_A_ROW, people, own, words) for place, genre in enumerate(shown)
    ]
    none = _choice(song, NONE_OF_THESE, _LAST_ROWS, people, own, words)
    undo = [Choice(words.text(N_("Take it back")), _says(song, TAKEN_BACK), _LAST_ROWS)] if own else []
    return (*picked, *_ways(song, page, pages, words), none, *undo)


def _ways(song: SongGenre, page: int, pages: int, words: Words) -> list[Choice]:
    ask = f"/wrong spotify:track:{song.track.id}"
    if page == 0:
        return [Choice(words.text(N_("All genres")), f"{ask} 1")]
    row = _LAST_ROWS - 1
    before = Choice(f"◀ {page - 1}/{pages}", f"{ask} {page - 1}", row)
    likeliest = Choice(words.text(N_("The likeliest")), f"{ask} 0", row)
    after = Choice(f"{page + 1}/{pages} ▶", f"{ask} {page + 1}", row)
    return [*([before] if page > 1 else []), likeliest, *([after] if page < pages else [])]


def _choice(
    song: SongGenre, genre: str, row: int, people: Mapping[str, int], own: str | None, words: Words
) -> Choice:
    mark = "✓ " if genre == own else ""
    count = f" · {people[genre]}" if people.get(genre) else ""
    return Choice(f"{mark}{_named(genre, words)}{count}", _says(song, genre), row)


def _says(song: SongGenre, genre: str) -> str:
    return f"/is {song.track.id} {genre}"


def _named(genre: str, words: Words) -> str:
    return words.text(N_("none of these")) if genre == NONE_OF_THESE else words.genre(genre)


def _meant(genre: str, words: Words) -> str:
    """Name a genre away from the list that it was picked from."""
    return words.text(N_("a genre that is not listed")) if genre == NONE_OF_THESE else words.genre(genre)
