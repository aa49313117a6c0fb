"""The news of what is followed: an artist's songs in the charts of a day, and the share of a genre."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chart_menu import CHART_MENU, KOREA, MELON_TOP_100
from bot.charts.genre_chart import GenreChart, Vocabulary
from bot.charts.reader import ChartReader
from bot.charts.summary import ChartSummary
from bot.digests import follow_replies as replies
from bot.digests.follow_replies import ArtistNews, ChartNews, GenreNews
from bot.language.command_names import words_on
from bot.messages.reply import Reply
from bot.songs import matching
from bot.songs.progress import unseen
from storage.follows import Follow, Follows
from storage.subscriptions import Subscription

PLACES: Final = 10
"""A song that has climbed so many places is news."""
POINTS: Final = 0.05
"""A genre whose share of the songs has changed by so much since the day before is news."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Compared:
    """A chart of a day, compared with the one before it in both vocabularies."""

    ours: ChartSummary
    melon: ChartSummary


class Alerts:
    """Makes the alert of each chat from one reading of the charts.

    Melon's Top 100 is read for it. No other chart is asked for: one counts where it was read by then, for a
    digest or a question, and is of that very day, so that no two alerts tell the same news.
    """

    def __init__(
        self, charts: ChartReader, follows: Follows, language: str, now: Callable[[], datetime]
    ) -> None:
        self._charts = charts
        self._follows = follows
        self._language = language
        self._now = now

    async def made(self, language: str) -> Callable[[Subscription], Awaitable[Reply | None]]:
        """Return what makes the alert of a subscription; raises SourceUnavailable without a current chart."""
        compared = [await self._compared(chart) for chart in await self._of_today()]

        async def alert(subscription: Subscription) -> Reply | None:
            terms = subscription.terms
            followed = await asyncio.to_thread(self._follows.of, terms.chat, terms.thread)
            news = [found for chart in compared if (found := news_of(followed, chart)).lines]
            words = words_on(terms.chat.platform, language, self._language)
            return replies.alert(news, words) if news else None

        return alert

    async def _of_today(self) -> list[GenreChart]:
        first = await self._charts.read(MELON_TOP_100, unseen)
        if first.problem is not None:
            raise first.problem
        await self._charts.keep(first)  # what is news tomorrow is compared with it
        today = self._now().astimezone(KOREA).date()
        names = [kind.name for kind in CHART_MENU if not kind.weekly and kind.name != MELON_TOP_100]
        charts = [first, *[await self._charts.stored(name, today) for name in names]]
        return [chart for chart in charts if chart is not None and chart.chart.day == today]

    async def _compared(self, chart: GenreChart) -> Compared:
        return Compared(
            await self._charts.summary(chart), await self._charts.summary(chart, Vocabulary.MELON)
        )


def news_of(followed: Iterable[Follow], chart: Compared) -> ChartNews:
    """Return what a chart has of what is followed, in its order; pure."""
    news: list[ArtistNews | GenreNews] = []
    for follow in followed:
        if follow.kind == "artist":
            news += _of_artist(follow.name, chart.ours)
        else:
            news += _of_genre(follow.name, chart.ours if follow.kind == "ours" else chart.melon)
    return ChartNews(chart.ours.chart.chart, tuple(dict.fromkeys(news)))


def is_same_artist(one: str, other: str) -> bool:
    """Tell whether two names are one artist's, in one script or two."""
    return not matching.artist_names(one).isdisjoint(matching.artist_names(other))


def _of_artist(name: str, summary: ChartSummary) -> Sequence[ArtistNews]:
    gained, names = summary.moves.gained, matching.artist_names(name)
    theirs = [
        song.entry for song in summary.chart.songs if song.entry.song_id in gained and song.is_by(names)
    ]
    moved = [(entry, gained[entry.song_id]) for entry in theirs]
    return [ArtistNews(entry, places) for entry, places in moved if places is None or places >= PLACES]


def _of_genre(genre: str, summary: ChartSummary) -> Sequence[GenreNews]:
    before_it = summary.compared_with
    if before_it is None or summary.chart.chart.day - before_it > _DAY:
        return []
    shares = summary.genre_shares
    now = sum(share.count for share in shares)
    before = sum(share.before or 0 for share in shares)
    mine = next((share for share in shares if share.genre == genre), None)
    if mine is None or mine.before is None or not (now and before):
        return []
    news = GenreNews(genre, mine.count / now, mine.before / before)
    return [news] if abs(round(news.now - news.before, 6)) >= POINTS else []
