"""What is said of the songs that are kept: the last ones, their genres, the most frequent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.language.words import N_, Words, lines, percent, shortened
from bot.messages.picture_values import GenreMix, MixPanel
from bot.messages.reply import Choice, Reply, Span
from bot.songs.replies.genres import drawn_genre, genre_counts_of, listed_genre, ranked_line, shares_line
from bot.songs.replies.names import shown_artist, shown_artists, shown_title
from bot.songs.song_genre import GenreShare
from model.levels import Level
from model.music import Track
from storage.history import PastSong

PAGE: Final = 10
_LONGEST_NAME: Final = 40
_NOTHING: Final = N_("Nothing is kept here yet. Send me a song's name or its link.")


@dataclass(frozen=True, slots=True)
class Ranking:
    """The songs and artists that were asked for most often, and the people who asked; each with how often."""

    songs: Sequence[tuple[Track, int]]
    artists: Sequence[tuple[str, int]]
    people: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """Some of the kept songs, by genre, most first; `title` is to be translated."""

    title: str
    counts: Mapping[str, int]

    @property
    def number(self) -> int:
        """How many songs there are."""
        return sum(self.counts.values())

    @property
    def shares(self) -> list[GenreShare]:
        """The genres as other lists of songs have them."""
        return [GenreShare(genre, count, None) for genre, count in self.counts.items()]


def history_off(words: Words) -> Reply:
    """Say that no songs are kept in a chat, and how that is changed."""
    said = N_("The songs of this chat are not kept. An administrator can turn that on: /settings")
    return Reply(words.say(said))


def history_reply(
    songs: Sequence[PastSong], first: int, number: int, words: Words, *, mine: bool, private: bool
) -> Reply:
    """List kept songs from number `first` on, of `number`, with what turns the page."""
    if not songs:
        return Reply(words.say(_NOTHING))
    title = N_("Your songs, the last first ({number}):") if mine else N_("The songs of this chat ({number}):")
    text = [words.say(title, number=number)]
    text += [_past_line(place, song, words) for place, song in enumerate(songs, start=first)]
    other = () if private else (_other_view(words, mine=mine),)
    return Reply(lines(text), choices=(*_turns(first, number, words, mine=mine and not private), *other))


def stats_reply(panels: Sequence[Panel], day: date, words: Words) -> Reply:
    """Say and draw the genres of several collections of kept songs."""
    if not any(panel.counts for panel in panels):
        return Reply(words.say(_NOTHING))
    text: list[tuple[Span, ...]] = []
    for panel in panels:
        head = words.text(N_("{title} ({number})"), title=words.text(panel.title), number=panel.number)
        shown = shares_line(panel.shares, words) if panel.counts else words.text(N_("no songs"))
        text += [(), (Span(head, bold=True),), (Span(shown),)]
    whole = lines(text[1:])
    return Reply(whole, _picture(panels, day, "".join(span.text for span in whole), words))


def _picture(panels: Sequence[Panel], day: date, alt_text: str, words: Words) -> GenreMix:
    first = next(panel for panel in panels if panel.counts)
    best = next(iter(first.counts))
    headline = words.text(
        N_("{genre} leads with {percent}"),
        genre=drawn_genre(best, words),
        percent=percent(first.counts[best] / first.number),
    )
    drawn = tuple(
        MixPanel(
            words.text(panel.title),
            words.text(N_("{number} songs"), number=panel.number),
            genre_counts_of(panel.shares, 0, words),
            words.text(N_("no songs")),
        )
        for panel in panels
    )
    return GenreMix(words.text(N_("The genres of the songs")), (headline,), drawn, words.day(day), alt_text)


def top_reply(ranking: Ranking, words: Words, *, mine: bool) -> Reply:
    """Say which songs and artists were asked for most often, and who brought the most songs."""
    if not ranking.songs:
        return Reply(words.say(_NOTHING))
    title = N_("What you ask for most") if mine else N_("What this chat asks for most")
    text: list[tuple[Span, ...]] = [(Span(words.text(title), bold=True),)]
    for place, (track, times) in enumerate(ranking.songs, start=1):
        name = _song(track, words)
        text.append(words.say(N_("{place}. {name}: {times}×"), place=place, name=name, times=times))
    text += _names(
        N_("Artists"), [(shown_artist(name, words), times) for name, times in ranking.artists], words
    )
    text += _names(N_("Who brought the most songs"), ranking.people, words)
    return Reply(lines(text))


def _names(title: str, names: Sequence[tuple[str, int]], words: Words) -> list[tuple[Span, ...]]:
    if not names:
        return []
    found = [
        words.say(
            N_("{place}. {name}: {times}×"), place=place, name=shortened(name, _LONGEST_NAME), times=times
        )
        for place, (name, times) in enumerate(names, start=1)
    ]
    return [(), (Span(words.text(title), bold=True),), *found]


def _past_line(place: int, song: PastSong, words: Words) -> tuple[Span, ...]:
    genre = listed_genre(song.genre, Level.MEASURED, words)
    track = song.track
    return ranked_line(f"{place}.", track.title, track.artists, genre, words, f"spotify:track:{track.id}")


def _song(track: Track, words: Words) -> Span:
    title = shown_title(track.title, track.artists, words)
    artists = shown_artists(track.artists, words, _LONGEST_NAME)
    name = words.text(N_("{title} by {artists}"), title=shortened(title, _LONGEST_NAME), artists=artists)
    return Span(name, says=f"spotify:track:{track.id}")


def _turns(first: int, number: int, words: Words, *, mine: bool) -> tuple[Choice, ...]:
    """Return what turns the page, back and on."""
    firsts = [first - PAGE] * (first > 1) + [first + PAGE] * (first + PAGE <= number)
    return tuple(
        Choice(
            words.text(
                N_("Songs {first} to {last}"), first=max(start, 1), last=min(start + PAGE - 1, number)
            ),
            f"/history {'mine ' if mine else ''}{max(start, 1)}",
            row=0,
        )
        for start in firsts
    )


def _other_view(words: Words, *, mine: bool) -> Choice:
    if mine:
        return Choice(words.text(N_("Everyone's songs")), "/history")
    return Choice(words.text(N_("My songs")), "/history mine")
