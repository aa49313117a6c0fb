"""Answers for charts and their trends, and the digest of a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from bot.answering.deadline import Deadline, can_say
from bot.chart_menu import KOREA
from bot.charts import replies
from bot.charts.genre_chart import GenreChart
from bot.charts.reader import ChartReader
from bot.charts.requests import ChartRequest, Unclear, UnreadableRequest, read_chart_request
from bot.errors import CannotAnswer
from bot.language.words import Words
from bot.messages.message import Message, Progress, SongsDone
from bot.messages.reply import Reply
from bot.songs import matching
from bot.songs import replies as song_replies
from bot.songs.artist_gathering import ENOUGH, ArtistGathering
from bot.songs.known_songs import KnownSongs
from bot.songs.progress import in_lines, unseen
from model.music import Track

WAIT_FOR_ARTISTS: Final = timedelta(minutes=10)
MOST_ARTISTS: Final = 100
"""So many artists of one chart are asked about; a day later most of them are known."""


class ChartAnswers:
    """Answers what is asked about charts."""

    def __init__(
        self,
        charts: ChartReader,
        known: KnownSongs,
        artists: ArtistGathering,
        now: Callable[[], datetime],
        deadline: Deadline,
    ) -> None:
        self._charts = charts
        self._known = known
        self._artists = artists
        self._now = now
        self._deadline = deadline

    async def chart(self, asked: str, message: Message, words: Words, progress: Progress) -> Reply:
        """Answer /chart and what follows it, in time."""
        return await self._deadline.answer(
            lambda heard: self._chart(asked, message, words, heard), words, progress
        )

    async def _chart(self, asked: str, message: Message, words: Words, progress: Progress) -> Reply:
        request = read_chart_request(asked, self._today())
        if isinstance(request, UnreadableRequest):
            await self._known.note(message, "chart", request.why)
            return replies.unreadable(request, "chart", words)
        can_say(partial(self._so_far, request, words))
        try:
            chart = await self._opened(request, in_lines(progress, words))
        except CannotAnswer as problem:
            await self._known.note(message, "chart", type(problem).__name__)
            return Reply(song_replies.sorry(problem, words), refusal=True)
        if chart is None:
            days = await self._charts.days(request.chart)
            await self._known.note(message, "chart", "nothing-stored")
            return replies.nothing_stored(request, days, words)
        await self._known.note(message, "chart", chart.problem.trouble if chart.problem else "answered")
        if request.artist and not _knows(chart, request.artist):
            return replies.unreadable(UnreadableRequest(request.artist, Unclear.WORD), "chart", words)
        reply = await self._reply(request, chart, words)
        if request.day is not None or chart.problem is not None:
            return reply

        async def better() -> Reply | None:
            again = await self._with_more_artists(chart)
            if again is None:
                return None
            found = await self._reply(request, again, words)
            return found if found != reply else None

        return replace(reply, later=better)

    async def trend(self, asked: str, message: Message, words: Words) -> Reply:
        """Answer /trend and what follows it; a day is the first one."""
        request = read_chart_request(asked, self._today())
        if isinstance(request, ChartRequest) and request.artist:  # it is of genres, not of artists
            request = UnreadableRequest(request.artist, Unclear.WORD)
        if isinstance(request, UnreadableRequest):
            await self._known.note(message, "trend", request.why)
            return replies.unreadable(request, "trend", words)
        since = request.day or self._today() - replies.TREND_OF
        trend = await self._charts.trend(request.chart, since, request.vocabulary)
        days = await self._charts.days(request.chart)
        await self._known.note(message, "trend", "answered")
        ends = [trend.points[0].day, trend.points[-1].day] if request.genre and trend.points else []
        charts = [await self._charts.stored(request.chart, day) for day in ends]
        return replies.trend_reply(request, trend, days, words, [chart for chart in charts if chart])

    async def digest(self, chart_name: str, words: Words, *, posted: bool = True) -> Reply:
        """Return the digest of a chart; raises `SourceUnavailable` while there is no current one.

        The next ones are compared with one that is `posted`. Such a one waits up to ten minutes for songs of
        artists of whom few are known. One that is not posted may be of the last chart that was read.
        """
        chart = await self._charts.read(chart_name, unseen)
        if posted and chart.problem is not None:
            raise chart.problem
        if posted:
            chart = await self._with_more_artists(chart) or chart
            await self._charts.keep(chart)
        return replies.digest_reply(await self._charts.summary(chart), words)

    async def _reply(self, request: ChartRequest, chart: GenreChart, words: Words) -> Reply:
        summary = await self._charts.summary(chart, request.vocabulary)
        days = await self._charts.days(request.chart)
        return replies.chart_reply(replies.ShownChart(request, summary, days), words)

    async def _so_far(self, request: ChartRequest, words: Words) -> Reply | None:
        chart = await self._charts.so_far(request.chart)
        return await self._reply(request, chart, words) if chart else None

    async def _with_more_artists(self, chart: GenreChart) -> GenreChart | None:
        """Learn songs of artists of whom few are known, and read the chart again; None if there are none."""
        if not await self._artists.learn(artists_to_learn(chart), WAIT_FOR_ARTISTS):
            return None
        again = await self._charts.read(chart.chart.name, unseen)
        return again if again.problem is None else None

    async def _opened(self, request: ChartRequest, progress: SongsDone) -> GenreChart | None:
        if request.day is None:
            return await self._charts.read(request.chart, progress, again=request.again)
        return await self._charts.stored(request.chart, request.day)

    def _today(self) -> date:
        return self._now().astimezone(KOREA).date()


def _knows(chart: GenreChart, artist: str) -> bool:
    """Tell whether a text names an artist of a chart, or a well-known one."""
    names = matching.artist_names(artist)
    return any(song.is_by(names) for song in chart.songs) or bool(
        matching.known_spellings(matching.normalized(artist))
    )


def artists_to_learn(chart: GenreChart) -> list[Track]:
    """Return songs of the artists to ask about, those of songs without a genre first."""
    songs = [(song.song.vote.songs if song.song else -1, song) for song in chart.songs]
    few = sorted((pair for pair in songs if pair[0] < ENOUGH), key=lambda pair: pair[0])
    return [
        song.song.track if song.song else Track("", song.entry.title, song.entry.artists) for _, song in few
    ][:MOST_ARTISTS]
