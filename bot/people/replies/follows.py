"""What is said of what a person follows, and the news of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.summary import ChartSummary
from bot.language.words import N_, Words, lines, percent, shortened
from bot.messages.reply import Choice, Reply, Span
from bot.songs.replies.names import shown_artist, shown_artists, shown_title
from model.music import ChartEntry
from storage.follows import MOST_FOLLOWED, Follow

_LONGEST = 40


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


def alert(news: Sequence[ArtistNews | GenreNews], summary: ChartSummary, words: Words) -> Reply:
    """Tell a person the news of what they follow."""
    title = words.say(N_("News from the Melon Top 100, {day}:"), day=words.day(summary.chart.chart.day))
    choice = Choice(words.text(N_("What I follow")), "/follows", apart=True)
    return Reply(lines([title, *(_line(each, words) for each in news)]), choices=(choice,))


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


def follows_list(followed: Sequence[Follow], words: Words) -> Reply:
    """List what a person follows, with buttons that end it."""
    if not followed:
        return Reply(words.say(N_("You follow nothing yet. An example: /follow aespa, or /follow ballad")))
    names = [followed_name(follow, words) for follow in followed]
    text = [
        words.say(N_("You follow: {names}"), names=", ".join(names)),
        words.say(
            N_(
                "Each day at 09:10 (Seoul) I look into the Melon Top 100 and tell you when an artist has a "
                "new song in it or one climbs ten places, and when a genre's share changes by five points."
            )
        ),
    ]
    choices = tuple(
        Choice(words.text(N_("Unfollow {name}"), name=shortened(name, _LONGEST)), f"/unfollow {follow.id}")
        for follow, name in zip(followed, names, strict=True)
    )
    return Reply(lines(text), choices=choices)


def too_many_follows(words: Words) -> Reply:
    """Say that a person follows as much as they may."""
    said = words.say(N_("You follow {most} already. Please end one first: /follows"), most=MOST_FOLLOWED)
    return Reply(said, refusal=True)


def no_such_follow(words: Words) -> Reply:
    """Say that a person does not follow what they want to end."""
    return Reply(words.say(N_("You do not follow that. /follows lists what you follow.")), refusal=True)
