from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import SourceUnavailable
from bot.sources.call_failures import NotFound, TransientFailure, failure_of_status, retry_after_seconds

NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("Fri, 20 Nov 2026 12:00:30 GMT", 30.0),
        ("Fri, 20 Nov 2026 21:00:30 +0900", 30.0),
        ("Fri, 20 Nov 2026 12:00:30 -0000", 30.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("999999999999999", 86400.0),
        ("Fri, 20 Nov 2099 12:00:00 GMT", 86400.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e9", None),
        ("9" * 5000, None),
        ("٣", None),
        ("Fri, 99 Nov 2026 99:99:99 GMT", None),
        ("Fri, 20 Nov 99999999999 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        *((status, "refused") for status in (401, 403, 406)),
        *((status, "broken") for status in (302, 400, 418, 500, 503)),
        (429, "busy"),
    ],
)
def test_a_status_has_one_meaning(status: int, trouble: str) -> None:
    failure = failure_of_status("Melon", status)
    assert isinstance(failure, SourceUnavailable)
    assert failure.trouble == trouble
    assert isinstance(failure, TransientFailure) == (status >= 500)


def test_404_is_a_fact_and_not_a_failure() -> None:
    assert isinstance(failure_of_status("Spotify", 404), NotFound)
