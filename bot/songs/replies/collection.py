"""What is said of an album or a playlist: the genres of its songs, and the songs, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.language.words import N_, Words, lines
from bot.messages.picture_values import CollectionCard
from bot.messages.reply import Choice, Reply, Span
from bot.songs.collection_finder import CollectionGenres
from bot.songs.replies.collection_card import About, collection_card
from bot.songs.replies.genres import (
    asks_for,
    classified,
    estimated,
    listed_genre,
    ranked_line,
    shares_line,
    shares_of,
)
from bot.songs.replies.problems import why
from model.levels import Level
from model.music import LeftOut, SongCollection, Track

PAGE: Final = 10
_KINDS: Final = {"album": N_("Album by {by}"), "playlist": N_("Playlist by {by}")}
_OF_UNKNOWN: Final = {"album": N_("Album"), "playlist": N_("Playlist")}


def collection_reply(found: CollectionGenres, first: int, words: Words) -> Reply:
    """Say and draw a list's genres, and say its songs from number `first` on."""
    songs = found.songs
    shares = shares_of(song for song in found.rows if song)
    title = songs.title or words.text(N_("A list without a name"))
    name = Span(title, bold=True, link=f"https://open.spotify.com/{songs.kind}/{songs.id}")
    kind = (_KINDS if songs.by else _OF_UNKNOWN)[songs.kind]
    about = words.text(kind, by=songs.by)
    start = first if 1 <= first <= len(songs.tracks) else 1
    page = songs.tracks[start - 1 : start - 1 + PAGE]
    text = [
        (name,),
        (Span(about),),
        *([(Span(shares_line(shares, words)),)] if shares else []),
        *_left_out(found, words),
        (),
        *_page(found, page, start, words),
    ]
    return Reply(lines(text), _picture(found, title, words), _turns(songs, start, words))


def _picture(found: CollectionGenres, title: str, words: Words) -> CollectionCard | None:
    songs = [song for song in found.rows if song]
    every, estimates = len(found.songs.tracks), _estimates(found)
    known = classified(len(songs) - estimates, estimates, every, words)
    kind, unknown = words.text(_OF_UNKNOWN[found.songs.kind]), every - len(songs)
    about = About(kind, title, found.songs.by, found.cover, found.day, known, unknown)
    return collection_card(about, songs, words)


def _page(found: CollectionGenres, page: Sequence[Track], start: int, words: Words) -> list[tuple[Span, ...]]:
    genres = [
        listed_genre(song.vote.genre if song else None, song.level if song else None, words)
        for song in found.rows[start - 1 : start - 1 + PAGE]
    ]
    return [
        ranked_line(f"{number}.", track.title, track.artists, genre, words, asks_for(track.id))
        for number, (track, genre) in enumerate(zip(page, genres, strict=True), start=start)
    ]


def _left_out(found: CollectionGenres, words: Words) -> list[tuple[Span, ...]]:
    """Say how many songs have no genre, and why, how many an estimated one, and whether there are more."""
    said = [] if found.songs.tracks else [words.say(N_("There is no song in it."))]
    said += _no_songs(found.songs.left_out, words)
    if missing := found.rows.count(None):
        reason = (
            why(found.genres.problem, words)
            if found.genres.problem
            else words.text(N_("no service has their audio features"))
        )
        said.append(
            words.say(
                N_("Without a genre: {number} of {all} ({reasons})."),
                number=missing,
                all=len(found.songs.tracks),
                reasons=reason,
            )
        )
    said += estimated(_estimates(found), len(found.songs.tracks), words)
    if not found.songs.whole:
        said.append(
            words.say(
                N_("These are the first {number} songs that Spotify shows; there may be more."),
                number=len(found.songs.tracks),
            )
        )
    return said


def _no_songs(left_out: LeftOut, words: Words) -> list[tuple[Span, ...]]:
    """Say how many items of a list were left out, since they are no songs on Spotify."""
    kinds = (
        (left_out.episodes, N_("podcast episodes: {number}")),
        (left_out.local, N_("local files: {number}")),
        (left_out.removed, N_("removed tracks: {number}")),
    )
    told = ", ".join(words.text(kind, number=number) for number, kind in kinds if number)
    return [words.say(N_("Left out ({what})."), what=told)] if told else []


def _estimates(found: CollectionGenres) -> int:
    """Count the rows whose genre was not heard in measurements of their own."""
    return sum(song is not None and song.level is Level.ARTIST for song in found.rows)


def _turns(songs: SongCollection, start: int, words: Words) -> tuple[Choice, ...]:
    """Return what turns the page, back and on, and what leads to the first and the last one."""
    number = len(songs.tracks)
    last = (number - 1) // PAGE * PAGE + 1
    back = [1] * (start > PAGE + 1) + [start - PAGE] * (start > 1)
    firsts = back + [start + PAGE] * (start + PAGE <= number) + [last] * (start + 2 * PAGE <= number)
    return tuple(
        Choice(
            words.text(
                N_("Songs {first} to {last}"),
                first=max(first, 1),
                last=min(first + PAGE - 1, len(songs.tracks)),
            ),
            f"/songs spotify:{songs.kind}:{songs.id} {max(first, 1)}",
        )
        for first in firsts
    )
