from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from storage.request_counts import RequestCount, newest_request, requests_between
from storage.song_library import SongLibrary
from storage.song_notes import Request


def test_requests_are_counted_by_kind_and_outcome_the_most_frequent_first(
    engine: Engine, now: datetime
) -> None:
    assert newest_request(engine) == 0
    requests = [Request("telegram", kind, "answered", now) for kind in ("a", "b", "b")]
    SongLibrary(engine).save([], now, {}, [*requests, Request("discord", "b", "timeout", now)])
    assert newest_request(engine) == 4
    counts = [
        RequestCount("b", "answered", 2),
        RequestCount("a", "answered", 1),
        RequestCount("b", "timeout", 1),
    ]
    assert requests_between(engine, 0, 4) == counts
    assert requests_between(engine, 1, 2) == [RequestCount("b", "answered", 1)]
