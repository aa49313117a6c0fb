"""What an HTTP status and its Retry-After header mean."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.errors import SourceUnavailable, Trouble

LONGEST_WAIT: Final = 24 * 60 * 60.0  # a service that says more is wrong, or gets asked once a day
REFUSALS: Final = frozenset({401, 403, 406, 451})


class NotFound(Exception):  # noqa: N818 - a fact, which the caller gives its meaning
    """The service answered 404: it has nothing under this address."""


class TransientFailure(SourceUnavailable):
    """A failure that may well not happen again: a 5xx, a dropped connection, half a body."""


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds or an HTTP date; None where it makes no sense.

    `now` is aware. The result lies between 0 and a day.
    """
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", text):
        return min(float(text), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


def failure_of_status(service: str, status: int, retry_after: str | None = None) -> Exception:
    """Return what an HTTP status other than 2xx means: NotFound, TransientFailure or SourceUnavailable."""
    if status == 404:  # noqa: PLR2004 - an HTTP status is its own name
        return NotFound(service)
    if status == 429:  # noqa: PLR2004
        wait = retry_after_seconds(retry_after, datetime.now(UTC))
        return SourceUnavailable(service, Trouble.BUSY, "429", wait)
    if status in REFUSALS:
        return SourceUnavailable(service, Trouble.REFUSED, str(status))
    if status >= 500:  # noqa: PLR2004
        return TransientFailure(service, Trouble.BROKEN, str(status))
    detail = "a redirect, which is not followed" if 300 <= status < 400 else str(status)  # noqa: PLR2004
    return SourceUnavailable(service, Trouble.BROKEN, detail)
