"""What is counted and timed while the bot works, for Prometheus; no label names a person, chat or song."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeVar

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

M = TypeVar("M", Counter, Histogram)
CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=_REGISTRY)

_SHORT: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_LONG: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0, 30.0)


@lru_cache(maxsize=1000)
def one_of(metric: M, *labels: str) -> M:
    """Return the one of a metric that has these labels; the library checks them at each call."""
    return metric.labels(*labels)


def _counter(name: str, meaning: str, *labels: str) -> Counter:
    return Counter(f"jangreu_{name}", meaning, labels, registry=_REGISTRY)


def _histogram(name: str, meaning: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
    return Histogram(f"jangreu_{name}", meaning, labels, registry=_REGISTRY, buckets=buckets)


def _gauge(name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(f"jangreu_{name}", meaning, labels, registry=_REGISTRY)


ANSWERS: Final = _counter(
    "answers", "What was asked, by what the answer is based on.", "kind", "outcome", "level", "cache"
)
ANSWER_SECONDS: Final = _histogram(
    "answer_seconds", "From a message to its answer, without its sending.", _LONG, "kind", "cache"
)
VOTES: Final = _counter(
    "votes", "Genres answered, by the ensemble and by each of its members.", "model", "genre"
)
UPSTREAM_REQUESTS: Final = _counter(
    "upstream_requests", "Calls to foreign services, with their retries.", "service", "outcome"
)
UPSTREAM_SECONDS: Final = _histogram("upstream_seconds", "One such call.", _LONG, "service")
DATABASE_SECONDS: Final = _histogram(
    "database_seconds", "One statement, with its wait for a lock.", _SHORT, "kind"
)
DATABASE_FAILURES: Final = _counter("database_failures", "Statements that failed.")
LOOP_LAG_SECONDS: Final = _histogram(
    "loop_lag_seconds", "How late the event loop wakes a task that sleeps.", _SHORT
)

# What stands when it is read; `bot.operation` fills these in.
INFO: Final = _gauge("info", "1, with what runs.", "version", "model")
START_TIME: Final = _gauge("start_time_seconds", "When the bot started, since 1970.")
PLATFORM_UP: Final = _gauge("platform_up", "1 while the chat platform answers.", "platform")
BREAKER_OPEN: Final = _gauge("breaker_open", "1 while a service is left alone, since it fails.", "service")
SERVICE_FAILING_SECONDS: Final = _gauge(
    "service_failing_seconds", "From the first to the last failure since a service's last answer.", "service"
)
INBOX_MESSAGES: Final = _gauge("inbox_messages", "Messages that are not answered yet.")
INBOX_AGE_SECONDS: Final = _gauge("inbox_age_seconds", "For how long the oldest of them has waited.")
DIGESTS: Final = _gauge("digests", "Digests of the last week.", "state")
SONGS: Final = _gauge("songs", "Songs in the library.")
WITHOUT_FEATURES: Final = _gauge(
    "without_features_share", "Of the last week's songs, the share without audio features."
)
AGREEMENT: Final = _gauge("agreement", "How far people agree with a voted genre, from 0 to 1.", "genre")
DRIFT: Final = _gauge(
    "feature_drift",
    "Population stability index of the last week's songs against the training set.",
    "feature",
)
LIKELY: Final = _gauge(
    "likely_share",
    "Share of votes that are likely by the model's card, now and when it was measured.",
    "songs",
)
DATABASE_UP: Final = _gauge("database_up", "1 while the database answers.")
DATABASE_BYTES: Final = _gauge("database_bytes", "The size of the database.")
DISK_FREE: Final = _gauge("disk_free_share", "What is free of the disk that holds the database.")


def exposition() -> bytes:
    """Return all of it in Prometheus's text format."""
    return generate_latest(_REGISTRY)


def names() -> set[str]:
    """Return the names that `exposition` gives, as a query writes them."""
    families = {metric.name: metric.type for metric in _REGISTRY.collect()}
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    return {name + end for name, kind in families.items() for end in endings.get(kind, ("",))}
