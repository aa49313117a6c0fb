"""What is said of what is followed, and the news of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.chart_menu import chart_kind
from bot.language.words import N_, Words, lines, percent, shortened
from bot.messages.reply import Choice, Reply, Span
from bot.songs.replies.names import shown_artist, shown_artists, shown_title
from model.music import Chart, ChartEntry
from storage.follows import MOST_OF_CHAT, MOST_OF_PERSON, Follow

_LONGEST: Final = 40
_MOST_NEWS: Final = 10
"""So many lines are told of one chart: an album may have come with all its songs."""


@dataclass(frozen=True, slots=True)
class ArtistNews:
    """A song that is new in the chart, or has climbed so many places."""

    entry: ChartEntry
    gained: int | None


@dataclass(frozen=True, slots=True)
class GenreNews:
    """A genre whose share of the classified songs has changed; both from 0 to 1."""

    genre: str
    now: float
    before: float


@dataclass(frozen=True, slots=True)
class ChartNews:
    """The news of one chart, each once; `lines` is empty where there is none."""

    chart: Chart
    lines: tuple[ArtistNews | GenreNews, ...]


def alert(news: Sequence[ChartNews], words: Words) -> Reply:
    """Tell a chat the news of what is followed there, chart by chart."""
    text = [line for each in news for line in ((), *_of_chart(each, words))][1:]
    choice = Choice(words.text(N_("What is followed here")), "/follows", apart=True)
    return Reply(lines(text), choices=(choice,))


def _of_chart(news: ChartNews, words: Words) -> list[tuple[Span, ...]]:
    kind = chart_kind(news.chart.name)
    title = words.text(kind.title) if kind else news.chart.name
    said = [words.say(N_("News from the {chart}, {day}:"), chart=title, day=words.day(news.chart.day))]
    said += [_line(each, words) for each in news.lines[:_MOST_NEWS]]
    if (more := len(news.lines) - _MOST_NEWS) > 0:
        said.append(words.say(N_("and {number} more"), number=more))
    return said


def _line(news: ArtistNews | GenreNews, words: Words) -> tuple[Span, ...]:
    if isinstance(news, GenreNews):
        points = round(100 * news.now) - round(100 * news.before)
        return words.say(
            N_("{genre}: {percent} of the songs ({points} points)"),
            genre=words.genre(news.genre),
            percent=percent(news.now),
            points=f"{points:+d}",
        )
    entry = news.entry
    said = N_("{title} by {artists} is new at {rank}")
    if news.gained is not None:
        said = N_("{title} by {artists} has climbed {places} places to {rank}")
    return words.say(
        said,
        title=Span(shortened(shown_title(entry.title, entry.artists, words), _LONGEST), bold=True),
        artists=shown_artists(entry.artists, words, _LONGEST),
        places=news.gained or 0,
        rank=entry.rank,
    )


def followed_name(follow: Follow, words: Words) -> str:
    """Return what is followed as people call it."""
    return shown_artist(follow.name, words) if follow.kind == "artist" else words.genre(follow.name)


def follows_list(
    followed: Sequence[Follow], words: Words, *, private: bool, told: bool, target: str | None = None
) -> Reply:
    """List what is followed here, or in the chat called `target`, with buttons that end it.

    What news there are is left out where the chat is `told` that already.
    """
    if not followed:
        nothing = N_("Nothing is followed here yet. An example: /follow aespa, or /follow ballad")
        if target is not None:
            nothing = N_("Nothing is followed in {chat} yet. An example: /follow {chat} aespa")
        elif private:
            nothing = N_("You follow nothing yet. An example: /follow aespa, or /follow ballad")
        return Reply(words.say(nothing, chat=target or ""))
    names = [followed_name(follow, words) for follow in followed]
    title = N_("You follow: {names}") if private else N_("Followed here: {names}")
    if target is not None:
        title = N_("Followed in {chat}: {names}")
    text = [words.say(title, names=", ".join(names), chat=target or "")]
    if not told:
        news = N_(
            "Each day at 09:10 (Seoul) I look into the Melon Top 100, and into the other charts of the "
            "day that I have read by then. I tell when an artist has a new song in one or a song climbs "
            "ten places, and when a genre's share changes by five points."
        )
        text.append(words.say(news))
    where = f"{target} " if target else ""
    choices = tuple(
        Choice(
            words.text(N_("Unfollow {name}"), name=shortened(name, _LONGEST)), f"/unfollow {where}{follow.id}"
        )
        for follow, name in zip(followed, names, strict=True)
    )
    return Reply(lines(text), choices=choices)


def too_many_follows(words: Words) -> Reply:
    """Say that as much is followed here as may be."""
    said = words.say(
        N_(
            "There is no room for more: one person follows at most {most} in a chat, all together {all}. "
            "Please end one first: /follows"
        ),
        most=MOST_OF_PERSON,
        all=MOST_OF_CHAT,
    )
    return Reply(said, refusal=True)


def no_such_follow(words: Words) -> Reply:
    """Say that what is to be ended is not followed."""
    return Reply(words.say(N_("That is not followed here. /follows lists what is.")), refusal=True)
