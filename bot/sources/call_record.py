"""How the calls to a service end: counted, and remembered for the operator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.errors import SourceUnavailable
from bot.telemetry.metrics import UPSTREAM_REQUESTS, UPSTREAM_SECONDS


@dataclass(frozen=True, slots=True)
class ServiceState:
    """How a service stands.

    `failing` is how many seconds lie between the first and the last failure since its last answer, 0 where
    it answered the last call; `trouble` says what the last failure was. `left_alone` for so many seconds it
    is not called: its circuit breaker is open, or it asked for that.
    """

    service: str
    failing: float = 0.0
    trouble: str | None = None
    is_open: bool = False
    left_alone: float = 0.0


class CallRecord:
    """How the calls to one service ended; `clock` counts seconds."""

    def __init__(self, service: str, clock: Callable[[], float]) -> None:
        self._service = service
        self._clock = clock
        self._seconds = UPSTREAM_SECONDS.labels(service)
        self._failing_since: float | None = None
        self._failed_at = 0.0
        self._trouble: str | None = None

    @property
    def state(self) -> ServiceState:
        """How the service stands by its answers."""
        failing = 0.0 if self._failing_since is None else self._failed_at - self._failing_since
        return ServiceState(self._service, failing, self._trouble)

    def answered(self, began: float, outcome: str = "answered") -> None:
        """Note that a call that began then was answered."""
        self._failing_since = self._trouble = None
        self._ended(began, outcome)

    def failed(self, began: float, failure: SourceUnavailable) -> None:
        """Note that a call that began then was not answered as it should be."""
        self._failed_at = self._clock()
        self._failing_since = self._failed_at if self._failing_since is None else self._failing_since
        self._trouble = str(failure.trouble)
        self._ended(began, self._trouble)

    def not_made(self) -> None:
        """Note that the service was not called, as it is left alone or too many calls wait."""
        UPSTREAM_REQUESTS.labels(self._service, "not made").inc()

    def _ended(self, began: float, outcome: str) -> None:
        UPSTREAM_REQUESTS.labels(self._service, outcome).inc()
        self._seconds.observe(self._clock() - began)


def by_service(states: Iterable[ServiceState]) -> list[ServiceState]:
    """Return one state for each service, the worst of its clients', by name."""
    worst: dict[str, ServiceState] = {}
    for each in states:
        other = worst.get(each.service, each)
        first, second = sorted((each, other), key=lambda state: (state.trouble is None, -state.failing))
        worst[each.service] = replace(
            first,
            is_open=first.is_open or second.is_open,
            left_alone=max(first.left_alone, second.left_alone),
        )
    return sorted(worst.values(), key=lambda state: state.service)
