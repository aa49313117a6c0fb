"""How each service may be called, in one table; `bot.sources.call_control` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in any stretch of so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Retry:
    """So many attempts in all after failures that may pass; times in seconds.

    Before the next one there is a pause of `pause`, or of as long as the service asks for; where that is more
    than `longest_wait`, there is no other attempt.
    """

    attempts: int = 2
    pause: float = 0.25
    longest_wait: float = 3.0


@dataclass(frozen=True, slots=True)
class Breaker:
    """After so many failures in a row a service is not called for `pause` seconds, then one call tries it.

    Each time that this call fails the pause is twice as long, up to `longest_pause`.
    """

    failures: int = 5
    pause: float = 30.0
    longest_pause: float = 10 * 60.0


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """What one service may cost us: seconds, calls at once, bytes of one body.

    `connect` is the longest wait for a connection, `total` one call with its retries, `queue` the wait for
    one of the `at_once` places before it, and the same again for a turn at this `rate`.
    """

    rate: Rate | None = None
    at_once: int = 4
    connect: float = 3.0
    total: float = 8.0
    queue: float = 15.0
    largest_body: int = 2_000_000
    retry: Retry = Retry()
    breaker: Breaker = Breaker()


MELON_SONG_PAGES: Final = "Melon's song pages"

POLICIES: Final[Mapping[str, CallPolicy]] = MappingProxyType(
    {
        "Spotify": CallPolicy(),
        "Spotify's images": CallPolicy(largest_body=600_000, total=4.0, queue=4.0),
        "ReccoBeats": CallPolicy(rate=Rate(1, 0.5)),  # unpublished; its other users keep to this
        "Deezer": CallPolicy(rate=Rate(45, 5)),  # documented as 50
        "Apple Music": CallPolicy(rate=Rate(20, 60)),  # documented as about 20
        "YouTube": CallPolicy(),
        "MusicBrainz": CallPolicy(rate=Rate(1, 1), at_once=1),  # as it asks of all programs
        "Melon": CallPolicy(),
        MELON_SONG_PAGES: CallPolicy(rate=Rate(1, 1), at_once=1, retry=Retry(attempts=1)),  # no one waits
    }
)
"""By the service's name, or by one use; that of a service with nothing but a chart stands with the chart."""

CHART_POLICY: Final = CallPolicy(rate=Rate(4, 4))
"""What such a chart's file refers to: its limits are unpublished, and a chart is read once an hour."""

COLLECTING: Final = Retry(attempts=5, pause=10.0, longest_wait=15 * 60.0)
"""For a script that asks for hours: its attempts are each a call under the service's own policy."""
