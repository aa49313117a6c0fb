"""Answers for charts, and the digest that is made of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot import replies
from bot.answers.progress import in_lines, unseen
from bot.chart_menu import MELON_TOP_100
from bot.chart_reader import ChartReader
from bot.memory import remembered
from bot.message import Message, Progress
from bot.reply import Reply
from bot.words import Words
from storage.song_library import SongLibrary


class ChartAnswers:
    """Answers what is asked about charts."""

    def __init__(self, charts: ChartReader, library: SongLibrary, now: Callable[[], datetime]) -> None:
        self._charts = charts
        self._library = library
        self._now = now

    async def chart(self, message: Message, words: Words, progress: Progress) -> Reply:
        """Answer /chart."""
        chart = await self._charts.read(MELON_TOP_100, in_lines(progress, words))
        outcome = chart.problem.trouble if chart.problem else "answered"
        await remembered(
            lambda: self._library.record_request(message.platform, "chart", outcome, self._now(), None),
            otherwise=None,
        )
        return replies.chart_reply(chart, words)

    async def digest(self, chart_name: str, words: Words) -> Reply:
        """Return the digest of a chart; raises `SourceUnavailable` while there is no current one."""
        chart = await self._charts.read(chart_name, unseen)
        if chart.problem is not None:
            raise chart.problem
        await self._charts.keep(chart)
        return replies.digest_reply(await self._charts.digest(chart), words)
