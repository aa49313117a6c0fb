"""The news of what people follow: an artist's songs in the chart, and the share of a genre."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from bot.chart_menu import MELON_TOP_100
from bot.charts.genre_chart import Vocabulary
from bot.charts.reader import ChartReader
from bot.charts.summary import ChartSummary
from bot.language.words import words_for
from bot.messages.reply import Reply
from bot.people.replies import follows as replies
from bot.people.replies.follows import ArtistNews, GenreNews
from bot.songs import matching
from bot.songs.progress import unseen
from storage.follows import Follow, Follows
from storage.subscriptions import Subscription

PLACES: Final = 10
"""A song that has climbed so many places is news."""
POINTS: Final = 0.05
"""A genre whose share of the songs has changed by so much is news."""


class Alerts:
    """Makes each person's alert of the day from one reading of the chart."""

    def __init__(self, charts: ChartReader, follows: Follows, language: str) -> None:
        self._charts = charts
        self._follows = follows
        self._language = language

    async def made(self, language: str) -> Callable[[Subscription], Awaitable[Reply | None]]:
        """Return what makes the alert of a subscription; raises SourceUnavailable without a current chart."""
        chart = await self._charts.read(MELON_TOP_100, unseen)
        if chart.problem is not None:
            raise chart.problem
        await self._charts.keep(chart)  # what is news tomorrow is compared with it
        ours = await self._charts.summary(chart)
        melon = await self._charts.summary(chart, Vocabulary.MELON)
        words = words_for(language, self._language)

        async def alert(subscription: Subscription) -> Reply | None:
            if subscription.owner is None:
                return None
            followed = await asyncio.to_thread(self._follows.of, subscription.owner)
            news = news_of(followed, ours, melon)
            return replies.alert(news, ours, words) if news else None

        return alert


def news_of(
    followed: Iterable[Follow], ours: ChartSummary, melon: ChartSummary
) -> list[ArtistNews | GenreNews]:
    """Return the news of what a person follows, in its order; pure."""
    news: list[ArtistNews | GenreNews] = []
    for follow in followed:
        if follow.kind == "artist":
            news += _of_artist(follow.name, ours)
        else:
            news += _of_genre(follow.name, ours if follow.kind == "ours" else melon)
    return news


def is_same_artist(one: str, other: str) -> bool:
    """Tell whether two names are one artist's, in one script or two."""
    return not matching.artist_names(one).isdisjoint(matching.artist_names(other))


def _of_artist(name: str, summary: ChartSummary) -> list[ArtistNews]:
    gained = summary.moves.gained
    theirs = [
        song.entry
        for song in summary.chart.songs
        if song.entry.song_id in gained and any(is_same_artist(name, artist) for artist in song.entry.artists)
    ]
    moved = [(entry, gained[entry.song_id]) for entry in theirs]
    return [ArtistNews(entry, places) for entry, places in moved if places is None or places >= PLACES]


def _of_genre(genre: str, summary: ChartSummary) -> list[GenreNews]:
    shares = summary.genre_shares
    now = sum(share.count for share in shares)
    before = sum(share.before or 0 for share in shares)
    mine = next((share for share in shares if share.genre == genre), None)
    if mine is None or mine.before is None or not (now and before):
        return []
    news = GenreNews(genre, mine.count / now, mine.before / before)
    return [news] if abs(round(news.now - news.before, 6)) >= POINTS else []
