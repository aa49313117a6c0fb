"""Lets the whole bot post what is due at a moment, through a platform."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chart_menu import KOREA
from bot.digests.batch import PostingServices
from bot.digests.poster import DigestPoster
from bot.digests.reports import DigestReports
from bot.digests.schedule import schedule_of
from bot.messages.chat_platform import Deliver
from bot.operation.alarms import Alarms
from bot.start.bootstrap import Application

CHART_DAY = datetime(2026, 11, 20, 9, 10, tzinfo=KOREA)


def all_due(application: Application, platform: str) -> datetime:
    """Return a moment at which everything that is subscribed to is due for the first time."""
    active = application.subscriptions.active({platform})
    firsts = (schedule_of(each.terms).next(each.counts_from).due for each in active)
    return max(firsts) + timedelta(minutes=1)


async def post_due(application: Application, platform: str, deliver: Deliver, moment: datetime) -> list[str]:
    """Post what is due at a moment, and return what the administrator was told.

    For alerts it is the day of the emulated Melon's chart, since one of another day is no news.
    """
    application.alerts._now = lambda: CHART_DAY
    told: list[str] = []

    async def report(sentence: str) -> None:
        told.append(sentence)

    digests, alarms = application.digests, Alarms(application.engine)
    services = PostingServices(
        digests,
        application.subscriptions,
        application.conversation.digest,
        [platform],
        deliver,
        application.records.move,
        DigestReports(digests, alarms, report, deliver, "en"),
        "en",
        clock=lambda: moment,
        alerts=application.alerts.made,
    )
    await DigestPoster(services).post_due(moment)
    return told
