"""How the calls to a service end: counted, and remembered for the operator."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import TransientFailure
from bot.telemetry.metrics import UPSTREAM_REQUESTS, UPSTREAM_SECONDS
from model.music import Chart


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


@dataclass(slots=True)
class _Failures:
    """Failures in a row: when the first and the last were, and what the last was."""

    first: float = 0.0
    last: float = 0.0
    trouble: str | None = None

    def add(self, failure: SourceUnavailable, now: float) -> None:
        self.first = now if self.trouble is None else self.first
        self.last, self.trouble = now, str(failure.trouble)

    def end(self) -> None:
        self.trouble = None

    def state(self, service: str) -> ServiceState:
        return ServiceState(service, self.last - self.first if self.trouble else 0.0, self.trouble)


class CallRecord:
    """How the calls to one service ended; `clock` counts seconds."""

    def __init__(self, service: str, clock: Callable[[], float]) -> None:
        self._service = service
        self._clock = clock
        self._seconds = UPSTREAM_SECONDS.labels(service)
        self._failures = _Failures()

    @property
    def state(self) -> ServiceState:
        """How the service stands by its answers."""
        return self._failures.state(self._service)

    def answered(self, began: float, outcome: str = "answered") -> None:
        """Note that a call that began then was answered."""
        self._failures.end()
        self._ended(began, outcome)

    def failed(self, began: float, failure: SourceUnavailable) -> None:
        """Note that a call that began then was not answered as it should be."""
        self._failures.add(failure, self._clock())
        self._ended(began, str(failure.trouble))

    def not_made(self) -> None:
        """Note that the service was not called, as it is left alone or too many calls wait."""
        UPSTREAM_REQUESTS.labels(self._service, "not made").inc()

    def _ended(self, began: float, outcome: str) -> None:
        UPSTREAM_REQUESTS.labels(self._service, outcome).inc()
        self._seconds.observe(self._clock() - began)


class ReadChart:
    """Fetches a chart and remembers how that ends: a service may answer well what cannot be read any more."""

    def __init__(
        self,
        service: str,
        fetch: Callable[[], Awaitable[Chart]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._fetch = fetch
        self._clock = clock
        self._failures = _Failures()

    @property
    def state(self) -> ServiceState:
        """How the service stands by its chart."""
        return self._failures.state(self._service)

    async def __call__(self) -> Chart:
        """Return the chart; raises SourceUnavailable."""
        try:
            chart = await self._fetch()
        except SourceUnavailable as failure:
            self._failures.add(failure, self._clock())
            if failure.trouble == Trouble.BROKEN and not isinstance(failure, TransientFailure):
                UPSTREAM_REQUESTS.labels(self._service, "not understood").inc()
            raise
        self._failures.end()
        return chart


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
