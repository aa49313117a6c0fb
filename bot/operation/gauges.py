"""Fills the gauges of the metrics with how the bot stands."""

from __future__ import annotations

from bot.operation.state import BotState, Week
from bot.telemetry import metrics
from storage.overview import Overview


def show(state: BotState) -> None:
    """Let the next exposition say this; what is not known now is absent or not a number."""
    metrics.INFO.clear()
    metrics.INFO.labels(state.version, state.model).set(1)
    metrics.START_TIME.set(state.started.timestamp())
    metrics.PLATFORM_UP.clear()
    for platform in state.platforms:
        metrics.PLATFORM_UP.labels(platform).set(1)
    for service in state.services:
        metrics.BREAKER_OPEN.labels(service.service).set(service.is_open)
        metrics.SERVICE_FAILING_SECONDS.labels(service.service).set(service.failing)
    metrics.DISK_FREE.set(float("nan") if state.disk_free is None else state.disk_free)
    metrics.DATABASE_UP.set(state.database is not None)
    metrics.DIGESTS.clear()
    if state.database is not None:
        _show_database(state.database, state)
    if state.week is not None:
        _show_week(state.week)


def _show_database(database: Overview, state: BotState) -> None:
    oldest = database.oldest
    metrics.INBOX_MESSAGES.set(database.waiting)
    metrics.INBOX_AGE_SECONDS.set(max((state.at - oldest).total_seconds(), 0.0) if oldest else 0.0)
    for name, number in database.digests.items():
        metrics.DIGESTS.labels(name).set(number)
    metrics.SONGS.set(database.songs)
    metrics.DATABASE_BYTES.set(database.size)


def _show_week(week: Week) -> None:
    metrics.WITHOUT_FEATURES.set(week.without / week.asked if week.asked else float("nan"))
    metrics.DRIFT.clear()
    for feature, index in week.drift.items():
        metrics.DRIFT.labels(feature).set(index)
    metrics.LIKELY.clear()
    for songs, share in (("week", week.likely), ("training", week.expected)):
        if share is not None:
            metrics.LIKELY.labels(songs).set(share)
    metrics.AGREEMENT.clear()
    for genre, agreement in week.agreement.items():
        metrics.AGREEMENT.labels(genre).set(agreement.share)
